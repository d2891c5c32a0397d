import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLineage } from '../core/lineage/build-lineage.ts';
import type { ColumnEdge, Lineage } from '../core/lineage/lineage.ts';
import { planLineage } from '../core/lineage/plan-lineage.ts';
import { loadProject } from '../core/project/load-project.ts';
import { planModels } from '../core/project/plan-models.ts';
import { createRandom } from '../core/sample/random.ts';
import { openSqlParser } from '../hosts/node/sql-parser.ts';
import { ident, literal } from '../lib/sql.ts';
import { shippedModels } from './index.ts';

const project = loadProject(shippedModels);
const planned = new Map(planModels(project).map((model) => [`model:${model.name}`, model]));
const models = [...project.models.values()];
let lineage: Lineage;
let db: DuckDBConnection;
/** By node and column, as DuckDB gives them: models between need not list their columns. */
let types: Map<string, string>;

beforeAll(async () => {
  const texts = planLineage(project);
  const parsed = await (await openSqlParser()).parse([...texts.values()]);
  const trees = new Map([...texts.keys()].map((node, i) => [node, parsed[i]!]));
  lineage = buildLineage({ project, trees, deliveries: [], mappings: [], lastRun: () => null });
  db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  types = await typesOf();
}, 60_000);
afterAll(() => db.closeSync());

it('every shipped model and metric is followed', () => {
  expect(lineage.unread).toEqual([]);
});

it('columns only come from what the model says it reads', () => {
  const edges = new Set(lineage.edges.map(({ from, to }) => `${from} ${to}`));
  const strange = lineage.columnEdges.filter(
    ({ from, to }) => !edges.has(`${from.node} ${to.node}`),
  );
  expect(strange).toEqual([]);
});

it('every ref and source that is read feeds some column', () => {
  const fed = new Set(lineage.columnEdges.map(({ from, to }) => `${from.node} ${to.node}`));
  const idle = lineage.edges.filter(
    ({ from, to }) => to.startsWith('model:') && !fed.has(`${from} ${to}`),
  );
  expect(idle).toEqual([]);
});

it('columns are those of the nodes', () => {
  const known = new Set(
    lineage.nodes.flatMap(({ id, columns }) => columns.map(({ name }) => `${id} ${name}`)),
  );
  const strange = lineage.columnEdges
    .flatMap(({ from, to }) => [from, to])
    .filter(({ node, column }) => !known.has(`${node} ${column}`));
  expect(strange).toEqual([]);
});

/** Texts that a column of this name may hold: few, so that keys meet, and such that casts succeed. */
function textsOf(column: string): (string | null)[] {
  if (column === 'ds' || column.endsWith('_ds')) return ['2026-09-01', '2026-09-02', '2026-09-03'];
  if (/_at$|^event_timestamp$|^recorded_at$/.test(column))
    return Array.from({ length: 12 }, (_, i) => `2026-09-0${1 + (i % 3)} 0${i % 10}:15:00`);
  if (/cost|total|price|discount|inventory|quantity/.test(column))
    return ['0', '1', '2', '7', '12'];
  if (/action_type/.test(column)) return ['page_view', 'signup', 'login', 'purchase', 'asset'];
  if (/event_type/.test(column)) return ['page_view', 'add_to_cart', 'checkout', 'package_shipped'];
  if (/channel/.test(column)) return ['Internal', 'Direct', 'Referral'];
  if (column === 'status') return ['active', 'inactive', 'delivered', 'preparing'];
  if (column === 'page_url')
    return ['https://a.com/product/k1', 'https://a.com/', 'https://a.com/product/k2'];
  if (/_id$|^delivery$|_key$/.test(column)) return ['k1', 'k2', 'k3', 'k4', 'k5', null];
  return ['a', 'b', 'c', 'd', null];
}

/** A value of a type as SQL. */
function valueOf(column: string, type: string, random: () => number): string {
  const pick = <T>(values: T[]): T => values[Math.floor(random() * values.length)]!;
  const kind = type.toUpperCase();
  if (kind.startsWith('VARCHAR')) return literal(pick(textsOf(column)));
  if (kind.startsWith('BOOLEAN')) return pick(['true', 'false', 'true', 'false', 'null']);
  if (kind.startsWith('TIMESTAMP'))
    return `timestamp '2026-09-0${1 + Math.floor(random() * 3)}' + interval (${Math.floor(random() * 86_000)}) second`;
  if (kind.startsWith('DATE')) return `date '2026-09-0${1 + Math.floor(random() * 3)}'`;
  if (kind.startsWith('MAP'))
    return pick(["map {'p': 'a'}", "map {'q': 'b'}", 'cast(map {} as map(varchar, varchar))']);
  if (/\[\]$/.test(kind)) return `cast([] as ${type})`;
  return pick(['1', '2', '3', '4', '5', '6', kind.startsWith('U') ? '7' : 'null']);
}

