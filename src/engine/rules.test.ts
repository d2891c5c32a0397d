import { afterEach, describe, expect, it } from 'vitest';
import type { ProjectChanges } from '../core/project/project-view.ts';
import type { Rules, RuleKind } from '../core/rules/rules.ts';
import { rulesFile } from '../core/rules/load-rules.ts';
import { writeRules } from '../core/rules/write-rules.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { shippedRules } from '../models/testing/shipped-rules.ts';
import type { RulesPreview } from '../core/rules/rules-preview.ts';
import { openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv, toLog } from './testing/web-events.ts';
import type { WebEvent } from './testing/web-events.ts';

const houses: House[] = [];
async function newHouse(): Promise<House> {
  const house = await openHouse();
  houses.push(house);
  return house;
}
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

// Sites that a path tells apart, the other site of the drop, one that no list names, tags and click ids.
const referrers = [
  '',
  'https://www.bing.com/images/search?q=1',
  'https://www.zachwilson.tech/a',
  'https://partner.example/list',
  'https://www.google.com/',
];
const pages = ['/partners', '/partners/one?gclid=1', '/other?utm_source=x&utm_medium=referral'];
const events = makeEvents(300).map((event, i) =>
  i % 3 === 0
    ? {
        ...event,
        name: '',
        url: `https://www.eczachly.com${pages[i % pages.length === 0 ? (i / 3) % 3 : 0]}`,
        referrer: referrers[i % referrers.length]!,
      }
    : event,
);
const isPartners = ({ url }: WebEvent): boolean => new URL(url).pathname.startsWith('/partners');
const isPerson = ({ agent }: WebEvent): boolean => !agent.includes('Googlebot');
const count = (...tests: ((event: WebEvent) => boolean)[]): number =>
  events.filter((event) => tests.every((test) => test(event))).length;

const files = [textFile('a.csv', toCsv(events)), textFile('b.log', toLog(makeEvents(120, 3)))];
const answers = { host: 'www.eczachly.com' };

function changed<K extends RuleKind>(kind: K, rules: Rules[K]): ProjectChanges {
  return { [rulesFile(kind)]: writeRules(kind, rules) };
}

const partnersAre = (action: 'signup' | 'contact'): ProjectChanges =>
  changed('actions', [
    { name: 'partner page', action, when: { path: '^/partners' } },
    ...shippedRules.actions,
  ]);
const otherChannels: ProjectChanges = {
  ...changed('channels', [
    { name: 'sites of others', channel: 'Affiliates', when: { referrer: ['other'] } },
    { name: 'images', channel: 'Display', when: { site: ['search'], tagged: false } },
    ...shippedRules.channels.map((rule) =>
      rule.name === 'own site' ? { ...rule, channel: 'Direct' as const } : rule,
    ),
  ]),
  ...changed('hosts', ['partner.example']),
};

type Hashes = Record<string, RunReport['tables'][number]['partitions']>;
const hashesOf = ({ tables }: RunReport): Hashes =>
  Object.fromEntries(tables.map(({ name, partitions }) => [name, partitions]));

async function loaded(house: House): Promise<RunReport> {
  const { report } = await house.load(files, { answers });
  expect(report!.status).toBe('published');
  return report!;
}

/** Totals as the published tables have them, of people. */
async function published(house: House): Promise<Record<string, number>> {
  const [row] =
    await house.query(`select sum(signups)::integer as signups, sum(logins)::integer as logins,
    sum(purchases)::integer as purchases, sum(website_hits)::integer as website_hits,
    (count(distinct logged_out_user_id) filter (where website_hits > 0))::integer as daily_visitors
    from growth.visitor_hours where not is_bot`);
  const [sessions] = await house.query(`select count(*)::integer as website_visits,
    avg(is_bounce::integer) as bounce_rate, avg(duration_seconds) as visit_duration from core.fct_sessions`);
  const { signups, purchases, website_hits: hits, ...others } = row as Record<string, number>;
  return {
    ...{ ...others, signups: signups!, purchases: purchases!, website_hits: hits! },
    ...(sessions as Record<string, number>),
    signup_conversion_rate: signups! / hits!,
    purchase_conversion_rate: purchases! / hits!,
  };
}

