import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gz': 'application/octet-stream',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const characters = { '&#39;': "'", '&quot;': '"', '&amp;': '&' };

/** The policy written in a page's meta element, or undefined. */
export function policyOf(html) {
  const meta = /<meta[^>]*http-equiv="Content-Security-Policy"[^>]*>/i.exec(html)?.[0];
  const written = meta && /content="([^"]*)"/i.exec(meta)?.[1];
  return written
    ?.replace(/&(?:#39|quot|amp);/g, (entity) => characters[entity])
    .replace(/\s+/g, ' ')
    .trim();
}

/** The file that a request path names inside a folder, or undefined when it points out of it. */
export function fileFor(folder, requestPath) {
  let path;
  try {
    path = decodeURIComponent(requestPath.split(/[?#]/)[0] ?? '/');
  } catch {
    return undefined;
  }
  if (!path.startsWith('/') || path.includes('\0')) return undefined;
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}

function headersFor(file, size, policy) {
  const isHashed = /[\\/]assets[\\/]/.test(file);
  return {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'cache-control': isHashed ? 'max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // A meta policy does not bind a worker that is loaded by URL; the header does.
    ...(policy ? { 'content-security-policy': policy } : {}),
  };
}

async function answer(folder, policy, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
  const file = fileFor(folder, request.url ?? '/');
  const found = file && (await stat(file).catch(() => undefined));
  if (!found?.isFile())
    return response.writeHead(404, { 'content-type': types['.txt'] }).end('not found\n');
  response.writeHead(200, headersFor(file, found.size, policy));
  if (request.method === 'HEAD') return response.end();
  return createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/**
 * Serve a built folder on this machine only. The content policy of its index.html goes out as a
 * header with every file. Resolves to the listening server; rejects when the port is taken.
 */
export async function serveFolder(folder, port) {
  const policy = policyOf(await readFile(join(folder, 'index.html'), 'utf8'));
  const server = createServer((request, response) => {
    answer(folder, policy, request, response).catch((error) => response.destroy(error));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
