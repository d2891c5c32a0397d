import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultQualitySettings } from '../core/quality/settings.ts';
import type { QualitySettings } from '../core/quality/settings.ts';
import { readSettings } from './read-settings.ts';
import { describeSettings } from './settings-text.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string): Promise<Partial<QualitySettings>> {
  const path = join(folder, 'settings.json');
  await writeFile(path, text);
  return readSettings(path);
}

const whole: QualitySettings = {
  annotations: [
    { id: 'a', from: '2026-09-01', to: '2026-09-02', kind: 'outage', text: 'no power' },
    { id: 'b', from: '2026-09-03', to: '2026-09-03', host: 'a.com', kind: 'note', text: '' },
  ],
  retiredHosts: [{ host: 'old.a.com', from: '2026-08-01' }],
  newNormals: [{ check: 'core.fct_website_events.volume', host: '', from: '2026-09-04' }],
  limits: [{ check: 'x', host: 'a.com', values: { warnBelow: 0.5 }, errorIf: '> 3' }],
  reviews: { x: { owner: 'Ada', reviewed: '2026-06-01' } },
  requestLink: 'https://tickets.example.com/new?check={check}&text={text}',
  minimumEvents: 50,
};

it('reads back what `settings --format json` writes', async () => {
  for (const settings of [whole, defaultQualitySettings])
    expect(await read(JSON.stringify(settings, null, 2))).toEqual(settings);
});

it('takes only the parts that the file names', async () => {
  expect(await read('{"minimumEvents": 0}')).toEqual({ minimumEvents: 0 });
});

it.each([
  ['{', /not a JSON file/],
  ['[]', /not settings/],
  ['{"minimumEvent": 1}', /not settings: minimumEvent/],
  ['{"minimumEvents": -1}', /not settings: minimumEvents/],
  ['{"annotations": [{"from": "2026-09-01"}]}', /not settings: annotations\.0\./],
  [
    '{"retiredHosts": [{"host": "a", "from": "September"}]}',
    /retiredHosts\.0\.from: a day such as/,
  ],
  ['{"limits": [{"check": "x", "values": {"a": "b"}}]}', /limits\.0\.values\.a/],
])('says what is wrong with %s', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(message),
  });
});

it('says that a file is not there', async () => {
  await expect(readSettings(join(folder, 'none.json'))).rejects.toMatchObject({
    code: 'file-unreadable',
    message: expect.stringContaining('ENOENT'),
  });
});

it('tells every part to people, and leaves out empty ones', () => {
  const told = describeSettings(whole);
  for (const word of ['no power', 'old.a.com', 'volume', '> 3', 'Ada', 'tickets.example.com'])
    expect(told).toContain(word);
  expect(describeSettings(defaultQualitySettings)).toBe(
    'A day with fewer than 100 events is worth a warning.\n',
  );
});