const totalsOf = ({ totals }: RulesPreview, side: 'before' | 'after'): Record<string, number> =>
  Object.fromEntries(totals.map((total) => [total.metric, total[side]]));

/** All the same metrics; averages to the microsecond that sets equal times apart. */
function expectAlike(found: Record<string, number>, wanted: Record<string, number>): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [metric, value] of Object.entries(wanted)) expect(found[metric]).toBeCloseTo(value, 4);
}

describe('rules over what is kept', () => {
  it('move exactly their rows, as previewed, and can be undone', async () => {
    const house = await newHouse();
    const first = await loaded(house);
    const before = await published(house);
    const preview = await house.workbench.previewRules({ changes: partnersAre('signup') });
    const moved = count(isPartners);
    expect(preview).toMatchObject({
      changed: moved,
      events: events.length + 120,
      moves: [{ kind: 'action', from: 'page_view', to: 'signup', rows: moved }],
      later: [],
    });
    expect(preview.moves[0]!.samples[0]).toMatchObject({ host: 'www.eczachly.com' });
    const match = { kind: 'actions', name: 'partner page', before: 0, after: moved };
    expect(preview.matches[0]).toEqual(match);
    expectAlike(totalsOf(preview, 'before'), before);
    const input = { changes: partnersAre('signup'), reason: 'partners', publishAnyway: true };
    expect((await house.workbench.applyProject(input)).status).toBe('published');
    const after = await published(house);
    expectAlike(totalsOf(preview, 'after'), after);
    expect(after['signups']! - before['signups']!).toBe(count(isPartners, isPerson));
    const ruled = await house.query(
      `select dim_action_type as action, count(*)::integer as n from core.fct_website_events
       where action_rule = 'partner page' and dim_path like '/partners%' group by all`,
    );
    expect(ruled).toEqual([{ action: 'signup', n: moved }]);
    const undone = await house.workbench.undoProject({ revision: 1 });
    expect(hashesOf(undone)).toEqual(hashesOf(first));
    const never = { name: 'never', action: 'contact', when: { path: '^/no-such-page' } } as const;
    const changes = changed('actions', [never, ...shippedRules.actions]);
    const idle = await house.workbench.previewRules({ changes });
    expect(idle).toMatchObject({ changed: 0, days: null, moves: [] });
    expect(hashesOf(await house.workbench.applyProject({ changes }))).toEqual(hashesOf(first));
  }, 120_000);

  it('give past days what the same files give that are dropped under them', async () => {
    const changes = { ...partnersAre('contact'), ...otherChannels };
    const fresh = await newHouse();
    await fresh.workbench.applyProject({ changes });
    const wanted = hashesOf(await loaded(fresh));
    const house = await newHouse();
    const first = hashesOf(await loaded(house));
    expect(wanted).not.toEqual(first);
    const preview = await house.workbench.previewRules({ changes });
    expect(hashesOf(await house.workbench.applyProject({ changes }))).toEqual(wanted);
    expectAlike(totalsOf(preview, 'after'), await published(house));
    expect(hashesOf(await house.workbench.undoProject({ revision: 1 }))).toEqual(first);
    // What is on disk knows less: links between sites are settled there.
    await house.reopen();
    expect(await house.workbench.previewRules({ changes })).toEqual(preview);
    expect(hashesOf(await house.workbench.applyProject({ changes }))).toEqual(wanted);
  }, 120_000);
});

