import { cacheAddress, fileFor, staleAddresses } from './offline-files.ts';
import type { OfflineFile } from './offline-files.ts';

// The parts of a service worker that are used here: its types and those of a page exclude each other.
interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends LastingEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Page {
  postMessage(message: unknown): void;
}
interface ServiceScope {
  registration: { scope: string };
  clients: { matchAll(options: { includeUncontrolled: boolean }): Promise<readonly Page[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

// Written into the built file: what this version consists of.
declare const __offlineFiles__: OfflineFile[];

const service = self as unknown as ServiceScope;
const files = __offlineFiles__;
const { scope } = service.registration;
const cacheName = `homegrown ${scope}`;
/** Where the lists of the last two versions lie. */
const versionsAddress = new URL('offline-versions.json', scope).href;
const addresses = files.map((file) => cacheAddress(file, scope));
const allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);

service.addEventListener('install', (event) => event.waitUntil(install()));
service.addEventListener('activate', (event) => event.waitUntil(collect()));
service.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const file = fileFor(event.request.url, scope, files);
  if (file) event.respondWith(answer(file, event.request));
  else if (isOwnAsset(event.request.url)) event.respondWith(answerOlder(event.request));
});
service.addEventListener('message', ({ data }) => {
  if (data === 'use-this-version') void service.skipWaiting();
});

/** Keeps every file of this version; one that cannot be had, or is not as built, leaves the version before in use. */
async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  let done = 0;
  let told = 0;
  const hear = (bytes: number): void => {
    done += bytes;
    if (done - told < 200_000 && done < allBytes) return;
    told = done;
    void tell(Math.min(1, done / allBytes));
  };
  for (const file of files) {
    const address = cacheAddress(file, scope);
    if (await cache.match(address)) hear(file.bytes);
    else await cache.put(address, await load(file, hear));
  }
}

async function load(file: OfflineFile, hear: (bytes: number) => void): Promise<Response> {
  // Names under assets/ change with the content; any other file must not come from an older version.
  const cache = isOwnAsset(new URL(file.path, scope).href) ? 'default' : 'no-cache';
  const response = await fetch(new URL(file.path, scope), { cache });
  if (!response.ok || !response.body)
    throw new Error(`cannot load ${file.path}: ${response.status}`);
  const parts: BlobPart[] = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value as BlobPart);
    hear(part.value.byteLength);
  }
  const bytes = await new Blob(parts).arrayBuffer();
  const hash = hex(await crypto.subtle.digest('SHA-256', bytes));
  if (hash !== file.sha256 && hash !== file.inflated)
    throw new Error(`not as it was built: ${file.path}`);
  const headers = new Headers();
  for (const name of ['content-type', 'content-security-policy']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(bytes, { headers });
}

async function answer(file: OfflineFile, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  // The browser may have deleted it: then it is as on a first visit.
  return (await cache.match(cacheAddress(file, scope))) ?? fetch(request);
}

/** A page opened before the update loads a part of its own version. */
async function answerOlder(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

/** Deletes what neither this version nor the one before consists of. */
async function collect(): Promise<void> {
  const cache = await caches.open(cacheName);
  const known = await cache.match(versionsAddress);
  const [before = []] = known ? ((await known.json()) as string[][]) : [];
  const kept = [addresses, before];
  await cache.put(versionsAddress, new Response(JSON.stringify(kept)));
  const cached = (await cache.keys()).map(({ url }) => url);
  for (const address of staleAddresses(cached, [...kept, [versionsAddress]]))
    await cache.delete(address);
}

async function tell(share: number): Promise<void> {
  const pages = await service.clients.matchAll({ includeUncontrolled: true });
  for (const page of pages) page.postMessage({ offlineShare: share });
}

function isOwnAsset(address: string): boolean {
  return address.startsWith(new URL('assets/', scope).href);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
