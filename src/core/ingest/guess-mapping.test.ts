import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../lib/testing/shared-data.ts';
import { decodeSample } from './decode-sample.ts';
import { detectFormat } from './detect-format.ts';
import { guessHost } from './guess-host.ts';
import { checkMapping, guessMapping, shapeOf } from './guess-mapping.ts';
import type { MappingAnswers } from './mapping.ts';
import { bytesOf } from './testing/read-whole.ts';

const agent = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/127.0';

function guess(text: string, answers: MappingAnswers = {}, fileName = 'export.csv', folder = '') {
  return guessMapping(detectFormat(decodeSample(bytesOf(text), true)), answers, {
    fileName,
    folder,
  });
}

describe('columns', () => {
  const named: [header: string, record: string, roles: Record<string, string>][] = [
    [
      'ts,client_ip,ua,page_url,referer,uid,event',
      `1717416000,203.0.113.7,${agent},https://a.example/x,,7,signup`,
      {
        time: 'ts',
        ip: 'client_ip',
        user_agent: 'ua',
        url: 'page_url',
        referrer: 'referer',
        user_id: 'uid',
        event_name: 'event',
      },
    ],
    [
      'createdAt,remoteAddr,userAgent,hostname,path,sessionId',
      `2024-06-03 12:00:00,203.0.113.7,${agent},www.a.example,/x,s1`,
      {
        time: 'createdAt',
        ip: 'remoteAddr',
        user_agent: 'userAgent',
        host: 'hostname',
        url: 'path',
        session_id: 'sessionId',
      },
    ],
    [
      'timestamp,distinct_id,event,properties.$current_url,properties.$referrer,properties.$ip',
      '2024-06-03T12:00:00Z,u1,$pageview,https://a.example/,https://t.co/x,203.0.113.7',
      {
        time: 'timestamp',
        user_id: 'distinct_id',
        event_name: 'event',
        url: 'properties.$current_url',
        referrer: 'properties.$referrer',
        ip: 'properties.$ip',
      },
    ],
    [
      'event_timestamp,time,email',
      '2024-06-03T12:00:00Z,17,x@a.example',
      { time: 'event_timestamp' },
    ],
  ];
  it.each(named)('%s', (header, record, expected) => {
    const { mapping, confidence } = guess(`${header}\n${record}\n`);
    expect(mapping.columns).toEqual(expected);
    expect(Object.values(confidence).every((sure) => sure > 0.6 && sure <= 1)).toBe(true);
  });

  const hue = sharedData('hue_web_logs');
  it.skipIf(!hue)(
    'finds the roles of files without header by their values (needs ../shared/data)',
    () => {
      const names = readFileSync(`${hue}/COLUMNS.txt`, 'utf8').split('\n', 1)[0]!.split(',');
      for (const n of [1, 2, 3, 4]) {
        const recognition = detectFormat(
          decodeSample(readFileSync(`${hue}/web_logs_${n}.csv`), true),
        );
        const { mapping, questions } = guessMapping(
          recognition,
          { host: 'demo.gethue.com' },
          { fileName: `web_logs_${n}.csv`, folder: '' },
        );
        const truth = Object.entries(mapping.columns).map(([role, column]) => [
          role,
          names[recognition.columns.indexOf(column)],
        ]);
        expect(Object.fromEntries(truth)).toEqual({
          time: 'time',
          ip: 'client_ip',
          user_agent: 'user_agent',
          url: 'url',
          referrer: 'referer',
          method: 'method',
          status: 'code',
        });
        expect(questions).toEqual([]);
      }
    },
  );

  it('takes what the person says, and unmaps on an empty answer', () => {
    const text = 'time,ip,who\n2024-06-03T12:00:00Z,203.0.113.7,7\n';
    const { mapping } = guess(text, { columns: { user_id: 'who', ip: '' }, host: 'a.example' });
    expect(mapping.columns).toEqual({ time: 'time', user_id: 'who' });
  });
});

