import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { isProgram, runMain } from './run.mjs';
import { portFrom, serveApp } from './serve.mjs';
import { ensureDependencies } from './setup.mjs';

/** The command that opens an address on this desktop, or undefined where there is none. */
export function openerFor(platform, env) {
  if (env.CI) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

function openOnDesktop(url) {
  const opener = openerFor(process.platform, process.env);
  if (!opener) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  // The address is printed already; a desktop without an opener is no reason to stop.
  child.on('error', () => {});
  child.unref();
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    const options = { port: { type: 'string' }, 'no-open': { type: 'boolean' } };
    const { values } = parseArgs({ args, options });
    const port = portFrom(values.port);
    ensureDependencies();
    const { ensureApp } = await import('./build.mjs');
    ensureApp();
    const url = await serveApp(port);
    process.stdout.write(`Homegrown: ${url}  (stop with Ctrl+C)\n`);
    if (!values['no-open']) openOnDesktop(url);
  });
}
