import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openerFor } from './start.mjs';
import { fileFor, policyOf, serveFolder } from './static-server.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
const page = `<!doctype html><meta http-equiv="Content-Security-Policy"\n  content="default-src 'none';\n  script-src 'self' 'wasm-unsafe-eval'" />`;

describe('serveFolder', () => {
  let folder: string;
  let server: Server;
  const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  beforeAll(async () => {
    const parent = mkdtempSync(join(tmpdir(), 'served-'));
    folder = join(parent, 'dist');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(parent, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'index.html'), page);
    writeFileSync(join(folder, 'assets/engine-1a2b.wasm'), new Uint8Array([0, 0x61, 0x73, 0x6d]));
    server = await serveFolder(folder, 0);
  });
  afterAll(() => {
    server.close();
    rmSync(join(folder, '..'), { recursive: true });
  });

  it('serves the page with its own policy as a header', async () => {
    const response = await fetch(url('/?a=1'));
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(policy);
    expect(await response.text()).toBe(page);
  });

  it('serves wasm by its type, whole, and sends the policy with it', async () => {
    const response = await fetch(url('/assets/engine-1a2b.wasm'));
    expect(response.headers.get('content-type')).toBe('application/wasm');
    expect(response.headers.get('content-security-policy')).toBe(policy);
    expect((await response.arrayBuffer()).byteLength).toBe(4);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/nothing.js',
    '/assets/',
    '/%zz',
  ])('answers 404 to %s', async (path) => {
    // fetch would tidy the dots away before they reach the server.
    const status = await new Promise((resolve, reject) => {
      request(url('/'), { path }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('refuses to write and rejects a taken port', async () => {
    expect((await fetch(url('/'), { method: 'POST' })).status).toBe(405);
    const { port } = server.address() as AddressInfo;
    await expect(serveFolder(folder, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

it('reads a policy that the build wrote with character references', () => {
  const meta = `<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;">`;
  expect(policyOf(meta)).toBe("script-src 'self'");
  expect(policyOf('<title>x</title>')).toBeUndefined();
});

describe('fileFor', () => {
  it('stays in its folder, also beside one whose name begins alike', () => {
    expect(fileFor('/srv/dist', '/a/b.js')).toBe('/srv/dist/a/b.js');
    expect(fileFor('/srv/dist', '/../dist-old/b.js')).toBeUndefined();
    expect(fileFor('/srv/dist', '/a%00.js')).toBeUndefined();
  });
});

describe('openerFor', () => {
  it('opens on a desktop only', () => {
    expect(openerFor('linux', {})).toBeUndefined();
    expect(openerFor('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
    expect(openerFor('linux', { DISPLAY: ':0', CI: 'true' })).toBeUndefined();
    expect(openerFor('darwin', {})).toEqual(['open']);
  });
});
