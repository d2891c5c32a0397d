import { afterAll, expect, it } from 'vitest';
import { sampleFiles } from '../core/sample/sample-files.ts';
import { openHouse, textFile } from './testing/open-house.ts';

const house = await openHouse();
afterAll(() => house.close());

it('says in which file and line a failing row stands', async () => {
  let text = '';
  for (const { chunks } of sampleFiles({ rows: 2_000, days: 7, split: 'none' }))
    text += [...chunks].join('');
  const spoiled = new Set<number>();
  const lines = text.split('\n').map((line, i) => {
    if (i === 0 || i % 97 !== 0 || !line.includes(',page_view,')) return line;
    // Lines count from 1, the header among them.
    spoiled.add(i + 1);
    return line.replace(',page_view,', ',frobnicate,');
  });
  const { report } = await house.load([textFile('odd.csv', lines.join('\n'))]);
  const finding = report!.findings.find(({ id }) => id.endsWith('.action_is_known'))!;
  const { columns, rows } = finding.sample;
  expect(columns.slice(0, 2)).toEqual(['file', 'line']);
  expect(rows.length).toBeGreaterThan(5);
  const action = columns.indexOf('dim_action_type');
  for (const row of rows) {
    expect([row[0], row[action]]).toEqual(['odd.csv', 'frobnicate']);
    expect(spoiled).toContain(row[1]);
  }
  expect(new Set(rows.map((row) => row[1])).size).toBe(rows.length);
});
