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
])('says what is wrong with %j', (argv, message) => {
  expect(usageOf(argv)).toMatch(message);
});
