import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { delivery, filesUnder, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { people } from './testing/web-events.ts';

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

describe('personal data', () => {
  const jwt =
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N';
  const needles = [
    'ada@example.org',
    'ada%40example.org',
    '+49 30 1234567',
    '203.0.113.99',
    jwt,
    's3cret',
  ];

  /** All text of all published tables and of the manifest. */
  async function everything(house: House): Promise<string> {
    const tables = await house.workbench.tables();
    const rows = await Promise.all(tables.map(({ name }) => house.query(`select * from ${name}`)));
    const manifests = (await filesUnder(house.folder)).filter((path) =>
      basename(path).startsWith('manifest'),
    );
    const bytes = await Promise.all(manifests.map((path) => readFile(path, 'latin1')));
    const report = JSON.stringify(await house.workbench.status());
    return [JSON.stringify(rows), ...bytes, report].join('\n');
  }

  it('is in no table and no manifest, and what is kept is sorted', async () => {
    const header =
      'time,ip,user_agent,url,referrer,user_id,event_name,zeta,contact,phone,client,auth,note,alpha';
    const url =
      'https://www.eczachly.com/u/ada@example.org/x?email=ada@example.org&password=s3cret&utm_source=news&gclid=Cj0K%26x&fbclid=fb1&token=s3cret';
    const line = (i: number, id: string): string =>
      [
        `2026-09-01T10:00:0${i}Z`,
        people[0]!.ip,
        `"${people[0]!.agent}"`,
        url,
        'https://mail.example.com/inbox?user=ada@example.org',
        id,
        'page_view',
        'kept',
        'ada@example.org',
        '+49 30 1234567',
        '203.0.113.99',
        jwt,
        'write to ada@example.org please',
        `a${i}`,
      ].join(',');
    const rejected = `${line(3, '').replace('2026-09-01T10:00:03Z', 'ada@example.org')}\nbroken,ada@example.org\n`;
    const csv = [header, line(1, 'ada@example.org'), line(2, '7'), rejected].join('\n');
    const house = await openHouse();
    houses.push(house);
    const loaded = await house.load([textFile('a.csv', csv)]);
    expect(delivery(loaded, 'a.csv')).toMatchObject({ seen: 4, accepted: 2, rejected: 2 });
    expect(loaded.report?.status).toBe('published');
    const text = await everything(house);
    for (const needle of [...needles, people[0]!.ip, people[0]!.agent])
      expect(text.includes(needle), needle).toBe(false);
    const [first] = await house.query(
      'select other_properties as p, dim_path, utm_source from core.fct_website_events order by event_timestamp',
    );
    expect(Object.entries(first!['p'] as object)).toEqual([
      ['alpha', 'a1'],
      ['fbclid', 'fb1'],
      ['gclid', 'Cj0K&x'],
      ['zeta', 'kept'],
    ]);
    expect(first).toMatchObject({ utm_source: 'news', dim_path: expect.not.stringContaining('@') });
    expect(delivery(loaded, 'a.csv')!.personalDropped).toBeGreaterThanOrEqual(10);
  });
});