describe('rules about visitors', () => {
  const later: ProjectChanges = {
    ...changed('bots', [{ name: 'probe', isBot: true, when: { address: '133.11.0.0/16' } }]),
    ...changed('devices', [
      { name: 'kiosk', userAgent: 'Firefox/126', brand: 'Kiosk', type: 'tv' },
    ]),
    ...changed('countries', [
      { name: 'wide', address: '10.0.0.0/8', country: 'FR' },
      { name: 'office', address: '10.1.2.0/24', country: 'PT' },
      { name: 'office 6', address: '2001:db8::/32', country: 'SE' },
    ]),
  };

  it('hold for files brought after them, and leave what is there', async () => {
    const house = await newHouse();
    const first = await loaded(house);
    const preview = await house.workbench.previewRules({ changes: later });
    expect(preview).toMatchObject({
      changed: 0,
      moves: [],
      later: ['bots', 'devices', 'countries'],
    });
    const report = await house.workbench.applyProject({ changes: later });
    expect(report.verdict).toContain('hold for files brought from now on');
    const { report: second } = await house.load([textFile('c.csv', toCsv(makeEvents(90, 11)))]);
    expect(second!.status).toBe('published');
    const staged = (delivery: string): Promise<Record<string, unknown>[]> =>
      house.query(`select distinct dim_country, dim_device_brand, dim_device_type, is_bot, bot_reason
        from staging.stg_web_events where delivery = '${delivery}' order by all`);
    const rows = await staged(second!.deliveries[0]!.id);
    expect(rows.map((row) => row['dim_country'])).toEqual(
      expect.arrayContaining(['PT', 'SE', 'DE']),
    );
    expect(rows.map((row) => row['dim_country'])).not.toContain('FR');
    expect(rows).toContainEqual(
      expect.objectContaining({ bot_reason: 'rule: probe', is_bot: true }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ dim_device_brand: 'Kiosk', dim_device_type: 'tv' }),
    );
    const before = await staged(first.deliveries[0]!.id);
    expect(before.map((row) => row['bot_reason'])).not.toContain('rule: probe');
    expect(before.map((row) => row['dim_country'])).not.toContain('PT');
  });

  it('say of a typed record what decided', async () => {
    const house = await newHouse();
    const record = {
      url: 'https://www.eczachly.com/signup?utm_medium=email',
      method: 'POST',
      status: '302',
      ip: '10.1.2.9',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/126.0',
    };
    expect(await house.workbench.tryRules({ record, changes: later })).toMatchObject({
      hostname: 'www.eczachly.com',
      path: '/signup',
      action: { value: 'signup', rule: 'form sent: signup' },
      channel: { value: 'Email', rule: 'email medium' },
      country: { value: 'PT', rule: 'office' },
      device: { brand: 'Kiosk', type: 'tv', rule: 'kiosk' },
      bot: { isBot: false, reason: null },
    });
    expect(await house.workbench.tryRules({ record: { url: '/signup' } })).toEqual({
      hostname: null,
      path: '/signup',
      action: { value: 'signup', rule: 'inferred from page hits: signup' },
      channel: { value: 'Direct', rule: 'no referrer' },
      source: '(direct)',
      referrer: '(direct)',
    });
  });
});

describe('a file of rules that is not sound', () => {
  const text = `actions:\n  - name: broken\n    action: contact\n    when: { path: '^/(a' }\n`;
  const changes = { 'rules/actions.yml': text };

  it('is refused at its place, and nothing changes', async () => {
    const house = await newHouse();
    const place = { file: 'rules/actions.yml', line: 4, column: 19 };
    const refused = { code: 'model-broken', details: place };
    await expect(house.workbench.rules({ changes })).rejects.toMatchObject(refused);
    await expect(house.workbench.previewRules({ changes })).rejects.toMatchObject(refused);
    await expect(house.workbench.applyProject({ changes })).rejects.toMatchObject(refused);
    expect(await house.workbench.checkProject({ changes })).toMatchObject([place]);
    expect(await house.workbench.rules({})).toEqual(shippedRules);
    const nothing = await house.workbench.previewRules({ changes: partnersAre('signup') });
    expect(nothing).toMatchObject({ events: 0, changed: 0, days: null, moves: [] });
  });
});
