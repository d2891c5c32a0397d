import { expect, it } from 'vitest';
import type { Workbench } from '../workbench.ts';
import { watchReads } from './watch-reads.ts';

it('tells of reads that went well and of those that did not, and of nothing else', async () => {
  let reads = 0;
  const workbench = {
    async metrics() {
      throw new Error('damaged');
    },
    async query({ sql }: { sql: string }) {
      return { columns: [], rows: [[sql]], truncated: false };
    },
    async status() {
      return { generation: 7 };
    },
  } as unknown as Workbench;
  const watched = watchReads(workbench, () => (reads += 1));
  expect(await watched.status()).toEqual({ generation: 7 });
  expect(reads).toBe(0);
  expect((await watched.query({ sql: 'select 1' })).rows).toEqual([['select 1']]);
  expect(reads).toBe(1);
  await expect(watched.metrics({})).rejects.toThrow('damaged');
  expect(reads).toBe(2);
});
