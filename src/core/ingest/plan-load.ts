import { ident, literal } from '../../lib/sql.ts';
import type { Mapping, Role } from './mapping.ts';
import type { Recognition } from './recognition.ts';

/** The tables one file passes through, all in schema `load` of the run's database. */
export const loadTables = {
  raw: 'load.raw',
  careful: 'load.careful',
  parquet: 'load.parquet',
  gaps: 'load.gaps',
  visitors: 'load.visitors',
  requests: 'load.requests',
  tuples: 'load.tuples',
  users: 'load.users',
  personal: 'load.personal',
} as const;

/** How the columns of a recognised file feed the star: role to SQL column, and the columns kept as properties. */
export interface LoadColumns {
  role: (role: Role) => string;
  has: (role: Role) => boolean;
  /** Property name to SQL column, sorted by name. */
  properties: { name: string; column: string }[];
  /** All SQL columns, in file order. */
  all: string[];
  /**
   * What decides beside the values what a key stands for, as text: the star is shared by files, and equal values of two files
   * may mean another site, another property or another rule.
   */
  meaning: { visitor: string; request: string; properties: string };
}

// Roles that have no column of their own in the fact: kept as properties.
const keptRoles: Role[] = ['method', 'status', 'experiment', 'variant', 'release'];

/** Column `i` of a file inside SQL. A person's column names never reach SQL as identifiers. */
export function fileColumn(index: number): string {
  return `k${index}`;
}

/**
 * Settles which SQL column plays which role and which columns become properties. `visitorRules`: the print of those in force
 * (`visitorRulesPrint`); visitors of earlier deliveries stay as the rules of their time described them.
 */
export function resolveColumns(
  recognition: Recognition,
  mapping: Mapping,
  visitorRules = '',
): LoadColumns {
  const position = new Map(recognition.columns.map((name, index) => [name, index]));
  const columnOf = (role: Role): string | undefined => {
    const name = mapping.columns[role];
    const index = name === undefined ? undefined : position.get(name);
    return index === undefined ? undefined : fileColumn(index);
  };
  const mapped = new Set(Object.values(mapping.columns));
  const properties = recognition.columns
    .map((name, index) => ({ name, column: fileColumn(index) }))
    .filter(({ name }) => !mapped.has(name) && !mapping.ignored.includes(name));
  for (const role of keptRoles) {
    const column = columnOf(role);
    if (column !== undefined) properties.push({ name: role, column });
  }
  properties.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const has = (role: Role): boolean => columnOf(role) !== undefined;
  return {
    role: (role) => columnOf(role) ?? 'cast(null as varchar)',
    has,
    properties,
    all: recognition.columns.map((_, index) => fileColumn(index)),
    meaning: {
      visitor: JSON.stringify([has('user_agent'), visitorRules]),
      request: JSON.stringify([mapping.host, has('method'), has('event_name')]),
      properties: JSON.stringify(properties.map(({ name }) => name)),
    },
  };
}

/** The columns that tell one visitor from another. Only without an address do the other ids count. */
function visitorColumns(columns: LoadColumns): string[] {
  const ip = columns.role('ip');
  const absent = `(${ip} is null or length(${ip}) < 2 or lower(${ip}) in ('unknown', 'null', 'none'))`;
  return [
    ip,
    columns.role('user_agent'),
    `case when ${absent} then ${columns.role('anonymous_id')} end`,
    `case when ${absent} then ${columns.role('user_id')} end`,
  ];
}

const requestRoles: Role[] = ['url', 'host', 'referrer', 'event_name', 'method', 'status'];

function hashOf(meaning: string, expressions: string[]): string {
  return `hash(${[literal(meaning), ...expressions].join(', ')})`;
}

/** Records with the three keys of the star and a key of the whole record. */
export function planRawRows(source: string, columns: LoadColumns): string {
  return `select *,
  ${hashOf(columns.meaning.visitor, visitorColumns(columns))} as visitor_key,
  ${hashOf(columns.meaning.request, requestRoles.map(columns.role))} as request_key,
  ${hashOf(
    columns.meaning.properties,
    columns.properties.map((p) => p.column),
  )} as properties_key,
  ${hashOf('', columns.all)} as record_key
from (${source})`;
}

/** `load.raw`: the file's columns as text, with keys. */
export function planRaw(source: string, columns: LoadColumns): string {
  return `create or replace table ${loadTables.raw} as ${planRawRows(source, columns)}`;
}

