import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sharedData } from '../lib/testing/shared-data.ts';
import { delivery, diskFile, openHouse } from './testing/open-house.ts';
import type { House, LoadOptions, Loaded } from './testing/open-house.ts';

const skipped = '(needs ../shared/data)';
const answers = { host: 'www.example.com' };

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

async function loadDisk(
  path: string,
  options: LoadOptions = { answers },
): Promise<{ house: House; loaded: Loaded }> {
  const house = await openHouse();
  houses.push(house);
  return { house, loaded: await house.load([await diskFile(path)], options) };
}

interface Line {
  ip: string;
  /** As the log's clock shows it: `2015-10-25`. */
  localDay: string;
  instant: Date;
  method: string;
  path: string;
  status: number;
  agent: string;
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const combined =
  /^(\S+) \S+ .*?\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] "((?:[^"\\]|\\.)*)" (\d{3}) (?:\d+|-) "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"/;

/** An access log read line by line with one expression: lines that fit, and the numbers of those that do not. */
async function readLog(path: string): Promise<{ lines: Line[]; bad: number[] }> {
  const lines: Line[] = [];
  const bad: number[] = [];
  for (const [i, text] of (await readFile(path, 'latin1')).split('\n').entries()) {
    if (text === '') continue;
    const found = combined.exec(text);
    if (found === null) {
      bad.push(i + 1);
      continue;
    }
    const [, ip, date, month, year, clock, hours, minutes, request, status, agent] =
      found as unknown as string[];
    const monthNumber = String(months.indexOf(month!) / 3 + 1).padStart(2, '0');
    const localDay = `${year}-${monthNumber}-${date}`;
    lines.push({
      ip: ip!,
      localDay,
      instant: new Date(`${localDay}T${clock}${hours}:${minutes}`),
      method: request!.split(' ')[0]!,
      path: request!.split(' ')[1] ?? '',
      status: Number(status),
      agent: agent === '-' ? '' : agent!,
    });
  }
  return { lines, bad };
}

