import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../core/errors.ts';
import { parseCommand } from './args.ts';

const run = (...words: string[]) => parseCommand(['run', 'a.csv', '--warehouse', 'w', ...words]);

function usageOf(argv: string[]): string {
  try {
    parseCommand(argv);
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError);
    expect((error as WorkbenchError).code).toBe('usage');
    return (error as WorkbenchError).message;
  }
  throw new Error('no error');
}

describe('run', () => {
  it('takes files and folders anywhere among the options', () => {
    expect(
      parseCommand(['run', 'a.csv', '--warehouse', 'w', '--dry-run', 'logs', '--format=json']),
    ).toMatchObject({
      name: 'run',
      paths: ['a.csv', 'logs'],
      warehouse: 'w',
      dryRun: true,
      format: 'json',
      onOverlap: 'add',
      answers: {},
    });
  });

  it('takes every answer that the screen would ask for', () => {
    const answers = [
      '--host',
      'WWW.Example.com',
      '--timezone',
      'europe/berlin',
      '--date-order',
      'dmy',
      '--encoding',
      'latin1',
      '--mapping',
      'time=When,ip=,url=a=b',
    ];
    expect(run(...answers)).toMatchObject({
      answers: {
        host: 'www.example.com',
        timezone: 'Europe/Berlin',
        dateOrder: 'dmy',
        encoding: 'windows-1252',
        columns: { time: 'When', ip: '', url: 'a=b' },
      },
    });
  });

  it('reads a mapping with any column names from a JSON file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'homegrown-test-'));
    const path = join(folder, 'map=1.json');
    writeFileSync(path, JSON.stringify({ time: 'a, b = c' }));
    expect(run('--mapping', path)).toMatchObject({ answers: { columns: { time: 'a, b = c' } } });
    writeFileSync(path, '["time"]');
    expect(usageOf(['run', 'a', '--warehouse', 'w', '--mapping', path])).toMatch(
      /unknown role: 0|not an object/,
    );
    rmSync(folder, { recursive: true });
  });
});

it('reads the other commands', () => {
  expect(
    parseCommand([
      'query',
      'select 1',
      '--warehouse',
      'w',
      '--format',
      'json',
      '--threads',
      '2',
      '--memory',
      '4GB',
    ]),
  ).toEqual({
    name: 'query',
    sql: 'select 1',
    warehouse: 'w',
    format: 'json',
    threads: 2,
    memoryLimit: '4GB',
  });
  expect(parseCommand(['checks', '--warehouse', 'w'])).toMatchObject({
    name: 'checks',
    format: 'human',
  });
  expect(
    parseCommand(['export', '--warehouse', 'w', '--out', 'o', '--table', 'core.x']),
  ).toMatchObject({ out: 'o', table: 'core.x', format: 'parquet' });
  expect(parseCommand(['sample', '--rows', '5'])).toEqual({
    name: 'sample',
    argv: ['--rows', '5'],
  });
  expect(parseCommand(['run', '--help'])).toEqual({ name: 'help' });
  expect(parseCommand(['--version'])).toEqual({ name: 'version' });
});

describe('what waits for a person', () => {
  const on = ['--warehouse', 'w'];

  it('reads held runs and decisions on them', () => {
    expect(parseCommand(['held', ...on])).toMatchObject({ name: 'held', id: undefined });
    expect(parseCommand(['held', 'held-1', ...on])).toMatchObject({ id: 'held-1' });
    const words = ['decide', 'held-1', ...on, '--publish', '--reason', 'a sale', '--by', 'Ada'];
    expect(parseCommand(words)).toMatchObject({
      id: 'held-1',
      decision: 'publish',
      reason: 'a sale',
      by: 'Ada',
    });
    expect(parseCommand(['decide', 'held-1', ...on, '--discard'])).toMatchObject({
      decision: 'discard',
      reason: undefined,
    });
  });

  it('reads what keeps the warehouse', () => {
    expect(parseCommand(['undo', '3', ...on])).toMatchObject({ name: 'undo', generation: 3 });
    expect(parseCommand(['backup', ...on, '--out', 'b.zip'])).toMatchObject({ out: 'b.zip' });
    expect(parseCommand(['restore', 'b.zip', ...on])).toMatchObject({ from: 'b.zip' });
    const journal = ['journal', ...on, '--format', 'slack', '--day', '2026-09-01', '--last', '3'];
    expect(parseCommand(journal)).toMatchObject({ format: 'slack', day: '2026-09-01', last: 3 });
    for (const name of ['publications', 'verify', 'backtest', 'settings'])
      expect(parseCommand([name, ...on, '--format', 'json'])).toMatchObject({
        name,
        warehouse: 'w',
        format: 'json',
      });
  });

  it('reads settings and annotations', () => {
    expect(parseCommand(['settings', 'set', 's.json', ...on])).toMatchObject({ file: 's.json' });
    const words = ['annotate', ...on, '--from', '2026-02-28', '--kind', 'outage', '--text', 'x'];
    expect(parseCommand([...words, '--host', 'WWW.A.com'])).toMatchObject({
      from: '2026-02-28',
      to: '2026-02-28',
      kind: 'outage',
      text: 'x',
      host: 'www.a.com',
    });
  });

  it('takes addresses for alerts, and does not repeat one that is wrong', () => {
    expect(run('--notify', 'https://hooks.example.com/T/secret')).toMatchObject({
      urls: { notify: 'https://hooks.example.com/T/secret', leads: undefined },
    });
    for (const url of ['ftp://a.com/secret', 'secret', 'file:///secret', 'http://me:secret@a.com'])
      for (const option of ['--notify', '--notify-leads']) {
        const told = usageOf(['run', 'a', ...on, option, url]);
        expect(told).toContain(option);
        expect(told).not.toContain('secret');
      }
  });
});

