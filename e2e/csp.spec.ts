import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { contentSecurityPolicy } from '../vite/content-security-policy.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

let app: { server: Server; url: string };
let foreign: { server: Server; url: string };
let foreignHits: number;

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

// A host that sends no headers of its own: the policy in the page's head must do alone.
const serveBare: RequestListener = (request, response) => {
  const path = new URL(request.url ?? '/', 'http://host').pathname.replace(
    /^\/app\/(?=$)/,
    '/app/index.html',
  );
  readFile(join(dist, path.replace(/^\/app\//, ''))).then(
    (bytes) => {
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
      response.end(bytes);
    },
    () => response.writeHead(404).end(),
  );
};

test.beforeAll(async () => {
  app = await listen(serveBare);
  foreign = await listen((_request, response) => {
    foreignHits++;
    response.setHeader('access-control-allow-origin', '*');
    response.end('reached');
  });
});

test.beforeEach(() => {
  foreignHits = 0;
});

test.afterAll(() => {
  for (const { server } of [app, foreign]) {
    server.closeAllConnections();
    server.close();
  }
});

const attempt = (url: string) =>
  fetch(url).then(
    (response) => response.text(),
    (error: Error) => error.message,
  );

test('the foreign server can be reached where no policy forbids it', async ({ page }) => {
  await page.goto(foreign.url);
  expect(await page.evaluate(attempt, foreign.url)).toBe('reached');
});

test('neither the page nor its workers reach another origin', async ({ page }) => {
  await page.goto(`${app.url}app/`);
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(meta).toHaveAttribute('content', contentSecurityPolicy);
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  expect(await page.evaluate(attempt, foreign.url)).toBe('Failed to fetch');
  for (const worker of page.workers()) {
    expect(worker.url()).toMatch(/^blob:/);
    expect(await worker.evaluate(attempt, foreign.url)).toBe('Failed to fetch');
  }
  expect(foreignHits).toBe(0);
});

test('a worker started by a worker is bound as well', async ({ page }) => {
  await page.goto(`${app.url}app/`);
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  const answer = await page.workers()[0]!.evaluate((url) => {
    const code = `fetch(${JSON.stringify(url)}).then(() => postMessage('reached'), (e) => postMessage(e.message))`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    return new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
  }, foreign.url);
  expect(answer).toBe('Failed to fetch');
  expect(foreignHits).toBe(0);
});

test('the app loads nothing from elsewhere and breaks no rule of its policy', async ({ page }) => {
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${app.url}app/`);
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(app.url))).toEqual(
    [],
  );
  expect(complaints).toEqual([]);
});
