/**
 * Starts a worker from a blob that loads the script of that address: the policy of the page binds such a
 * worker, but would not bind one loaded by its address. The blob is released when the worker has answered.
 */
export function openBlobWorker(url: string, type: 'classic' | 'module'): Worker {
  const script = JSON.stringify(new URL(url, import.meta.url).href);
  const code = type === 'module' ? `import ${script};` : `importScripts(${script});`;
  const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(blob, { type });
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}
