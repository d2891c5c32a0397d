import { literal } from '../../lib/sql.ts';
import type { Model } from '../project/model.ts';

/** Dimensions that panels break numbers down by; pages are the entry pages of visits. */
export const breakdownNames = [
  'referrer',
  'channel',
  'source',
  'country',
  'device_brand',
  'device_type',
  'os',
  'browser',
  'page',
  'exit_page',
  'utm_source',
  'utm_medium',
  'utm_campaign',
] as const;

/** What the numbers can be narrowed by, as the address spells it. */
export const filterDimensions = [
  ...breakdownNames,
  'visited_page',
  'action',
  'hour',
  'weekday',
] as const;
export type FilterDimension = (typeof filterDimensions)[number];

export const filterOps = ['is', 'is-not', 'contains'] as const;
export type FilterOp = (typeof filterOps)[number];

/** `is`: one of the values; `is-not`: none of them; `contains`: one of them is a part of it, whatever the case. */
export interface Filter {
  dimension: FilterDimension;
  op: FilterOp;
  /** As panels write them: `(unknown)` for rows without a value, weekdays 1 (Monday) to 7. */
  values: string[];
}

type Columns = Pick<Model, 'columns'>;

/** Columns that hold a dimension, the first that a model has; a visit's referrer is that of its entry. */
const columnsOf: Record<Exclude<FilterDimension, 'hour' | 'weekday'>, string[]> = {
  country: ['dim_country'],
  channel: ['entry_channel'],
  source: ['entry_source'],
  referrer: ['dim_referrer', 'entry_referrer'],
  device_brand: ['dim_device_brand'],
  device_type: ['dim_device_type'],
  os: ['dim_os'],
  browser: ['dim_browser'],
  page: ['entry_path'],
  exit_page: ['exit_path'],
  utm_source: ['utm_source'],
  utm_medium: ['utm_medium'],
  utm_campaign: ['utm_campaign'],
  visited_page: ['dim_path'],
  action: ['dim_action_type'],
};

/** SQL of the dimension over a model's columns; undefined where its rows do not carry it. A visit's hour is that of its start. */
export function dimensionSql(dimension: FilterDimension, { columns }: Columns): string | undefined {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  if (dimension === 'weekday') return has('ds') ? 'isodow(cast(ds as date))' : undefined;
  if (dimension !== 'hour') return columnsOf[dimension].find(has);
  if (has('event_hour')) return 'event_hour';
  return has('started_at') ? 'cast(extract(hour from started_at) as integer)' : undefined;
}

/** SQL of the dimension's value as panels write it. */
export function labelSql(column: string): string {
  return `coalesce(cast(${column} as varchar), '(unknown)')`;
}

/** A condition for each filter; all must hold. Dimensions that the model has not are left to the caller to refuse. */
export function filterConditions(filters: readonly Filter[], model: Columns): string[] {
  return filters.flatMap(({ dimension, op, values }) => {
    const column = dimensionSql(dimension, model);
    if (column === undefined || values.length === 0) return [];
    const label = labelSql(column);
    if (op === 'contains')
      return `(${values.map((value) => `contains(lower(${label}), lower(${literal(value)}))`).join(' or ')})`;
    return `${label} ${op === 'is' ? 'in' : 'not in'} (${values.map(literal).join(', ')})`;
  });
}

/** Filters with one value more or less, as a click on a row asks; a filter without values goes. */
export function toggleFilter(
  filters: readonly Filter[],
  dimension: FilterDimension,
  op: FilterOp,
  value: string,
): Filter[] {
  const isSame = (one: Filter): boolean => one.dimension === dimension && one.op === op;
  const found = filters.find(isSame);
  if (found === undefined) return [...filters, { dimension, op, values: [value] }];
  const values = found.values.includes(value)
    ? found.values.filter((one) => one !== value)
    : [...found.values, value];
  return filters.flatMap((one) =>
    isSame(one) ? (values.length ? [{ ...one, values }] : []) : [one],
  );
}
