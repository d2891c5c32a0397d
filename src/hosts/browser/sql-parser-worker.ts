import * as wasm from '@polyglot-sql/sdk/polyglot_sql.wasm?gzip';
import { WorkbenchError } from '../../core/errors.ts';
import type { ParsedSql, SqlParser } from '../../core/lineage/sql-tree.ts';
import { inflateAsset } from './inflate-asset.ts';
import { openBlobWorker } from './open-blob-worker.ts';
import type { SqlParserReply, SqlParserRequest } from './serve-sql-parser.ts';

/** A worker that has had nothing to do for so long is let go: it holds some hundred megabytes. */
const idleMs = 60_000;

/** The parser in a worker of its own, which is started when there is something to parse. */
export class SqlParserWorker implements SqlParser {
  readonly #scriptUrl: string;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  /** `scriptUrl`: address of the script that calls `serveSqlParser`. */
  constructor(scriptUrl: string) {
    this.#scriptUrl = scriptUrl;
  }

  parse(texts: string[]): Promise<ParsedSql[]> {
    const answer = this.#last.then(async () => {
      clearTimeout(this.#timer);
      try {
        this.#worker ??= await this.#start();
        return await this.#ask(this.#worker, { texts });
      } catch (error) {
        this.#stop();
        throw error;
      } finally {
        this.#timer = setTimeout(() => this.#stop(), idleMs);
      }
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #start(): Promise<Worker> {
    const binary = URL.createObjectURL(await inflateAsset(wasm, 'application/wasm'));
    const worker = openBlobWorker(this.#scriptUrl, 'module');
    try {
      await this.#ask(worker, { binary, texts: [] });
      return worker;
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      URL.revokeObjectURL(binary);
    }
  }

  #ask(worker: Worker, request: Omit<SqlParserRequest, 'id'>): Promise<ParsedSql[]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<SqlParserReply>) => {
        if (data.id !== id) return;
        if ('failure' in data) reject(notRunning(data.failure));
        else resolve(data.parsed);
      };
      worker.onerror = (event) => {
        // Said to whoever asked; else it would also count as a failure of the worker that started this one.
        event.preventDefault();
        reject(notRunning(event.message || 'it could not be loaded'));
      };
      worker.postMessage({ id, ...request });
    });
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

function notRunning(reason: string): WorkbenchError {
  return new WorkbenchError('engine-failed', `the SQL parser stopped: ${reason}`);
}
