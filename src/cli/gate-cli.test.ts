import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeldRun } from '../core/run/held-run.ts';
import type { JournalEntry } from '../core/run/journal.ts';
import type { SlackMessage } from '../core/run/slack-message.ts';
import { cli, cliJson, dayCsv } from './testing/command-line.ts';
import { openWebhook } from './testing/webhook.ts';
import type { Webhook } from './testing/webhook.ts';

let folder: string;
let webhook: Webhook;
const at = (name: string): string => join(folder, name);
const on = (): string[] => ['--warehouse', at('w')];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-gate-'));
  webhook = await openWebhook();
  await writeFile(at('good.csv'), dayCsv(1));
  await writeFile(at('bad.csv'), dayCsv(2, { badEvery: 10 }));
  await writeFile(at('worse.csv'), dayCsv(3, { badEvery: 2 }));
  await writeFile(at('empty.csv'), '');
  const { code, stderr } = await cli('run', at('good.csv'), ...on());
  expect(code, stderr).toBe(0);
}, 60_000);
afterAll(async () => {
  await webhook.close();
  await rm(folder, { recursive: true });
});

const published = () =>
  cliJson(
    'query',
    'select ds, count(*) as n from core.fct_website_events group by ds order by ds',
    ...on(),
  );
const firstDay = { ds: '2026-09-01', n: 288 };
const bothDays = [firstDay, { ds: '2026-09-02', n: 288 }];
const run = (file: string, ...words: string[]) => cli('run', at(file), ...on(), ...words);

async function hold(file: string): Promise<HeldRun> {
  const { code, stderr } = await run(file);
  expect(code, stderr).toBe(2);
  const [newest] = await cliJson<HeldRun[]>('held', ...on());
  return newest!;
}

describe('a bad file', () => {
  it('is held, told to both addresses, and changes nothing that is published', async () => {
    const urls = ['--notify', webhook.url('/team'), '--notify-leads', webhook.url('/leads')];
    const { code, stdout } = await run('bad.csv', ...urls, '--format', 'json');
    expect([code, JSON.parse(stdout)]).toEqual([2, expect.objectContaining({ status: 'held' })]);
    const taken = webhook.taken();
    expect(taken.map(([path]) => path).sort()).toEqual(['/leads', '/team']);
    for (const [, { text, blocks }] of taken) {
      expect(text).toMatch(/^Run held by its checks\n/);
      expect(blocks[0]).toMatchObject({ type: 'header' });
    }
    expect(await published()).toEqual([firstDay]);
  }, 60_000);

  it('waits, with its failing rows and with what would change', async () => {
    const [waiting, ...more] = await cliJson<HeldRun[]>('held', ...on());
    expect(more).toEqual([]);
    expect((await cli('held', ...on())).stdout).toContain(waiting!.id);
    const { stdout } = await cli('held', waiting!.id, ...on());
    expect(stdout).toContain('www..eczachly.com');
    expect(stdout).toMatch(/2026-09-02 +\S+ +events +null +\d+ +new/);
    expect(await cliJson('held', waiting!.id, ...on())).toEqual(waiting);
  }, 60_000);

  it('is still held when the same bytes come again, and nobody is told twice', async () => {
    const [{ id }] = await cliJson<[HeldRun]>('held', ...on());
    const again = await run('bad.csv', '--notify', webhook.url('/team'));
    expect([again.code, again.stdout]).toEqual([2, expect.stringContaining(`Held already: ${id}`)]);
    expect(webhook.taken()).toEqual([]);
    expect(await cliJson<HeldRun[]>('held', ...on())).toHaveLength(1);
  }, 60_000);

  it('is published with a reason that the journal keeps, and put back again', async () => {
    const [waiting] = await cliJson<HeldRun[]>('held', ...on());
    const words = ['--publish', '--reason', 'our <test> hosts', '--by', 'Ada'];
    const { code, stderr } = await cli('decide', waiting!.id, ...on(), ...words);
    expect(code, stderr).toBe(0);
    expect(await published()).toEqual(bothDays);
    expect(await cliJson('held', ...on())).toEqual([]);

    const journal = await cliJson<JournalEntry[]>('journal', ...on());
    expect(journal.map(({ kind }) => kind)).toEqual(['overridden', 'held', 'published']);
    expect(journal[0]).toMatchObject({ reason: 'our <test> hosts', by: 'Ada', held: waiting!.id });
    expect((await cli('journal', ...on(), '--last', '1')).stdout).toMatch(/overridden.*\n[^]*Ada/);
    const slack = await cli('journal', ...on(), '--format', 'slack');
    expect((JSON.parse(slack.stdout) as SlackMessage).text).toContain('our &lt;test&gt; hosts');

    const { publications } = await cliJson<{ publications: { generation: number }[] }>(
      'publications',
      ...on(),
    );
    const undone = await cli('undo', String(publications[0]!.generation), ...on());
    expect(undone.code, undone.stderr).toBe(0);
    expect(await published()).toEqual([firstDay]);
    const unknown = await cli('undo', '4711', ...on());
    expect([unknown.code, unknown.stderr]).toEqual([
      64,
      expect.stringContaining('no such publication: 4711'),
    ]);
  }, 60_000);

  it('is given up by discarding it', async () => {
    const { id } = await hold('worse.csv');
    expect(await cli('decide', id, ...on(), '--discard')).toMatchObject({
      code: 0,
      stdout: `${id} is discarded\n`,
    });
    expect((await cli('held', ...on())).stdout).toBe('No run is held.\n');
    const again = await cli('decide', id, ...on(), '--discard');
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('homegrown held lists'),
    ]);
    expect((await cli('held', id, ...on())).code).toBe(1);
    expect(await published()).toEqual([firstDay]);
  }, 60_000);
});

