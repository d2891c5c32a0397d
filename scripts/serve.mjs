import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StepError, isProgram, root, runMain, say } from './run.mjs';
import { serveFolder } from './static-server.mjs';

/** One fixed port, because the browser keeps the warehouse by address: another port, another store. */
export const usualPort = 4747;

/** The port named by --port or PORT, else the usual one. */
export function portFrom(named) {
  const text = named ?? process.env.PORT ?? String(usualPort);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new StepError(`not a port: ${text}`);
  return port;
}

async function isHomegrown(url) {
  const page = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  return page?.ok === true && /<title>[^<]*Homegrown/i.test(await page.text());
}

/** Serve dist/ and resolve to its address; one that already runs there is as good. */
export async function serveApp(port) {
  const url = `http://localhost:${port}/`;
  if (!existsSync(join(root, 'dist/index.html')))
    throw new StepError('dist/ is missing: run npm run build');
  try {
    await serveFolder(join(root, 'dist'), port);
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    if (!(await isHomegrown(`http://127.0.0.1:${port}/`)))
      throw new StepError(portTaken(port), { cause: error });
    say(`Homegrown is already running there`);
  }
  return url;
}

function portTaken(port) {
  return `port ${port} is taken by another program: stop it, or choose one with --port (browsers keep data by address, so a warehouse made at ${port} is not seen at another port)`;
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    const { values } = parseArgs({ args, options: { port: { type: 'string' } } });
    process.stdout.write(`Homegrown: ${await serveApp(portFrom(values.port))}\n`);
  });
}
