import { WorkbenchError } from '../core/errors.ts';
import type { CallOptions, Progress, Workbench } from '../workbench.ts';
import { unpackError } from './wire.ts';
import type { Method, Reply, Request } from './wire.ts';

/** What is needed of a Worker. */
export interface CallingPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Reply>) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
}

export interface ConnectedWorkbench extends Workbench {
  /** Ends the worker; every call that still waits rejects. */
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  onProgress: ((progress: Progress) => void) | undefined;
}

// A record, so that a method added to or renamed in the contract does not compile until it is here.
const methodNames: Record<Method, true> = {
  inspect: true,
  sample: true,
  run: true,
  rebuild: true,
  saved: true,
  status: true,
  metrics: true,
  eventPanels: true,
  checks: true,
  rejects: true,
  tables: true,
  query: true,
  planExport: true,
  exportFile: true,
  held: true,
  decide: true,
  undo: true,
  refresh: true,
  verify: true,
  storage: true,
  persist: true,
  planBackup: true,
  backupFile: true,
  noteBackup: true,
  restore: true,
  settings: true,
  changeSettings: true,
  journal: true,
  checkSeries: true,
  backtest: true,
  metric: true,
  shop: true,
  project: true,
  checkProject: true,
  preview: true,
  applyProject: true,
  undoProject: true,
  rules: true,
  previewRules: true,
  tryRules: true,
  lineage: true,
};

/**
 * The workbench that `serveWorkbench` serves at the other end. A signal that fires asks the worker to stop;
 * the call then rejects as the workbench decides. When the worker dies, all calls, those that wait and
 * those to come, reject with WorkbenchError('engine-failed').
 */
export function connectWorkbench(worker: CallingPort): ConnectedWorkbench {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let failure: WorkbenchError | undefined;

  const fail = (error: WorkbenchError) => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
    worker.terminate();
  };
  worker.addEventListener('message', ({ data }) => settle(waiting, data));
  worker.addEventListener('error', (event) => fail(deadWorker(event)));
  worker.addEventListener('messageerror', (event) => fail(deadWorker(event)));

  const call = (method: Method, input: unknown, options: CallOptions = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const { signal, onProgress } = options;
      if (failure !== undefined) return reject(failure);
      if (signal?.aborted)
        return reject(new WorkbenchError('cancelled', 'cancelled by the person'));
      const id = ++lastId;
      const abort = () => post({ kind: 'abort', id });
      const done = () => signal?.removeEventListener('abort', abort);
      waiting.set(id, {
        resolve(value) {
          done();
          resolve(value);
        },
        reject(error) {
          done();
          reject(error);
        },
        onProgress,
      });
      try {
        post({ kind: 'call', id, method, input: input ?? {} });
        signal?.addEventListener('abort', abort, { once: true });
      } catch (error) {
        // What is not to be cloned is not to be sent; the signal was not listened to yet.
        waiting.delete(id);
        if (error instanceof Error) reject(error);
        else throw error;
      }
    });
  const post = (request: Request) => worker.postMessage(request);

  return { ...methodsOf(call), close: () => fail(closedWorkbench()) };
}

function methodsOf(
  call: (method: Method, input: unknown, options?: CallOptions) => Promise<unknown>,
): Workbench {
  const names = Object.keys(methodNames) as Method[];
  const bound = names.map((name) => [
    name,
    (input: unknown, options?: CallOptions) => call(name, input, options),
  ]);
  return Object.fromEntries(bound) as unknown as Workbench;
}

function settle(waiting: Map<number, Waiting>, reply: Reply): void {
  const call = waiting.get(reply.id);
  if (!call) return;
  if (reply.kind === 'progress') return call.onProgress?.(reply.progress);
  waiting.delete(reply.id);
  if (reply.kind === 'result') call.resolve(reply.value);
  else call.reject(unpackError(reply.error));
}

function deadWorker(event: Event): WorkbenchError {
  const { message } = event as ErrorEvent;
  const reason = message || 'it could not be loaded or ran out of memory';
  return new WorkbenchError('engine-failed', `the engine stopped: ${reason}`);
}

function closedWorkbench(): WorkbenchError {
  return new WorkbenchError('engine-failed', 'the engine was closed');
}