it.each([
  [[], /which command/],
  [['fly'], /unknown command: fly/],
  [['run', '--warehouse', 'w'], /which files/],
  [['run', 'a'], /--warehouse DIR/],
  [['run', 'a', '--warehouse'], /warehouse/],
  [['run', 'a', '--warehouse', 'w', '--shout'], /unknown option '--shout'/],
  [['run', 'a', '--warehouse', 'w', '--format', 'xml'], /--format is one of human, json, not: xml/],
  [
    ['run', 'a', '--warehouse', 'w', '--timezone', 'Mars/Base'],
    /not a time zone: --timezone Mars\/Base/,
  ],
  [['run', 'a', '--warehouse', 'w', '--host', 'a b'], /not a host name/],
  [['run', 'a', '--warehouse', 'w', '--encoding', '__proto__'], /unknown encoding/],
  [
    ['run', 'a', '--warehouse', 'w', '--mapping', 'when=Date'],
    /unknown role: when; the roles are time, ip/,
  ],
  [
    ['run', 'a', '--warehouse', 'w', '--mapping', 'none.json'],
    /not role=column and not a JSON file/,
  ],
  [['run', 'a', '--warehouse', 'w', '--threads', '0'], /not a count of threads/],
  [['query', 'select', '1', '--warehouse', 'w'], /one quoted word/],
  [['export', '--warehouse', 'w'], /--out DIR/],
  [['checks', 'now', '--warehouse', 'w'], /unexpected: now/],
  [['held', 'a', 'b', '--warehouse', 'w'], /unexpected: b/],
  [['decide', '--warehouse', 'w', '--discard'], /which run/],
  [['decide', 'a', '--warehouse', 'w'], /which way/],
  [['decide', 'a', '--warehouse', 'w', '--publish', '--discard'], /which way/],
  [['decide', 'a', '--warehouse', 'w', '--publish'], /why\?/],
  [['decide', 'a', '--warehouse', 'w', '--publish', '--reason', ' '], /why\?/],
  [['undo', '--warehouse', 'w'], /which generation/],
  [['undo', '0', '--warehouse', 'w'], /not a whole number of 1 or more: generation 0/],
  [['backup', '--warehouse', 'w'], /which zip\? name it with --out FILE.zip/],
  [['restore', '--warehouse', 'w'], /from what/],
  [['journal', '--warehouse', 'w', '--day', '2026-02-30'], /not a day .*--day 2026-02-30/],
  [['settings', 'put', 'x', '--warehouse', 'w'], /unexpected: put/],
  [['settings', 'set', '--warehouse', 'w'], /which settings/],
  [['annotate', '--warehouse', 'w', '--kind', 'note', '--text', 'x'], /which day/],
  [
    [
      'annotate',
      '--warehouse',
      'w',
      '--from',
      '2026-09-02',
      '--to',
      '2026-09-01',
      '--kind',
      'note',
      '--text',
      'x',
    ],
    /the last day is before the first/,
  ],
  [
    ['annotate', '--warehouse', 'w', '--from', '2026-09-02', '--kind', 'party', '--text', 'x'],
    /--kind is one of launch/,
  ],
])('says what is wrong with %j', (argv, message) => {
  expect(usageOf(argv)).toMatch(message);
});
