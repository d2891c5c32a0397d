import { expect, it } from 'vitest';
import { interactionOf, quantile, withInteraction } from './interaction-report.mjs';
import { ticksOf } from './other-work.mjs';
import { markdownTable, sameTables, targetLines } from './report.mjs';
import { parseBenchArgs } from './run.mjs';

const run = (...hashes: string[]) => ({
  tables: [
    {
      name: 'core.t',
      partitions: hashes.map((contentHash, at) => ({ ds: String(at), contentHash })),
    },
  ],
});
const result = (tab: number, goaccess: number, bytes: number) => ({
  tab: { seconds: { metrics: tab }, memory: { all: { renderer: bytes } } },
  goaccess: { seconds: goaccess },
});

it('pads a table to its widest cell', () => {
  expect(markdownTable(['', 's'], [['tab', 12.5]])).toBe(
    ['|     |    s |', '| --- | ---: |', '| tab | 12.5 |'].join('\n'),
  );
});

it('takes tables as equal by every content hash, and no hash as no proof', () => {
  expect(sameTables(run('a', 'b'), run('a', 'b'))).toBe(true);
  expect(sameTables(run('a', 'b'), run('a', 'c'))).toBe(false);
  expect(sameTables(run(), run())).toBe(false);
});

it('says whether the targets are met, also what was not measured', () => {
  const [met, small] = targetLines([result(5, 20, 1.4e9)]);
  expect(met).toMatch(/^\*\*Met\*\*.*is 4\.0 times/);
  expect(small).toMatch(/^\*\*Met\*\*/);
  const [missed, large] = targetLines([result(5.1, 20, 1.6e9)]);
  expect(missed).toMatch(/^\*\*Not met\*\*.*is 3\.9 times/);
  expect(large).toMatch(/^\*\*Not met\*\*/);
  expect(targetLines([{ ...result(5, 20, 1), goaccess: undefined }])[0]).toMatch(/Not measured/);
});

it('reads its options; only the whole bench writes its page', () => {
  expect(parseBenchArgs([])).toMatchObject({ rows: 1_000_000, isFull: true, withGoaccess: true });
  expect(parseBenchArgs(['--rows', '20_000', '--formats', 'log'])).toMatchObject({
    rows: 20_000,
    formats: ['log'],
    isFull: false,
  });
  expect(parseBenchArgs(['--parts', 'interaction', '--events', '20_000'])).toMatchObject({
    parts: ['interaction'],
    events: [20_000],
  });
  expect(() => parseBenchArgs(['--parts', 'all'])).toThrow('not: all');
  expect(() => parseBenchArgs(['--rows', '0'])).toThrow('not a count of rows: 0');
  expect(() => parseBenchArgs(['--formats', 'xml'])).toThrow('not: xml');
});

it('reads the ticks of a process whose name holds brackets and spaces', () => {
  const stat = '42 (a b) c) S 7 42 42 0 -1 4194304 100 0 0 0 11 13 17 19 20 0 1 0 5 6 7';
  expect(ticksOf(stat)).toEqual({ parent: 7, ticks: 24 });
});

it('takes the value that a share of the values does not exceed', () => {
  expect([0.5, 0.95, 1].map((share) => quantile([5, 1, 4, 2, 3], share))).toEqual([3, 5, 5]);
  expect(quantile([7], 0.5)).toBe(7);
});

it('replaces the part about clicks and leaves the rest of the page', () => {
  const page = '# Bench\n\n## CSV\n\na\n\n## How\n\nb\n';
  const once = withInteraction(page, '## Interaction: x\n\n1');
  expect(once).toBe('# Bench\n\n## CSV\n\na\n\n## Interaction: x\n\n1\n\n## How\n\nb\n');
  expect(interactionOf(once)).toBe('## Interaction: x\n\n1');
  expect(withInteraction(once, '## Interaction: x\n\n2')).toBe(once.replace('1', '2'));
  expect(interactionOf(page)).toBe('');
});