/** Builds every model over empty sources to see its types. */
async function typesOf(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { id, kind, schema, name, columns } of lineage.nodes) {
    const relation = `${schema}.${name}`;
    if (kind === 'source') await write({ name: relation, columns, rows: [] });
    const model = planned.get(id);
    if (model) {
      await db.run(`create schema if not exists ${schema}`);
      await db.run(`create or replace table ${relation} as ${model.sql}`);
    }
    if (kind === 'metric') continue;
    const described = await db.runAndReadAll(`describe ${relation}`);
    for (const { column_name, column_type } of described.getRowObjectsJS())
      found.set(`${id} ${String(column_name)}`, String(column_type));
  }
  return found;
}

interface Input {
  name: string;
  columns: { name: string; type: string }[];
  rows: string[][];
}

function inputsOf(node: string, seed: number): Input[] {
  const random = createRandom(seed);
  return lineage.edges
    .filter(({ to }) => to === node)
    .map(({ from }) => {
      const { schema, name, ...node } = lineage.nodes.find(({ id }) => id === from)!;
      const columns = node.columns.map((column) => ({
        name: column.name,
        type: types.get(`${from} ${column.name}`)!,
      }));
      const rows = Array.from({ length: 24 }, () =>
        columns.map((column) => valueOf(column.name, column.type, random)),
      );
      return { name: `${schema}.${name}`, columns, rows };
    });
}

async function write({ name, columns, rows }: Input): Promise<void> {
  const list = columns.map((column) => `${ident(column.name)} ${column.type}`).join(', ');
  await db.run(`create schema if not exists ${name.split('.')[0]}`);
  await db.run(`create or replace table ${name} (${list})`);
  if (rows.length === 0) return;
  await db.run(`insert into ${name} values ${rows.map((row) => `(${row.join(', ')})`).join(', ')}`);
}

/** What each column of the model holds, whatever the order of rows. */
async function build(sql: string): Promise<Map<string, string>> {
  await db.run(`create or replace temp table result as ${sql}`);
  const reader = await db.runAndReadAll(
    `select sum(hash(coalesce(cast(columns(*) as varchar), '(null)'))) from result`,
  );
  const names = (await db.runAndReadAll('describe result')).getRowObjectsJS();
  const values = reader.getRowsJS()[0]!;
  return new Map(names.map(({ column_name }, i) => [String(column_name), String(values[i])]));
}

/** For each input column, the output columns that change when its values do. */
async function changesOf(node: string, seed: number): Promise<Set<string>> {
  const { sql } = planned.get(node)!;
  const inputs = inputsOf(node, seed);
  for (const input of inputs) await write(input);
  const before = await build(sql);
  const random = createRandom(seed + 1_000);
  const changed = new Set<string>();
  for (const input of inputs) {
    for (const [i, { name, type }] of input.columns.entries()) {
      const rows = input.rows.map((row) =>
        random() < 0.5 ? row : row.with(i, valueOf(name, type, random)),
      );
      await write({ ...input, rows });
      for (const [column, held] of await build(sql)) {
        if (held !== before.get(column)) changed.add(`${input.name}.${name} ${column}`);
      }
    }
    await write(input);
  }
  return changed;
}

function keysOf(edges: ColumnEdge[]): string[] {
  const names = new Map(lineage.nodes.map(({ id, schema, name }) => [id, `${schema}.${name}`]));
  return edges.map(({ from, to }) => `${names.get(from.node)}.${from.column} ${to.column}`);
}

describe('a column that feeds nothing of another never changes it', () => {
  const seen = new Set<string>();

  it.each(models.map(({ name }) => name))('%s', async (name) => {
    const node = `model:${name}`;
    const known = new Set(keysOf(lineage.columnEdges.filter(({ to }) => to.node === node)));
    const changed = await changesOf(node, 1);
    expect([...changed].filter((key) => !known.has(key))).toEqual([]);
    changed.forEach((key) => seen.add(`${node} ${key}`));
  });

  it('and most of those that are said to give a value do change it', () => {
    const values = lineage.columnEdges
      .filter(({ to, role }) => role === 'value' && to.node.startsWith('model:'))
      .map((edge) => `${edge.to.node} ${keysOf([edge])[0]}`);
    expect(values.length).toBeGreaterThan(500);
    expect(values.filter((key) => seen.has(key)).length / values.length).toBeGreaterThan(0.8);
  });
});
