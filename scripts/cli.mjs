import { pathToFileURL } from 'node:url';
import { cliEntry, ensureCli } from './build.mjs';
import { runMain } from './run.mjs';
import { ensureDependencies } from './setup.mjs';

// stdout is the command's alone, for other programs read it: set-up and build talk on stderr.
await runMain(async () => {
  ensureDependencies();
  ensureCli({ quiet: true });
  // npm moves into the project's folder; paths on the command line are the caller's.
  const isNpmScript = ['cli', 'sample'].includes(process.env.npm_lifecycle_event ?? '');
  if (isNpmScript && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  process.argv[1] = cliEntry;
  await import(pathToFileURL(cliEntry).href);
});