function countBy<T>(rows: readonly T[], key: (row: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

async function countsOf(
  house: House,
  key: string,
  table = 'core.fct_website_events',
): Promise<Record<string, number>> {
  const rows = await house.query(`select ${key} as key, count(*) as n from ${table} group by 1`);
  return Object.fromEntries(rows.map((row) => [row['key'], row['n']])) as Record<string, number>;
}

async function rejectedLines(house: House): Promise<number[]> {
  return (await house.workbench.rejects()).flatMap(({ rejects }) =>
    rejects.map(({ line }) => line),
  );
}

const utcDay = ({ instant }: Line): string => instant.toISOString().slice(0, 10);

describe('hackers-access.log', () => {
  const path = sharedData('hackers_access_log/hackers-access.log');

  it.skipIf(!path)(
    `has 3,456 events; 25 October has 438 by its own clock and 479 in UTC ${skipped}`,
    async () => {
      const { house, loaded } = await loadDisk(path!);
      const { lines, bad } = await readLog(path!);
      expect(bad).toEqual([]);
      expect(delivery(loaded, basename(path!))).toMatchObject({
        seen: 3456,
        accepted: 3456,
        rejected: 0,
        repeats: 0,
      });
      const local = countBy(lines, ({ localDay }) => localDay);
      expect(Object.keys(local)).toHaveLength(6);
      expect(local['2015-10-25']).toBe(438);
      const utc = await countsOf(house, 'ds');
      expect(utc).toEqual(countBy(lines, utcDay));
      expect(utc['2015-10-25']).toBe(479);
    },
  );
});

describe('apache_logs', () => {
  const path = sharedData('apache_logs/apache_logs');

  it.skipIf(!path)(
    `accounts for 10,000 lines and agrees with a plain count ${skipped}`,
    async () => {
      const { house, loaded } = await loadDisk(path!);
      const { lines, bad } = await readLog(path!);
      // Line 8,899 ends within a quoted field.
      expect(bad).toEqual([8899]);
      expect(await rejectedLines(house)).toEqual(bad);
      expect(delivery(loaded, 'apache_logs')).toMatchObject({
        seen: 10_000,
        accepted: 9999,
        rejected: 1,
        repeats: 0,
      });
      expect(await countsOf(house, 'ds')).toEqual(countBy(lines, utcDay));
      const visitors = await house.query(
        'select count(distinct logged_out_user_id) as n from core.fct_website_events',
      );
      expect(visitors).toEqual([
        { n: new Set(lines.map(({ ip, agent }) => `${ip}|${agent}`)).size },
      ]);
      const actions = await countsOf(house, 'dim_action_type');
      expect(actions['error']).toBe(lines.filter(({ status }) => status >= 400).length);
      const statuses = await countsOf(house, "other_properties['status']");
      expect(statuses).toEqual(countBy(lines, ({ status }) => String(status)));
      const levels = await house.query(
        `select aggregation_level as l, sum(m_total_events)::bigint as n from core.agg_website_events group by 1`,
      );
      expect(new Set(levels.map((row) => row['n']))).toEqual(new Set([9999]));
    },
  );

  it.skipIf(!path)(`leaves no address and no agent in any published text ${skipped}`, async () => {
    const { house } = await loadDisk(path!);
    const { lines } = await readLog(path!);
    const secrets = new Set(
      lines.flatMap(({ ip, agent }) => [ip, ...(agent.length > 8 ? [agent] : [])]),
    );
    const leaked = new Set<string>();
    for (const { name, columns } of await house.workbench.tables()) {
      const texts = columns
        .filter(({ type }) => type === 'VARCHAR')
        .map(({ name: column }) => column);
      for (const column of texts) {
        const rows = await house.query(`select distinct ${column} as v from ${name}`);
        for (const { v } of rows)
          if (secrets.has(String(v))) leaked.add(`${name}.${column}: ${String(v)}`);
      }
      if (columns.some(({ name: column }) => column === 'other_properties')) {
        const rows = await house.query(
          `select distinct unnest(map_values(other_properties)) as v from ${name}`,
        );
        for (const { v } of rows) if (secrets.has(String(v))) leaked.add(`${name}: ${String(v)}`);
      }
    }
    expect([...leaked]).toEqual([]);
  });
});

describe('logs of advertools', () => {
  const path = (name: string): string | undefined => sharedData(`advertools_logs/${name}`);
  const present = path('combined_no_errors.log');

  it.skipIf(!present)(`rejects the bad lines by their numbers ${skipped}`, async () => {
    for (const [name, accepted] of [
      ['combined_with_errors.log', 885],
      ['combined_no_errors.log', 885],
    ] as const) {
      const { house, loaded } = await loadDisk(path(name)!);
      const { lines, bad } = await readLog(path(name)!);
      expect(lines).toHaveLength(accepted);
      expect(delivery(loaded, name)).toMatchObject({ accepted, rejected: bad.length });
      expect(await rejectedLines(house)).toEqual(bad);
      expect(await countsOf(house, 'ds')).toEqual(countBy(lines, utcDay));
    }
  });

  it.skipIf(!present)(`reads what it can of a file that turns into noise ${skipped}`, async () => {
    const name = 'combined_latin1_enc.log';
    const { house, loaded } = await loadDisk(path(name)!);
    const { lines, bad } = await readLog(path(name)!);
    expect(delivery(loaded, name)).toMatchObject({ accepted: lines.length });
    // From the first line of noise on, all is rejected; how many lines that is depends on what ends one.
    expect((await rejectedLines(house))[0]).toBe(bad[0]);
    expect(await countsOf(house, 'ds')).toEqual(countBy(lines, utcDay));
  });

  it.skipIf(!present)(
    `reads nginx and DreamHost logs, and dates of another fashion ${skipped}`,
    async () => {
      for (const name of ['nginx_access.log', 'dreamhost_apache_access.log']) {
        const { loaded } = await loadDisk(path(name)!, { answers, dryRun: true });
        const { lines, bad } = await readLog(path(name)!);
        expect(bad, name).toEqual([]);
        const found = delivery(loaded, name)!;
        expect(found, name).toMatchObject({ accepted: lines.length, rejected: 0 });
        const days = Object.fromEntries(found.days.map(([, ds, n]) => [ds, n]));
        expect(days, name).toEqual(countBy(lines, utcDay));
      }
      const { house } = await loadDisk(path('nginx_custom_date.log')!);
      const [first] = await house.query(
        'select min(event_timestamp) as t, count(*) as n from core.fct_website_events',
      );
      expect(first).toEqual({ t: '2021-11-23 00:18:22', n: 20 });
    },
  );

  it.skipIf(!present)(`refuses error logs ${skipped}`, async () => {
    for (const name of ['apache_error.log', 'nginx_error.log']) {
      const { loaded } = await loadDisk(path(name)!);
      expect(loaded.refused).toEqual([
        { file: name, message: 'this is an error log: drop the access log' },
      ]);
    }
  });
});

describe('web logs of Hue', () => {
  const folder = sharedData('hue_web_logs');

  it.skipIf(!folder)(
    `maps columns without names by their values, as the table's DDL names them ${skipped}`,
    async () => {
      const ddl = (await readFile(`${folder}/COLUMNS.txt`, 'utf8')).split('\n')[0]!.split(',');
      const house = await openHouse();
      houses.push(house);
      const files = await Promise.all(
        [1, 2, 3, 4].map((n) => diskFile(`${folder}/web_logs_${n}.csv`)),
      );
      const loaded = await house.load(files, { answers });
      const { columns } = loaded.inspected[0]!.guess!.mapping;
      const named = Object.entries(columns).map(([role, column]) => [
        role,
        ddl[Number(column!.split('_')[1]) - 1],
      ]);
      expect(Object.fromEntries(named)).toEqual({
        time: 'time',
        ip: 'client_ip',
        user_agent: 'user_agent',
        url: 'url',
        method: 'method',
        status: 'code',
        referrer: 'referer',
      });
      expect(
        loaded.report!.deliveries.map(({ accepted, rejected }) => [accepted, rejected]),
      ).toEqual(Array.from({ length: 4 }, () => [250, 0]));
      const rows = await house.query('select count(*) as n from core.fct_website_events');
      expect(rows).toEqual([{ n: 1000 }]);
    },
  );

  it.skipIf(!folder)(`takes the columns that a person names instead ${skipped}`, async () => {
    const { loaded } = await loadDisk(`${folder}/web_logs_1.csv`, {
      answers: { ...answers, columns: { url: 'column_21', event_name: 'column_22' } },
      dryRun: true,
    });
    expect(loaded.inspected[0]!.guess!.mapping.columns).toMatchObject({
      time: 'column_23',
      url: 'column_21',
      event_name: 'column_22',
    });
  });
});

describe('logs of webreadr', () => {
  const folder = sharedData('log_formats/webreadr/inst/extdata');

  it.skipIf(!folder)(
    `reads common and combined logs and refuses the rest in a sentence ${skipped}`,
    async () => {
      const { loaded: common } = await loadDisk(`${folder}/log.clf`, { answers, dryRun: true });
      expect(delivery(common, 'log.clf')?.days).toEqual([
        ['www.example.com', '2000-10-10', 1],
        ['www.example.com', '2001-04-09', 1],
      ]);
      const { loaded } = await loadDisk(`${folder}/combined_log.clf`, { answers, dryRun: true });
      expect(delivery(loaded, 'combined_log.clf')).toMatchObject({ accepted: 12, rejected: 0 });
      for (const name of [
        'log.aws',
        'iis.log',
        'log.squid',
        's3.log',
        'dns.log',
        'http.log',
        'dhcp.log',
        'app_stats.log',
      ]) {
        const { loaded: other } = await loadDisk(`${folder}/${name}`);
        expect([name, other.report, other.refused.map(({ message }) => message)]).toEqual([
          name,
          undefined,
          [expect.stringMatching(/^this is /)],
        ]);
      }
    },
  );
});
