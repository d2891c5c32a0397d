import * as wasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?gzip';
import { WorkbenchError } from '../../core/errors.ts';
import { inflateAsset } from './inflate-asset.ts';
import { openBlobWorker } from './open-blob-worker.ts';
import type { ParquetAnswers, ParquetReply, ParquetRequest } from './parquet-messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** One Parquet worker: a client of `serveParquet`. When the worker dies, all who wait are rejected. */
export class ParquetWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #failure: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<ParquetReply>) => this.#settle(data);
    worker.onerror = (event) => {
      // Said to those who wait; else it would also count as a failure of the worker that started this one.
      event.preventDefault();
      this.#fail(event.message);
    };
    worker.onmessageerror = () => this.#fail('a message could not be read');
  }

  static async open(scriptUrl: string): Promise<ParquetWorker> {
    const module = await compileOnce();
    const worker = new ParquetWorker(openBlobWorker(scriptUrl, 'module'));
    await worker.ask({ op: 'start', module });
    return worker;
  }

  /** Asks for one thing; failures inside the worker reject with a plain Error. */
  ask<R extends ParquetRequest>(
    request: R,
    transfer: Transferable[] = [],
  ): Promise<ParquetAnswers[R['op']]> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#worker.postMessage({ id, request }, transfer);
    });
  }

  close(): void {
    this.#fail('it was closed');
  }

  #settle(reply: ParquetReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(new Error(reply.failure));
    else waiting?.resolve(reply.value);
  }

  #fail(reason: string): void {
    const message = `the Parquet worker stopped: ${reason || 'it could not be loaded'}`;
    this.#failure ??= new WorkbenchError('engine-failed', message);
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
    this.#worker.terminate();
  }
}

function compileOnce(): Promise<WebAssembly.Module> {
  compiled ??= inflateAsset(wasm, 'application/wasm').then(async (binary) =>
    WebAssembly.compile(await binary.arrayBuffer()),
  );
  compiled.catch(() => (compiled = undefined));
  return compiled;
}
