import { ident, literal } from '../../lib/sql.ts';
import { fileColumn, loadTables } from '../ingest/plan-load.ts';
import { shopExports } from './shop-columns.ts';
import type { ShopColumn, ShopColumnKind } from './shop-columns.ts';
import {
  hasUser,
  replacedName,
  replacedSources,
  shopSources,
  sourceColumns,
  sourceName,
} from './shop-sources.ts';
import type { ShopTable } from './shop-table.ts';

const typed = 'load.shop_typed';

/** Statements that create the seven sources, and what is kept beside them, empty. */
export function planShopSources(): string {
  const tables = [...shopSources, ...replacedSources].map(({ name, columns }) => {
    const list = columns.map((column) => `${ident(column.name)} ${column.type}`).join(', ');
    return `create table ${name} (${list});`;
  });
  const schemas = ['load', 'shop', 'shop_replaced'];
  const made = schemas.map((name) => `create schema if not exists ${name};`);
  return [...made, ...tables].join('\n');
}

export interface ShopLoadInput {
  table: ShopTable;
  /** Names of the file's columns, in order. */
  fileColumns: readonly string[];
  /** Our column to the file's. */
  columns: Readonly<Record<string, string>>;
  /** What to add to a record's position for its line; null: `load.gaps` holds the shifts. */
  firstLine: number | null;
  malformedReason: string;
}

const kindNames: Record<Exclude<ShopColumnKind, 'text'>, string> = {
  number: 'a number',
  integer: 'a whole number',
  time: 'a time',
};

/**
 * `load.shop_typed`: one row a record of `load.raw` with its line, the export's columns (an empty one is null) and the reason to
 * reject it (null when fine).
 */
export function planShopTyped(input: ShopLoadInput): string {
  const { firstLine } = input;
  const columns = shopExports[input.table].columns;
  const position = firstLine === null ? 'r.id + 1 + g.shift' : `r.id + ${firstLine}`;
  const values = columns.map((column) => `${valueOf(column, input)} as ${ident(column.name)}`);
  return `create or replace table ${typed} as
with records as (
  select rowid as id, line as own_line, well_formed, ${values.join(', ')} from ${loadTables.raw}
)
select r.* exclude (own_line, well_formed), coalesce(r.own_line, ${position}) as record,
  case when not r.well_formed then ${literal(input.malformedReason)}
${columns.flatMap(rejectionsOf).join('\n')} end as reason
from records r${firstLine === null ? ` asof join ${loadTables.gaps} g on r.id >= g.from_id` : ''}`;
}

function valueOf({ name, kind }: ShopColumn, { fileColumns, columns }: ShopLoadInput): string {
  const index = fileColumns.indexOf(columns[name] ?? '');
  if (index < 0) return 'cast(null as varchar)';
  const value = `nullif(${fileColumn(index)}, '')`;
  return kind === 'time' ? inUtc(value) : value;
}

const offset = '^\\s*(\\S.*:\\d{2}(?:\\.\\d+)?) ?([+-])(\\d{2}):?(\\d{2})?\\s*$';

/** A time with an offset, in UTC: a plain cast to a timestamp drops the offset. Any other text stays as it is. */
function inUtc(value: string): string {
  const part = (group: number): string => `regexp_extract(${value}, '${offset}', ${group})`;
  const minutes = `(cast(${part(3)} as bigint) * 60 + coalesce(try_cast(${part(4)} as bigint), 0))`;
  const east = `case when ${part(2)} = '-' then -${minutes} else ${minutes} end`;
  const utc = `strftime(try_cast(${part(1)} as timestamp) - to_minutes(${east}), '%Y-%m-%dT%H:%M:%S.%fZ')`;
  return `case when regexp_matches(${value}, '${offset}') then coalesce(${utc}, ${value}) else ${value} end`;
}

function rejectionsOf({ name, kind, isRequired }: ShopColumn): string[] {
  const value = `trim(r.${ident(name)})`;
  const when: string[] = [];
  if (isRequired)
    when.push(`    when ${value} is null or ${value} = '' then ${literal(`no ${name}`)}`);
  if (kind !== 'text')
    when.push(
      `    when ${value} <> '' and not ${isReadable(value, kind)} then ${literal(`${name} is not ${kindNames[kind]}`)}`,
    );
  return when;
}

function isReadable(value: string, kind: Exclude<ShopColumnKind, 'text'>): string {
  if (kind === 'time') return `(try_cast(${value} as timestamp) is not null)`;
  const number = `try_cast(${value} as double)`;
  const whole = kind === 'integer' ? ` and ${number} = floor(${number})` : '';
  return `coalesce(isfinite(${number})${whole}, false)`;
}

/** Distinct user ids of the accepted records. */
export function planShopUsers(): string {
  return `select distinct trim(user_id) as user_id from ${typed}
where reason is null and trim(user_id) <> ''`;
}

/** `load.users`: a number for each user id; filled between. */
export function planShopUserTable(): string {
  return `create or replace table ${loadTables.users} (user_text varchar, user_number bigint)`;
}

