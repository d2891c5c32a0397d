import type { CallOptions, Progress, Workbench } from '../workbench.ts';
import { packError } from './wire.ts';
import type { Reply, Request } from './wire.ts';

/** One end of a MessageChannel, or the inside of a dedicated worker. */
export interface ServingPort {
  onmessage: ((event: MessageEvent) => unknown) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/**
 * Answers the calls that come through `port`. It listens before it returns, so a workbench that is still
 * opening loses no message; if opening fails, every call is answered with that error.
 * Buffers in results are transferred: the workbench must not keep what it hands out.
 */
export function serveWorkbench(workbench: Workbench | Promise<Workbench>, port: ServingPort): void {
  // Told to every call below; nobody else needs to hear of it.
  Promise.resolve(workbench).catch(() => undefined);
  const running = new Map<number, AbortController>();
  port.onmessage = ({ data }: MessageEvent<Request>) => {
    if (data.kind === 'abort') running.get(data.id)?.abort();
    else void answer(data);
  };

  async function answer(call: Request & { kind: 'call' }): Promise<void> {
    const { id } = call;
    const controller = new AbortController();
    running.set(id, controller);
    const onProgress = (progress: Progress) => {
      if (running.has(id)) send(port, { kind: 'progress', id, progress });
    };
    try {
      const value = await perform(await workbench, call, { signal: controller.signal, onProgress });
      running.delete(id);
      send(port, { kind: 'result', id, value });
    } catch (thrown) {
      running.delete(id);
      send(port, { kind: 'error', id, error: packError(thrown) });
    }
  }
}

function perform(
  workbench: Workbench,
  { method, input }: Request & { kind: 'call' },
  options: CallOptions,
): Promise<unknown> {
  // The pair of method and input was checked where it was sent; here only their names are known.
  const call = workbench[method] as (input: unknown, options: CallOptions) => Promise<unknown>;
  return call.call(workbench, input, options);
}

function send(port: ServingPort, reply: Reply): void {
  port.postMessage(reply, reply.kind === 'result' ? buffersOf(reply.value) : []);
}

/** The buffers of all byte arrays in a result that fill their buffer whole; a view of a part is copied. */
function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (value instanceof Uint8Array) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === value.byteLength) found.add(buffer);
  } else if (Array.isArray(value)) {
    for (const item of value) buffersOf(item, found);
  } else if (value !== null && typeof value === 'object' && isPlainObject(value)) {
    for (const item of Object.values(value)) buffersOf(item, found);
  }
  return [...found];
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
