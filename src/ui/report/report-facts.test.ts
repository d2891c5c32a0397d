import { describe, expect, it } from 'vitest';
import type { Finding } from '../../core/quality/finding.ts';
import type { WarehouseStatus } from '../../workbench.ts';
import { parseRoute } from '../route.ts';
import { reportName, reportTitle } from './report-title.ts';
import { scopeFacts } from './scope-facts.ts';
import { stateFacts } from './state-facts.ts';

const textsOf = (facts: { name: string; text: string }[]): Record<string, string> =>
  Object.fromEntries(facts.map(({ name, text }) => [name, text]));

describe('what a paper says of its numbers', () => {
  const { scope } = parseRoute('#/overview?hosts=a.com,b.com&is.country=IN&is-not.channel=Direct');
  const shown = { from: '2026-09-01', to: '2026-09-07', scope, botText: 'Without bots' };

  it('names days, sites, filters and the days compared with', () => {
    const days = { from: '2026-08-25', to: '2026-08-31' };
    const said = textsOf(scopeFacts({ ...shown, comparison: days, hasFilters: true }));
    expect(said['Sites']).toBe('a.com, b.com');
    expect(said['Filters']).toMatch(/India; .*Direct/);
    expect(said['Compared with']).toMatch(/25.*31/);
    expect(said['Dates']).toMatch(/1.*7.*\(Days in UTC\)/);
    const zoned = { ...shown, scope: { ...scope, timezone: 'America/New_York' } };
    const dates = (hasFilters: boolean) =>
      textsOf(scopeFacts({ ...zoned, comparison: days, hasFilters }))['Dates'];
    expect(dates(true)).toMatch(/\(Days in America\/New York time\)/);
    expect(dates(false)).toMatch(/\(Days in UTC\)/);
  });

  it('says that nothing is compared, and nothing at all of what the screen cannot do', () => {
    expect(
      textsOf(scopeFacts({ ...shown, comparison: null, hasFilters: true }))['Compared with'],
    ).toBe('Not compared');
    const plain = textsOf(scopeFacts({ ...shown, comparison: undefined, hasFilters: false }));
    expect(plain['Compared with']).toBe('');
    expect(plain['Filters']).toBe('');
  });
});

const finding = (title: string, subject?: Finding['subject']): Finding =>
  ({ title, message: 'It fails.', status: 'warn', ...(subject ? { subject } : {}) }) as Finding;

describe('the state of the data on paper', () => {
  const status = {
    publishedAt: '2026-10-05T10:00:00Z',
    from: '2026-09-01',
    to: '2026-10-04',
    held: 2,
    damage: null,
    shop: null,
  } as WarehouseStatus;

  it('names what is held and every warning of what is shown, not of the other area', () => {
    const findings = [finding('Hosts'), finding('Days'), finding('Stock', 'shop')];
    const said = textsOf(stateFacts('overview', status, findings));
    expect(said['Checks']).toBe('Hosts. It fails. Days. It fails.');
    expect(said['Not shown']).toContain('2 runs are held');
    expect(said['Damage']).toBe('');
    expect(textsOf(stateFacts('quality', status, findings))['Checks']).toContain('Stock');
  });

  it('is nothing before the engine has answered', () => {
    expect(stateFacts('overview', null, null)).toEqual([]);
  });
});

describe('the name of a report', () => {
  it('is that of the screen and its part', () => {
    expect(reportTitle({ screen: 'quality', part: 'bad-data' })).toBe('Quality: Bad data found');
    expect(reportTitle({ screen: 'models', part: 'editor/dim_visitors' })).toMatch(
      /^Models: .*: dim_visitors$/,
    );
  });

  it('is a name of a file, with its days', () => {
    expect(reportName(parseRoute('#/shop'), '2026-10-04')).toBe('homegrown-shop-2026-10-04');
    expect(reportName(parseRoute('#/overview?from=2026-09-01&to=2026-09-30'), '2026-10-04')).toBe(
      'homegrown-overview-2026-09-01-2026-09-30',
    );
  });
});
