import workerUrl from 'virtual:workbench-worker?worker&url';
import { connectWorkbench } from './connect.ts';
import type { ConnectedWorkbench } from './connect.ts';

/**
 * Starts the workbench's worker and connects to it. The worker starts from a blob that imports the script:
 * a policy in the page's head binds a blob's worker and those it starts, but not one loaded by its address.
 * The worker's name is the address of the app's folder, which a blob cannot see.
 */
export function startWorkbench(): ConnectedWorkbench {
  const script = new URL(workerUrl, location.href).href;
  const blob = new Blob([`import ${JSON.stringify(script)};`], { type: 'text/javascript' });
  const url = URL.createObjectURL(blob);
  const worker = new Worker(url, { type: 'module', name: new URL('.', location.href).href });
  // The blob is read asynchronously; its address must live until the first answer.
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  return connectWorkbench(worker);
}
