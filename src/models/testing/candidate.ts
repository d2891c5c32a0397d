import { DuckDBInstance } from '@duckdb/node-api';
import { planEncodedDimensions, planStar } from '../../core/ingest/plan-star.ts';
import { loadProject } from '../../core/project/load-project.ts';
import { ofSubjects } from './of-subjects.ts';
import { planModels } from '../../core/project/plan-models.ts';
import { murmur3h1 } from '../../lib/murmur3.ts';
import { literal } from '../../lib/sql.ts';
import { shippedModels } from '../index.ts';

/** One event of a small star; what is left out takes a plain value. */
export interface StarEvent {
  visitor: bigint;
  /** UTC microseconds. */
  at: bigint;
  user?: bigint | null;
  host?: string;
  path?: string;
  referrer?: string;
  source?: string;
  channel?: string;
  action?: string;
  eventName?: string | null;
  country?: string;
  brand?: string | null;
  isBot?: boolean;
  isPublic?: boolean;
  unreliable?: boolean;
  sessionKey?: bigint | null;
  properties?: Record<string, string>;
  /** Another live delivery brings it too. */
  isRepeat?: boolean;
}

type Rows = Record<string, unknown>[];

/** Native DuckDB with a star and the shipped models built over it. */
export interface Candidate {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Rows>;
  /** The rows of each query by its name. */
  results(queries: readonly { name: string; sql: string }[]): Promise<Map<string, Rows>>;
  /** Builds the models, after `change` has had its way with a model's SQL. */
  build(change?: (name: string, sql: string) => string): Promise<void>;
  close(): void;
}

/** The project that ships. */
export const project = loadProject(shippedModels);
/** Its part of the website. */
export const websiteProject = ofSubjects(project, new Set(['website']));

/** 2026-09-01 00:00:00 UTC in microseconds. */
export const day1 = 1_788_220_800_000_000n;
export const second = 1_000_000n;
export const hour = 3_600n * second;
export const day = 24n * hour;

/** Loads events into a star, dimensions coded as ENUMs (or left as text), without building models yet. */
export async function openCandidate(
  events: StarEvent[],
  options: { isCoded?: boolean } = {},
): Promise<Candidate> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const run = async (sql: string): Promise<void> => void (await connection.run(sql));
  const rows = async (sql: string): Promise<Rows> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJS() as Rows;
  const results: Candidate['results'] = async (queries) => {
    const found = new Map<string, Rows>();
    for (const { name, sql } of queries) found.set(name, await rows(sql));
    return found;
  };
  await run(planStar());
  await insertStar(run, events);
  if (options.isCoded ?? true) await run(planEncodedDimensions());
  else {
    await run('create view ingest.visitors as select * from ingest.all_visitors');
    await run('create view ingest.requests as select * from ingest.all_requests');
  }
  const build: Candidate['build'] = async (change = (_, sql) => sql) => {
    for (const model of planModels(websiteProject)) {
      const name = `${model.schema}.${model.name}`;
      await run(`create schema if not exists ${model.schema}`);
      const kind = model.materialized === 'view' ? 'view' : 'table';
      await run(`create or replace ${kind} ${name} as\n${change(name, model.sql)}`);
    }
  };
  return { run, rows, results, build, close: () => connection.closeSync() };
}

/** Opens and builds. */
export async function buildCandidate(
  events: StarEvent[],
  options: { isCoded?: boolean } = {},
): Promise<Candidate> {
  const candidate = await openCandidate(events, options);
  await candidate.build();
  return candidate;
}

/** Numbers distinct tuples from 1, as keys of the star. */
class Dictionary {
  readonly rows: string[] = [];
  readonly #keys = new Map<string, number>();

  keyOf(tuple: string, row: (key: number) => string): number {
    let key = this.#keys.get(tuple);
    if (key === undefined) {
      key = this.#keys.size + 1;
      this.#keys.set(tuple, key);
      this.rows.push(row(key));
    }
    return key;
  }
}

async function insertStar(run: (sql: string) => Promise<void>, events: StarEvent[]): Promise<void> {
  const visitors = new Dictionary();
  const requests = new Dictionary();
  const properties = new Dictionary();
  const lines: string[] = [];
  const repeats: string[] = [];
  events.forEach((event, i) => {
    const visitor = visitorTuple(event);
    const request = requestTuple(event);
    const map = mapLiteral(event.properties ?? {});
    const v = visitors.keyOf(visitor, (key) => `(${key}, ${visitor})`);
    const r = requests.keyOf(request, (key) => `(${key}, ${requestHash(event)}, ${request})`);
    const p = properties.keyOf(
      map,
      (key) => `(${key}, ${propertiesHash(event)}, ${map}, null, null, null)`,
    );
    const ids = `${literal(event.user ?? null)}, make_timestamp(${event.at}), ${literal(event.sessionKey ?? null)}`;
    lines.push(`('d1', ${i + 1}, ${v}, ${r}, ${p}, ${ids})`);
    if (event.isRepeat) repeats.push(`('d1', ${i + 1})`);
  });
  await insert(run, 'ingest.all_visitors', visitors.rows);
  await insert(run, 'ingest.all_requests', requests.rows);
  await insert(run, 'ingest.properties', properties.rows);
  await insert(run, 'ingest.events', lines);
  await insert(run, 'ingest.repeats', repeats);
}

async function insert(
  run: (sql: string) => Promise<void>,
  table: string,
  rows: string[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += 2_000) {
    await run(`insert into ${table} values ${rows.slice(i, i + 2_000).join(', ')}`);
  }
}

const encoder = new TextEncoder();

/** Stable identity of an event's request, as the star has it. */
export function requestHash(event: StarEvent): bigint {
  return murmur3h1(encoder.encode(requestTuple(event)));
}

/** Stable identity of an event's properties, as the star has it. */
export function propertiesHash(event: StarEvent): bigint {
  return murmur3h1(encoder.encode(mapLiteral(event.properties ?? {})));
}

function visitorTuple(event: StarEvent): string {
  const {
    country = 'US',
    brand = 'Apple',
    isBot = false,
    isPublic = true,
    unreliable = false,
  } = event;
  const reason = isBot ? 'isbot: test' : null;
  const values = [event.visitor, country, isBot ? null : brand, 'mobile', 'iOS', 'Safari'];
  return [...values, isBot, reason, isPublic, unreliable].map(literal).join(', ');
}

function requestTuple(event: StarEvent): string {
  const {
    host = 'www.eczachly.com',
    path = '/',
    referrer = '(direct)',
    source = '(direct)',
  } = event;
  const { channel = 'Direct', action = 'page_view', eventName = null } = event;
  const utm = [null, null, null, null, null, null];
  return [host, path, referrer, source, channel, ...utm, eventName, 'GET', '200', action, 'page']
    .map(literal)
    .join(', ');
}

function mapLiteral(properties: Record<string, string>): string {
  const names = Object.keys(properties).sort();
  if (names.length === 0) return 'cast(map {} as map(varchar, varchar))';
  return `map {${names.map((name) => `${literal(name)}: ${literal(properties[name]!)}`).join(', ')}}`;
}
