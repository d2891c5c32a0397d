import tortureWorker from './torture.worker.ts?worker&url';
import type { Answer } from './protocol.ts';

// As src/rpc/start-workbench.ts does it: from a blob, named by the folder of the app.
const script = new URL(tortureWorker, location.href).href;
const blob = new Blob([`import ${JSON.stringify(script)};`], { type: 'text/javascript' });
const name = new URL('.', location.href).href;
const worker = new Worker(URL.createObjectURL(blob), { type: 'module', name });

let last = 0;

/** Asks the worker for something; resolves also when it failed, or when it stopped at a point where it was told to. */
function ask(call: string, input: unknown): Promise<Answer> {
  const id = ++last;
  return new Promise((resolve) => {
    worker.addEventListener('error', ({ message }) =>
      resolve({ failure: { code: 'worker', message } }),
    );
    worker.addEventListener('message', ({ data }: MessageEvent<Answer & { id?: number }>) => {
      if (data.id === id || 'stopped' in data) resolve(data);
    });
    worker.postMessage({ id, call, input });
  });
}

Object.assign(globalThis, { ask });