const emailPattern = '^[^@\\s]+@[^@\\s]+$';

function derived(name: string): string {
  switch (name) {
    case 'email_domain':
      return `nullif(lower(regexp_extract(trim(t.email), '@([^@\\s]+)$', 1)), '')`;
    case 'email_is_valid':
      return `regexp_matches(trim(t.email), '${emailPattern}')`;
    case 'phone_is_valid':
      return `regexp_matches(trim(t.phone_number), '^\\d{3}-?\\d{3}-?\\d{4}$')`;
    default:
      return 'u.user_number';
  }
}

/** Adds the accepted records of `load.shop_typed` to their source. Contacts stay behind unless they are to be kept. */
export function planShopAccepted(
  table: ShopTable,
  delivery: string,
  keepContacts: boolean,
): string {
  const own = new Map(shopExports[table].columns.map((column) => [column.name, column]));
  const values = sourceColumns(table).map(({ name }) => {
    if (name === 'delivery') return literal(delivery);
    if (name === 'line') return 't.record';
    if (name === 'is_newest') return 'true';
    const column = own.get(name);
    if (column === undefined) return derived(name);
    return column.isContact && !keepContacts ? 'null' : `t.${ident(name)}`;
  });
  const users = hasUser(table)
    ? ` left join ${loadTables.users} u on u.user_text = trim(t.user_id)`
    : '';
  return `insert into ${sourceName(table)} select ${values.join(', ')} from ${typed} t${users}
where t.reason is null order by t.record`;
}

/** Reasons of rejected records with their counts, and the rejected records themselves. */
export function planShopRejects(columns: readonly string[], limit: number) {
  return {
    counts: `select reason, count(*) as n from ${typed} where reason is not null group by reason`,
    records: `select t.record as line, t.reason, left(concat_ws(' ', ${columns.join(', ')}), 2000) as text
from ${typed} t join ${loadTables.raw} r on r.rowid = t.id
where t.reason is not null order by t.record limit ${limit}`,
  };
}

/** Statement that drops what one file leaves in `load`. */
export function planShopForget(): string {
  return [...Object.values(loadTables), typed]
    .map((table) => `drop table if exists ${table}`)
    .join('; ');
}

/** Adds rows of live deliveries from `from`, which has the source's columns (perhaps fewer). */
export function planShopKept(table: ShopTable, from: string, live: readonly string[]): string {
  return `insert into ${sourceName(table)} by name select * from ${from}
where delivery in (${live.map(literal).join(', ')})`;
}

/**
 * Settles what several deliveries of one export say of the same row: the newest wins, and the others are kept apart. Promotions
 * keep what each delivery said of them. `order`: live deliveries of this export, the oldest first.
 */
export function planNewestWins(table: ShopTable, order: readonly string[]): string[] {
  const source = sourceName(table);
  const newest = order.at(-1);
  const statements = [
    `update ${source} set is_newest = (delivery = ${literal(newest ?? '')})
where is_newest <> (delivery = ${literal(newest ?? '')})`,
  ];
  if (order.length < 2 || table === 'promos') return statements;
  const ranks = order.map((delivery, i) => `(${literal(delivery)}, ${i})`).join(', ');
  const key = shopExports[table].key.map(
    (name) => `trim(o.${ident(name)}) = trim(n.${ident(name)})`,
  );
  statements.push(`create or replace table load.shop_ranks as
select * from (values ${ranks}) as r (delivery, nth);
create or replace table load.shop_older as
select distinct o.rowid as id from ${source} o join load.shop_ranks a on a.delivery = o.delivery
join ${source} n on ${key.join(' and ')} join load.shop_ranks b on b.delivery = n.delivery
where b.nth > a.nth;
insert into ${replacedName(table)} select * from ${source} where rowid in (select id from load.shop_older);
delete from ${source} where rowid in (select id from load.shop_older);
drop table load.shop_ranks; drop table load.shop_older`);
  return statements;
}

/** Numbers of a shop that people know, over its sources in `from` (`run_1.shop`): rows of name and value. */
export function planShopNumbers(relationOf: (table: ShopTable) => string): string {
  const [orders, items] = [relationOf('orders'), relationOf('order_items')];
  const numbers: [string, string][] = [
    ['orders', `select count(*) from ${orders}`],
    ['buyers', `select count(distinct trim(user_id)) from ${orders}`],
    ['revenue', `select round(sum(try_cast(trim(order_total) as double)), 2) from ${orders}`],
    ['order_items', `select count(*) from ${items}`],
    ['users', `select count(*) from ${relationOf('users')}`],
    ['sessions', `select count(distinct trim(session_id)) from ${relationOf('events')}`],
    ['products', `select count(*) from ${relationOf('products')}`],
  ];
  return numbers
    .map(([name, sql]) => `select ${literal(name)} as name, cast((${sql}) as double) as amount`)
    .join('\nunion all ');
}
