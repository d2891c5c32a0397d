import { afterEach, expect, it } from 'vitest';
import { WorkbenchError } from '../core/errors.ts';
import type { CallOptions, Workbench } from '../workbench.ts';
import { connectWorkbench } from './connect.ts';
import type { CallingPort, ConnectedWorkbench } from './connect.ts';
import { serveWorkbench } from './serve.ts';

let channel: MessageChannel;
let client: ConnectedWorkbench;
/** Stands for the Worker's own events, which a MessagePort does not have. */
let worker: EventTarget;
let isTerminated: boolean;

function connect(workbench: Partial<Workbench> | Promise<Workbench>): ConnectedWorkbench {
  channel = new MessageChannel();
  worker = new EventTarget();
  isTerminated = false;
  const { port1, port2 } = channel;
  serveWorkbench(workbench as Workbench, port2);
  port1.start();
  const port: CallingPort = {
    postMessage: (message) => port1.postMessage(message),
    addEventListener: (type: string, listener: (event: never) => void) =>
      (type === 'message' ? port1 : worker).addEventListener(type, listener as EventListener),
    terminate: () => {
      isTerminated = true;
      port1.close();
    },
  };
  return (client = connectWorkbench(port));
}

afterEach(() => client.close());

it('carries input, result, files and progress', async () => {
  const seen: unknown[] = [];
  connect({
    async inspect({ files }, options?: CallOptions) {
      options?.onProgress?.({ step: 'read', share: 0.5, rows: 3 });
      const texts = await Promise.all(files.map(async ({ bytes }) => (bytes as Blob).text()));
      return files.map(({ name, folder }, i) => ({
        id: String(i),
        name: texts[i]!,
        folder,
        size: name.length,
      }));
    },
  });
  const files = [{ name: 'a.csv', folder: 'logs', bytes: new Blob(['one,two']) }];
  const inspected = await client.inspect(
    { files },
    { onProgress: (progress) => seen.push(progress) },
  );
  expect(inspected).toEqual([{ id: '0', name: 'one,two', folder: 'logs', size: 5 }]);
  expect(seen).toEqual([{ step: 'read', share: 0.5, rows: 3 }]);
});

it('hands byte arrays over instead of copying them, but copies a view of a part', async () => {
  const whole = new Uint8Array([1, 2, 3]);
  const part = new Uint8Array(8).subarray(2, 4);
  connect({
    exportFile: async ({ path }) => ({ path, bytes: path === 'whole' ? whole : part }),
  });
  const item = { format: 'csv', tables: [] } as never as object;
  const ask = (path: string) => client.exportFile({ ...item, path } as never);
  expect((await ask('whole')).bytes).toEqual(new Uint8Array([1, 2, 3]));
  expect(whole.byteLength).toBe(0);
  expect((await ask('part')).bytes).toEqual(new Uint8Array(2));
  expect(part.byteLength).toBe(2);
});

it('asks the workbench to stop when the signal fires', async () => {
  connect({
    run: (_input, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () =>
          reject(new WorkbenchError('cancelled', 'cancelled by the person')),
        );
        options?.onProgress?.({ step: 'build', share: 0.1 });
      }),
  });
  const controller = new AbortController();
  const run = client.run(
    { files: [] },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await expect(client.run({ files: [] }, { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
});

it('keeps code, details and causes of errors, and tells defects from them', async () => {
  connect({
    status: () => {
      const cause = new TypeError('not iterable');
      throw new WorkbenchError(
        'file-damaged',
        'the gzip is cut off: x.gz',
        { file: 'x.gz', line: 7 },
        cause,
      );
    },
    checks: async () => (undefined as unknown as never[]).map(String) as never,
  });
  const failure = await client.status().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorkbenchError);
  expect(failure).toMatchObject({
    code: 'file-damaged',
    message: 'the gzip is cut off: x.gz',
    details: { file: 'x.gz', line: 7 },
    cause: { name: 'TypeError', message: 'not iterable' },
  });
  const defect = await client.checks().catch((error: unknown) => error);
  expect(defect).not.toBeInstanceOf(WorkbenchError);
  expect(defect).toMatchObject({ name: 'TypeError' });
});

it('answers calls made while the workbench is still opening', async () => {
  let open: (workbench: Workbench) => void = () => {};
  connect(new Promise((resolve) => (open = resolve)));
  const tables = client.tables();
  await new Promise((resolve) => setTimeout(resolve, 10));
  open({ tables: async () => [] } as Partial<Workbench> as Workbench);
  expect(await tables).toEqual([]);
});

it('answers every call with the reason when opening failed', async () => {
  connect(Promise.reject(new WorkbenchError('warehouse-damaged', 'no readable manifest')));
  await expect(client.status()).rejects.toMatchObject({ code: 'warehouse-damaged' });
  await expect(client.tables()).rejects.toMatchObject({ code: 'warehouse-damaged' });
});

it('rejects with an error that says so when a result cannot be cloned', async () => {
  connect({ status: async () => ({ toShow: () => 1 }) as never });
  await expect(client.status()).rejects.toMatchObject({ name: 'DataCloneError' });
});

for (const type of ['error', 'messageerror'])
  it(`rejects all who wait, and all who come later, after ${type}`, async () => {
    connect({ status: () => new Promise(() => {}), tables: () => new Promise(() => {}) });
    const waiting = [client.status(), client.tables()];
    worker.dispatchEvent(Object.assign(new Event(type), { message: 'out of memory' }));
    for (const call of [...waiting, client.checks()])
      await expect(call).rejects.toMatchObject({
        code: 'engine-failed',
        message: 'the engine stopped: out of memory',
      });
    expect(isTerminated).toBe(true);
  });

it('rejects who waits when it is closed', async () => {
  connect({ status: () => new Promise(() => {}) });
  const status = client.status();
  client.close();
  await expect(status).rejects.toMatchObject({ code: 'engine-failed' });
});

it('rejects an input that cannot be cloned, and goes on', async () => {
  connect({ tables: async () => [] });
  await expect(client.query({ sql: (() => 1) as never })).rejects.toThrow(/could not be cloned/);
  expect(await client.tables()).toEqual([]);
});
