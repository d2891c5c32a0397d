import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { serveFolder } from '../scripts/static-server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The browser host under test, built and served as the app is. */
export interface BuiltFixture {
  url: string;
  close(): Promise<void>;
}

/** Builds the page of a folder and serves it. */
export async function openBuiltFixture(source = 'e2e/fixture'): Promise<BuiltFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'homegrown-fixture-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [
    'build',
    '--config',
    `${source}/vite.config.ts`,
    '--outDir',
    folder,
    '--logLevel',
    'warn',
  ];
  await promisify(execFile)(process.execPath, [vite, ...args], { cwd: root });
  const server = (await serveFolder(folder, 0)) as Server;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Runs a scenario of `fixture/scenarios.ts` in the worker of the page. */
export function scenario<T>(page: Page, name: string, input?: unknown): Promise<T> {
  return page.evaluate(
    ([name, input]) =>
      (
        globalThis as unknown as { runScenario(name: unknown, input: unknown): Promise<T> }
      ).runScenario(name, input),
    [name, input] as const,
  );
}
