/** One file of a built app: its path below the app's folder, its size in bytes and the SHA-256 of its bytes, in hex. */
export interface OfflineFile {
  path: string;
  bytes: number;
  sha256: string;
  /** Of a .gz file, the SHA-256 of what is in it: some hosts hand it out unpacked. */
  inflated?: string;
}

const hashed = 'sha256';

/** Where a file lies in the cache: its address with its hash, so that two versions of a path never meet. */
export function cacheAddress(file: OfflineFile, scope: string): string {
  const url = new URL(file.path, scope);
  url.searchParams.set(hashed, file.sha256);
  return url.href;
}

/**
 * The file of this version that answers a request, or undefined: of another origin, out of the app's folder, or none of its
 * files. The folder itself is its index.html.
 */
export function fileFor(
  address: string,
  scope: string,
  files: readonly OfflineFile[],
): OfflineFile | undefined {
  const url = new URL(address);
  const home = new URL(scope);
  if (url.origin !== home.origin || !url.pathname.startsWith(home.pathname)) return undefined;
  const path = decodeURI(url.pathname.slice(home.pathname.length)) || 'index.html';
  return files.find((file) => file.path === path);
}

/** The cached addresses that no version in `kept` names. */
export function staleAddresses(
  cached: readonly string[],
  kept: readonly (readonly string[])[],
): string[] {
  const named = new Set(kept.flat());
  return cached.filter((address) => !named.has(address));
}
