import { runCli } from '../run-cli.ts';

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one command line in this process and gives what it said. */
export async function cli(...argv: string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const code = await runCli(argv, {
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

/** The JSON that a command writes with `--format json`; throws with what it said when it fails. */
export async function cliJson<T>(...argv: string[]): Promise<T> {
  const { code, stdout, stderr } = await cli(...argv, '--format', 'json');
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Events of one UTC day of September 2026, five minutes apart; every `badEvery`-th one has a host that is none. */
export function dayCsv(
  day: number,
  { rows = 288, badEvery = 0, host: site = 'www.eczachly.com' } = {},
): string {
  const start = Date.UTC(2026, 8, day);
  const lines = Array.from({ length: rows }, (_, i) => {
    const time = new Date(start + i * 300_000).toISOString();
    const host = badEvery > 0 && i % badEvery === 0 ? 'www..eczachly.com' : site;
    return `${time},8.8.${i % 40}.8,Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0,/page/${i % 7},${host}`;
  });
  return `${['time,ip,user_agent,path,host', ...lines].join('\n')}\n`;
}