it('a bad file that comes again mended is published, and waits no more', async () => {
  await writeFile(at('mended.csv'), dayCsv(2, { badEvery: 3 }));
  const { id } = await hold('mended.csv');
  await writeFile(at('mended.csv'), dayCsv(2));
  const { code, stderr } = await run('mended.csv');
  expect(code, stderr).toBe(0);
  expect(await published()).toEqual(bothDays);
  expect(await cliJson('held', ...on())).toEqual([]);
  const journal = await cliJson<JournalEntry[]>('journal', ...on(), '--last', '2');
  expect(journal).toContainEqual(expect.objectContaining({ kind: 'fixed', held: id }));
}, 60_000);

describe('alerts', () => {
  it('are sent for files that cannot be used, not to the leads and not for trials', async () => {
    const urls = ['--notify', webhook.url('/team'), '--notify-leads', webhook.url('/leads')];
    expect((await run('empty.csv', ...urls, '--dry-run')).code).toBe(1);
    expect(webhook.taken()).toEqual([]);
    expect((await run('empty.csv', ...urls)).code).toBe(1);
    expect(webhook.taken()).toEqual([
      ['/team', expect.objectContaining({ text: expect.stringContaining('empty.csv: ') })],
    ]);
  }, 60_000);

  it('are not sent when all is well', async () => {
    expect((await run('good.csv', '--notify', webhook.url('/team'))).code).toBe(0);
    expect(webhook.taken()).toEqual([]);
  }, 60_000);

  it('that cannot be posted are told, and leave the exit code', async () => {
    const gone = await openWebhook();
    const url = gone.url('/secret');
    await gone.close();
    const { code, stderr } = await run('worse.csv', '--notify', url);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/could not be posted to 127/)]);
    expect(stderr).not.toContain('secret');
  }, 60_000);
});

describe('settings', () => {
  it('are replaced in the parts that a file names, and annotated', async () => {
    await writeFile(at('settings.json'), JSON.stringify({ minimumEvents: 5 }));
    const set = ['settings', 'set', at('settings.json'), '--reason', 'small site', '--by', 'Ada'];
    expect(await cliJson(...set, ...on())).toMatchObject({ minimumEvents: 5, limits: [] });
    const words = ['--from', '2026-09-01', '--kind', 'outage', '--text', 'no power'];
    expect((await cli('annotate', ...on(), ...words, '--host', 'www.eczachly.com')).code).toBe(0);
    expect((await cli('annotate', ...on(), ...words, '--to', '2026-09-02')).code).toBe(0);
    expect(await cliJson('settings', ...on())).toMatchObject({
      minimumEvents: 5,
      annotations: [
        { from: '2026-09-01', to: '2026-09-01', host: 'www.eczachly.com', kind: 'outage' },
        { from: '2026-09-01', to: '2026-09-02', kind: 'outage', text: 'no power' },
      ],
    });
    expect((await cli('settings', ...on())).stdout).toContain('no power');
    const [, , changed] = await cliJson<JournalEntry[]>('journal', ...on());
    expect(changed).toMatchObject({ kind: 'settings', reason: 'small site', by: 'Ada' });
  }, 60_000);

  it('can be tried on the history', async () => {
    const { code, stdout, stderr } = await cli('backtest', ...on());
    expect([code, stdout], stderr).toEqual([0, expect.stringContaining('judged: ')]);
  }, 60_000);
});

it('makes no folder for a question', async () => {
  const names = ['held', 'journal', 'publications', 'verify', 'settings', 'backtest'];
  for (const words of [...names.map((name) => [name]), ['undo', '1'], ['decide', 'x', '--discard']])
    expect(await cli(...words, '--warehouse', at('none'))).toMatchObject({ code: 1, stdout: '' });
});
