import { DuckDBInstance, version } from '@duckdb/node-api';

export const duckdbVersion = version();

const literal = (text) => `'${text.replaceAll("'", "''")}'`;
const logColumns = ['vhost', 'ip', 'ident', 'login', 'clock', 'zone', 'request'].concat([
  ...['status', 'bytes', 'referrer', 'user_agent'],
]);

const readers = {
  csv: (file) => `read_csv(${literal(file)}, all_varchar = true)`,
  log: (file) =>
    `read_csv(${literal(file)}, delim = ' ', quote = '"', escape = '\\', header = false, auto_detect = false, columns = {${logColumns.map((name) => `${name}: 'varchar'`).join(', ')}})`,
};

const typed = {
  csv: `select event_time::timestamp as event_at, lower(host) as host, hash(ip, user_agent) as visitor,
      url as path, referrer, event_name as name from raw`,
  log: `select strptime(substr(clock, 2), '%d/%b/%Y:%H:%M:%S') as event_at, split_part(vhost, ':', 1) as host,
      hash(ip, user_agent) as visitor, split_part(request, ' ', 2) as path, referrer, status as name
    from raw`,
};

const aggregate = `select host, event_at::date as ds, name, hour(event_at) as hour, grouping_id(host, name, hour(event_at)) as level,
    count(*) as events, count(distinct visitor) as visitors
  from typed group by grouping sets ((ds), (ds, host), (ds, name), (ds, host, name, hour))`;

const steps = (format, file) => [
  ['read', `create table raw as select * from ${readers[format](file)}`],
  ['type', `create table typed as ${typed[format]}`],
  ['aggregate', `create table agg as ${aggregate}`],
];

/**
 * The floor: native DuckDB reads the file into a table, types it and counts events and visitors by
 * grouping sets, with no enrichment, rejects, checks or saving. Seconds by step, and the rows.
 */
export async function measureNative({ file, format, threads }) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  const seconds = {};
  try {
    for (const [step, sql] of steps(format, file)) {
      const began = performance.now();
      await connection.run(sql);
      seconds[step] = (performance.now() - began) / 1000;
    }
    const counted = await connection.runAndReadAll('select count(*) from typed');
    return { seconds, rows: Number(counted.getRows()[0][0]) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
