import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { sharedData } from '../src/lib/testing/shared-data.ts';
import { dayTable, download, drop, runButton, runImport, tileValues, watchPage } from './app.ts';

const path = sharedData('hackers_access_log/hackers-access.log');
const site = 'howto.basjes.nl';

interface LogLine {
  ip: string;
  host: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  /** Day by the log's own clock. */
  localDay: string;
  method: string;
  path: string;
  status: number;
  agent: string;
}

const form =
  /^(\S+) \S+ \S+ \[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] "(\S+) (\S+)[^"]*" (\d{3}) \S+ "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"/;

function readLine(line: string): LogLine {
  const [, ip, day, month, year, clock, hours, minutes, method, url, status, agent] =
    form.exec(line)!;
  // Some ask with the whole address: its host is the site then.
  const { hostname: host, pathname } = new URL(url!, `http://${site}`);
  return {
    ip: ip!,
    time: Date.parse(`${day} ${month} ${year} ${clock} GMT${hours}${minutes}`),
    localDay: `${day} ${month}`,
    method: method!,
    host,
    path: pathname,
    status: Number(status),
    agent: agent!,
  };
}

const utcDay = ({ time }: LogLine): string => new Date(time).toISOString().slice(0, 10);
const isFile = /\.(css|js|png|jpe?g|gif|ico|svg|txt|xml|rss|pdf|zip|tgz|gz|json|kss|woff2?)$/i;

/** The rules of website hits, written for this log: pages asked for and forms sent, neither failed nor sent elsewhere. */
function isHit({ method, path, status }: LogLine): boolean {
  if (status >= 400 || isFile.test(path)) return false;
  if (method === 'GET') return status < 300 || status === 304;
  return false;
}

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test('a real access log comes to what a reading by hand comes to', async ({ page, baseURL }) => {
  test.skip(path === undefined, 'needs ../shared/data');
  const text = await readFile(path!, 'utf8');
  const lines = text.trimEnd().split('\n').map(readLine);
  // Facts about the file that were known before.
  expect(lines).toHaveLength(3456);
  expect(new Set(lines.map(({ localDay }) => localDay)).size).toBe(6);
  expect(lines.filter(({ localDay }) => localDay === '25 Oct')).toHaveLength(438);

  const watched = await watchPage(page, baseURL!);
  await page.goto('./');
  await drop(page, [{ name: 'hackers-access.log', bytes: text }]);
  await expect(page.getByText('Which site do these records belong to?').last()).toBeVisible();
  const field = page.getByLabel('Site of records that name none');
  // It looks disabled, and leads to what is missing.
  await runButton(page).click({ force: true });
  await expect(field).toBeFocused();
  await field.fill(site);
  await expect(runButton(page)).toBeEnabled();
  await runImport(page);

  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  const csv = await download(
    page,
    page.getByRole('button', { name: 'Download core.fct_website_events as CSV' }),
  );
  const rows = parse(Buffer.from(csv), { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(3456);
  expect(rows.filter(({ ds }) => ds === '2015-10-25')).toHaveLength(479);
  expect(counted(rows.map((row) => row['dim_hostname']!))).toEqual(
    counted(lines.map(({ host }) => host)),
  );
  expect(counted(rows.map(({ ds }) => ds!))).toEqual(counted(lines.map(utcDay)));

  // Bots are counted too here, so that the numbers do not hang on who is one.
  await page.goto('./#/overview?bots=include');
  const hits = lines.filter(isHit);
  const visitor = ({ ip, agent }: LogLine): string => `${ip}|${agent}`;
  const tiles = await tileValues(page);
  expect(tiles['Website hits']).toBe(String(hits.length));
  expect(tiles['Visitors']).toBe(String(new Set(hits.map(visitor)).size));
  await page.getByRole('button', { name: 'Visitors by host: Show as table' }).click();
  const shown = await dayTable(page.getByRole('region', { name: 'Visitors by host' }).last());
  const sites = [...new Set(lines.map(({ host }) => host))];
  const visitorsOf = (host: string, day: string): number =>
    new Set(hits.filter((line) => line.host === host && utcDay(line) === day).map(visitor)).size;
  const expected = Object.fromEntries(
    [...new Set(lines.map(utcDay))].map((day) => [
      day,
      Object.fromEntries(sites.map((host) => [host, visitorsOf(host, day)])),
    ]),
  );
  expect(shown).toEqual(expected);
  expect(watched).toEqual({ foreign: [], errors: [] });
});