/** Reads a file by DuckDB's own CSV reader; lines it cannot read go to the rejects tables. */
export function planFastRead(recognition: Recognition, fileLiteral: string): string {
  const fast = recognition.fast;
  if (fast === null) throw new TypeError('no fast reader for this file');
  const types = Array.from({ length: fast.width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const wellFormed = fast.wellFormed?.condition ?? 'true';
  const select = fast.expressions.map((sql, i) => `${sql} as ${fileColumn(i)}`);
  return `select ${select.join(', ')}, coalesce(${wellFormed}, false) as well_formed, cast(null as bigint) as line
from read_csv(${fileLiteral}, ${fast.options}, auto_detect=false, header=false, columns={${types}},
  store_rejects=true, rejects_table='load_rejects', rejects_scan='load_scans')`;
}

/** The records of the careful reader, inserted block by block before. */
export function planCarefulRead(): string {
  return `select * exclude (line), true as well_formed, line from ${loadTables.careful}`;
}

/** Statement that creates the table the careful reader fills: a VARCHAR per column, then `line`. */
export function planCarefulTable(recognition: Recognition): string {
  const names = recognition.columns.map((_, i) => `${fileColumn(i)} varchar`);
  return `create or replace table ${loadTables.careful} (${[...names, 'line bigint'].join(', ')})`;
}

/** A Parquet file's typed columns as text: timestamps in ISO form, UTC. */
export function planParquetRead(recognition: Recognition): string {
  const select = recognition.columns.map(
    (name, i) => `cast(${ident(name)} as varchar) as ${fileColumn(i)}`,
  );
  return `select ${select.join(', ')}, true as well_formed, rowid + 1 as line from ${loadTables.parquet}`;
}

/** Removes exact repeats, keeping the first of each; returns the statements. */
export function planRepeats(columns: LoadColumns): { count: string; remove: string } {
  const { raw } = loadTables;
  return {
    count: `select count(*) - count(distinct record_key) as repeats from ${raw}`,
    remove: `delete from ${raw} where rowid in (
  select id from (
    select rowid as id, row_number() over (partition by ${columns.all.join(', ')} order by rowid) as nth
    from ${raw}
    where record_key in (select record_key from ${raw} group by record_key having count(*) > 1))
  where nth > 1)`,
  };
}

/** Distinct visitors, requests and property tuples of `load.raw`. */
export function planDistinct(columns: LoadColumns): {
  visitors: string;
  requests: string;
  tuples: string;
} {
  const { raw } = loadTables;
  const [ip, agent, anonymous, user] = visitorColumns(columns);
  const requests = requestRoles.map((role) => `any_value(${columns.role(role)}) as ${role}`);
  const tuples = columns.properties.map((p, i) => `any_value(nullif(${p.column}, '')) as p${i}`);
  return {
    visitors: `select visitor_key, any_value(${ip}) as ip, any_value(${agent}) as user_agent,
  any_value(${anonymous}) as anonymous_id, any_value(${user}) as user_id
from ${raw} group by visitor_key`,
    requests: `select request_key, ${requests.join(', ')} from ${raw} group by request_key`,
    tuples: `create or replace table ${loadTables.tuples} as
select ${['properties_key', ...tuples].join(', ')} from ${raw} group by properties_key`,
  };
}

/** True where a text is an integer written canonically that fits BIGINT: such ids stay exact. */
function canonicalInteger(column: string): string {
  return `cast(try_cast(${column} as bigint) as varchar) = ${column}`;
}

/** Distinct user ids that are not integers. */
export function planTextUsers(columns: LoadColumns): string {
  const user = `trim(${columns.role('user_id')})`;
  return `select distinct ${user} as user_id from ${loadTables.raw}
where ${user} <> '' and not coalesce(${canonicalInteger(user)}, false)`;
}

/** Inputs of the statement that types the records. */
export interface TypedInput {
  columns: LoadColumns;
  /** TIMESTAMP expression, null where unreadable. */
  timeSql: string;
  /** Gives, for a TIMESTAMP column, the expression of the reason to reject it, or null. */
  timeReject: (ts: string) => string;
  hasTextUsers: boolean;
  /** Constant to add to the record's position, or null when `load.gaps` holds the shifts. */
  firstLine: number | null;
  malformedReason: string;
}

/** `load.typed`: one row a record with its line, its time and the reason to reject it (null when fine). */
export function planTyped(input: TypedInput): string {
  const { columns, firstLine } = input;
  const { raw, gaps, users } = loadTables;
  const time = columns.role('time');
  const user = `trim(${columns.role('user_id')})`;
  const integer = `case when ${canonicalInteger(user)} then try_cast(${user} as bigint) end`;
  const session = columns.role('session_id');
  const position = firstLine === null ? `r.id + 1 + g.shift` : `r.id + ${firstLine}`;
  return `create or replace table load.typed as
with records as (
  select rowid as id, visitor_key, request_key, properties_key, line, well_formed,
    ${time} as time_text, ${input.timeSql} as ts,
    ${columns.has('user_id') ? integer : 'cast(null as bigint)'} as user_number, ${user} as user_text,
    ${columns.has('session_id') ? `case when ${session} <> '' then cast(md5_number_lower(${session}) >> 1 as bigint) end` : 'cast(null as bigint)'} as session_key
  from ${raw}
)
select r.id, coalesce(r.line, ${position}) as record,
  r.visitor_key, r.request_key, r.properties_key, r.ts as event_timestamp, r.session_key,
  ${input.hasTextUsers ? 'coalesce(r.user_number, u.user_number)' : 'r.user_number'} as user_id,
  case when not r.well_formed then ${literal(input.malformedReason)}
    when r.time_text is null or r.time_text in ('', '-') then 'no time'
    when r.ts is null then 'unreadable time'
    else ${input.timeReject('r.ts')} end as reason
from records r
${input.hasTextUsers ? `left join ${users} u on u.user_text = r.user_text` : ''}
${firstLine === null ? `asof join ${gaps} g on r.id >= g.from_id` : ''}`;
}

/** Rejects the records of visitors whose address cannot be read; run only where there are any. */
export function planRefused(): string {
  return `update load.typed set reason = 'not an IP address'
where reason is null and visitor_key in (select visitor_key from ${loadTables.visitors} where reject is not null)`;
}