describe('times', () => {
  const dated = (...dates: string[]) =>
    `time,url\n${dates.map((date) => `${date},https://a.example/`).join('\n')}\n`;

  it('lets a day above 12 decide the order and says so', () => {
    const late = dated(
      ...Array.from({ length: 500 }, () => '03/04/2024 12:00'),
      '13/04/2024 12:00',
    );
    expect(guess(late).mapping.timeFormat).toBe('dmy');
    expect(guess(late).questions).toEqual([]);
    expect(guess(late).notes[0]).toContain('13/04');
    expect(guess(dated('03/04/2024', '04/13/2024')).mapping.timeFormat).toBe('mdy');
  });

  it('asks for the order where nothing decides it', () => {
    const { questions } = guess(dated('03/04/2024 12:00', '05/06/2024 12:00'));
    expect(questions.map(({ option }) => option)).toEqual(['date-order']);
    const answered = guess(dated('03/04/2024 12:00'), { dateOrder: 'mdy' });
    expect([answered.questions, answered.mapping.timeFormat]).toEqual([[], 'mdy']);
    expect(guess(dated('03/04/2024', '13/04/2024', '04/13/2024')).questions).toHaveLength(1);
  });

  it.each([
    ['2024-06-03T12:00:00Z', 'iso', false],
    ['2024-06-03 12:00:00', 'iso', true],
    ['1717416000123', 'epoch', false],
    ['25/Oct/2015:04:11:25 +0100', 'log', false],
    ['2024/06/03 12:00', 'ymd', true],
    ['Nov 23 2021 01:02:03', 'month-name', true],
    ['3.4.2024', 'dmy', true],
  ])('%s is %s', (text, format, isLocal) => {
    const { mapping, notes } = guess(dated(text));
    expect(mapping.timeFormat).toBe(format);
    expect(notes.includes('times carry no offset: read as UTC')).toBe(isLocal);
  });

  it('asks when no column holds a time, and for a zone that exists', () => {
    expect(guess('a,b\nx,y\n').questions[0]!.message).toContain('No column holds a time');
    expect(
      guess(dated('2024-06-03'), { timezone: 'Mars/Base' }).questions.map(({ option }) => option),
    ).toEqual(['timezone']);
  });
});

describe('hosts', () => {
  it.each([
    ['www.example.com-access.log', '', 'www.example.com'],
    ['access.log', '', null],
    ['2026-09-01.log', 'logs/example.com', 'example.com'],
    ['access-shop.example.co.uk.log.1.gz', '', 'shop.example.co.uk'],
    ['hackers-access.log', '', null],
    ['export.final.csv', 'backup.2024', null],
    ['web_logs_1.csv', '', null],
    ['2026-09-01.example.com.ndjson', '', 'example.com'],
  ])('%s in "%s" is of %s', (name, folder, host) => {
    expect(guessHost(name, folder)).toBe(host);
  });

  it('asks for the site only where neither record, name nor answer tells it', () => {
    const bare = 'time,path\n2024-06-03T12:00:00Z,/a\n';
    expect(guess(bare).questions.map(({ option }) => option)).toEqual(['host']);
    expect(guess(bare, { host: 'a.example' }).mapping.host).toBe('a.example');
    expect(guess(bare, {}, 'www.example.com.csv').mapping.host).toBe('www.example.com');
    expect(guess('time,url\n2024-06-03T12:00:00Z,https://a.example/\n').mapping.host).toBeNull();
  });
});

it('checks a mapping against the columns there are', () => {
  const recognition = detectFormat(
    decodeSample(bytesOf('time,url\n2024-06-03T12:00:00Z,https://a.example/\n'), true),
  );
  const { mapping } = guessMapping(recognition, {}, { fileName: 'x', folder: '' });
  expect(checkMapping(mapping, recognition)).toEqual([]);
  const wrong = { ...mapping, columns: { ...mapping.columns, ip: 'nowhere' } };
  expect(checkMapping(wrong, recognition).map(({ message }) => message)).toEqual([
    'There is no column nowhere for IP address.',
  ]);
});

it('gives files of the same columns the same shape', () => {
  const shape = (text: string) => shapeOf(detectFormat(decodeSample(bytesOf(text), true)));
  expect(shape('time,url\n2024,a\n')).toBe(shape('time,url\n2025,b\n'));
  expect(shape('time,url\n2024,a\n')).not.toBe(shape('url,time\n2024,a\n'));
  expect(shape('{"a":1,"b":2}\n')).toBe(shape('{"b":1,"a":2}\n'));
});
