import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileMetric } from '../core/metrics/compile-metric.ts';
import { loadProject } from '../core/project/load-project.ts';
import { testName } from '../core/dbt/dbt-tests.ts';
import type { Model, Project } from '../core/project/model.ts';
import { subjects } from '../core/subject.ts';
import { readCounts } from '../core/quality/check.ts';
import { planChecks } from '../core/quality/plan-checks.ts';
import { verdict } from '../core/quality/verdict.ts';
import { shippedModels } from '../models/index.ts';
import { withWorkbench } from './open-session.ts';
import { findSourceFiles } from './source-files.ts';
import { cli } from './testing/command-line.ts';
import { DbtProject } from './testing/dbt-project.ts';
import { renderTests } from './testing/dbt-tests.ts';
import { renderUnits } from './testing/dbt-units.ts';
import type { ColumnsOf } from './testing/dbt-units.ts';
import { openNative } from './testing/native.ts';
import type { Native } from './testing/native.ts';

let folder: string;
let native: Native;
let dbt: DbtProject;
const project: Project = loadProject(shippedModels);
const at = (name: string): string => join(folder, name);

async function filesBelow(root: string): Promise<Record<string, string>> {
  const names = await readdir(root, { recursive: true });
  const texts = names.filter((name) => /\.(sql|yml|md)$/.test(name));
  const entries = texts.map(async (name) => [name, await readFile(join(root, name), 'utf8')]);
  return Object.fromEntries((await Promise.all(entries)) as [string, string][]);
}

async function done(...argv: string[]): Promise<void> {
  const { code, stderr } = await cli(...argv);
  expect(code, stderr).toBe(0);
}

async function runShop(): Promise<void> {
  await withWorkbench({ warehouse: at('w') }, { stderr: { write: () => true } }, async (wb) => {
    const inspected = await wb.inspect({
      files: (await findSourceFiles([at('shop')], at('w'))).files,
    });
    expect(inspected.map(({ shop }) => shop?.table)).not.toContain(undefined);
    const { status } = await wb.run({ files: inspected.map(({ id }) => ({ id })) });
    expect(status).toBe('published');
    await wb.saved();
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-dbt-'));
  await done('sample', '--rows', '4000', '--days', '4', '--out', at('raw'), '--daily');
  await done('run', at('raw'), '--warehouse', at('w'), '--format', 'json');
  // The same days once more in another format: every line of the overlap is a repeat.
  const again = ['--format', 'ndjson', '--daily', '--out', at('again')];
  await done('sample', '--rows', '4000', '--days', '4', ...again);
  const [, second] = (await readdir(at('again'))).sort();
  await done('run', join(at('again'), second!), '--warehouse', at('w'), '--format', 'json');
  await done('sample', '--rows', '4000', '--days', '4', '--shop', at('shop'));
  await runShop();
  await done('export', '--warehouse', at('w'), '--out', at('app'));
  await done('export-dbt', '--warehouse', at('w'), '--out', at('dbt'));
  dbt = new DbtProject(await filesBelow(at('dbt')), 'duckdb', {
    data: at('dbt/data'),
    from_ds: '',
  });
  native = await openNative();
  for (const schema of new Set(dbt.schemas.values()))
    await native.run(`create schema if not exists ${schema}`);
  for (const { name, sql } of dbt.models())
    await native.run(`create table ${dbt.relation(name)} as ${sql}`).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}\n${sql}`);
    });
}, 180_000);
afterAll(async () => {
  native.close();
  await rm(folder, { recursive: true });
});

describe('the dbt project', () => {
  it('gives the rows of the workbench, table by table', async () => {
    const compared: string[] = [];
    for (const model of project.models.values()) {
      if (!model.published) continue;
      const columns = model.columns.map(
        ({ name, type }) => `cast("${name}" as ${type}) as "${name}"`,
      );
      const own = `select ${columns.join(', ')} from ${model.schema}.${model.name}`;
      const app = `select ${columns.join(', ')} from read_parquet('${at('app')}/${model.schema}/${model.name}/**/*.parquet', hive_partitioning = false)`;
      const [row] = await native.rows(`select (select count(*) from (${app})) as rows,
  (select count(*) from (${app} except all ${own})) as missing,
  (select count(*) from (${own} except all ${app})) as more`);
      expect([model.name, row]).toEqual([
        model.name,
        { rows: row!['rows'], missing: '0', more: '0' },
      ]);
      expect(Number(row!['rows']), model.name).toBeGreaterThan(0);
      compared.push(model.name);
    }
    for (const name of ['fct_website_events', 'fct_orders', 'fct_order_attribution'])
      expect(compared).toContain(name);
    const [repeats] = await native.rows('select count(*) as n from staging.stg_repeats');
    expect(Number(repeats!['n'])).toBeGreaterThan(500);
  }, 120_000);

  it('writes days anew where a model is built by day', async () => {
    const byDay = [...project.models.values()].filter((m) => m.materialized === 'incremental');
    expect(byDay.length).toBeGreaterThan(0);
    const days = await native.rows('select distinct ds from core.agg_website_events order by ds');
    const from = String(days.at(-2)!['ds']);
    for (const { name, schema, file } of byDay) {
      const table = `${schema}.${name}`;
      await native.run(`create table before as select * from ${table}`);
      for (const [from_ds, lost] of [
        [from, `ds >= '${from}'`],
        ['', `ds >= (select max(ds) from ${table})`],
      ]) {
        const later = new DbtProject(dbt.files, 'duckdb', { ...dbt.vars, from_ds: from_ds! });
        await native.run(`delete from ${table} where ${lost} and rowid % 2 = 0`);
        const sql = later.render(dbt.files[`models/${file}`]!, { incremental: true, this: table });
        // What dbt-duckdb does for delete+insert with a unique key.
        await native.run(`create table fresh as ${sql}`);
        await native.run(`delete from ${table} where ds in (select ds from fresh)`);
        await native.run(`insert into ${table} select * from fresh; drop table fresh`);
        const [row] = await native.rows(`select
  (select count(*) from (select * from before except all select * from ${table})) as missing,
  (select count(*) from (select * from ${table} except all select * from before)) as more`);
        expect([name, from_ds, row]).toEqual([name, from_ds, { missing: '0', more: '0' }]);
      }
      await native.run('drop table before');
    }
  }, 120_000);

  it('has metrics that come to the numbers of the workbench', async () => {
    interface Entry {
      model: string;
      measures: { name: string; agg: string; expr: string }[];
    }
    const aggregates: Record<string, string> = {
      sum: 'sum(',
      average: 'avg(',
      median: 'median(',
      count_distinct: 'count(distinct ',
    };
    const measures = new Map<string, string>();
    for (const { model, measures: list } of dbt.entries<Entry>('semantic_models')) {
      const from = dbt.render(`{{ ${model} }}`);
      for (const { name, agg, expr } of list)
        measures.set(name, `(select ${aggregates[agg]!}${dbt.render(expr)}) from ${from})`);
    }
    const named = dbt.entries<{ name: string; type: string; type_params: Params }>('metrics');
    expect(named.length).toBeGreaterThan(10);
    for (const { name, type, type_params: params } of named) {
      const top = measures.get(params.measure ?? params.numerator!)!;
      const own = type === 'ratio' ? `${top} / ${measures.get(params.denominator!)!}` : top;
      const [mine] = await native.rows(`select cast(${own} as double) as value`);
      const [theirs] = await native.rows(compileMetric(project, { name }).sql);
      expect([name, mine!['value'] ?? 0]).toEqual([name, theirs!['value'] ?? 0]);
    }
  });

  it('has unit tests that pass as dbt runs them, over tables and external files', async () => {
    const columnsOf = (relation: string) => {
      const [schema, name] = relation.split('.');
      return native.rows(`select column_name as name, data_type as type
from information_schema.columns where table_schema = '${schema}' and table_name = '${name}'`);
    };
    const units = await renderUnits(dbt, columnsOf as ColumnsOf);
    expect(units.length).toBeGreaterThan(20);
    for (const { name, sql } of units) expect([name, await native.rows(sql)]).toEqual([name, []]);
  }, 60_000);

  it('counts the failing rows that the workbench counts, also where everything is spoilt', async () => {
    const compare = async (): Promise<number> => {
      const [app, own] = [await countedByApp(), await countedByDbt()];
      expect([...own.keys()].sort()).toEqual([...app.keys()].sort());
      for (const [name, counts] of app) expect([name, own.get(name)]).toEqual([name, counts]);
      return [...app.values()].filter(({ failures }) => failures > 0).length;
    };
    await compare();
    for (const model of project.models.values()) await spoil(model);
    const failing = await compare();
    expect(failing).toBeGreaterThan(project.models.size);
  }, 120_000);
});

interface Params {
  measure?: string;
  numerator?: string;
  denominator?: string;
}

interface Counted {
  failures: number;
  status: string;
}

/** Failing rows of every test by dbt's name of it, as the workbench counts them over the same tables. */
async function countedByApp(): Promise<Map<string, Counted>> {
  const names = new Map<string, string>();
  for (const model of project.models.values()) {
    for (const test of model.tests) {
      const shown = project.models.get(test.on ?? model.name)!;
      names.set(`${shown.schema}.${shown.name}.${test.name}`, testName(test, model.name));
    }
  }
  for (const { name, on } of project.singularTests) {
    const { schema } = project.models.get(on)!;
    names.set(`${schema}.${on}.${name}`, name);
  }
  const facts = { subjects: new Set(subjects), deliveries: [], knownHosts: [] };
  const plan = planChecks(project, facts);
  const checks = new Map(plan.checks.map((check) => [check.id, check]));
  const counted = new Map<string, Counted>();
  for (const query of plan.queries.filter((one) => one.checks.every((id) => names.has(id)))) {
    const [row] = await native.rows(query.sql);
    for (const [id, counts] of readCounts(query, row!)) {
      const status = verdict(counts, checks.get(id)!);
      counted.set(names.get(id)!, {
        failures: counts.failures,
        status: status === 'n/a' ? 'pass' : status,
      });
    }
  }
  return counted;
}

async function countedByDbt(): Promise<Map<string, Counted>> {
  const counted = new Map<string, Counted>();
  for (const { name, sql, severity } of renderTests(dbt)) {
    const [row] = await native.rows(sql);
    const { failures, should_warn: warns, should_error: fails } = row!;
    const status = severity === 'error' && fails ? 'error' : warns ? 'warn' : 'pass';
    expect(counted.has(name), `one name twice: ${name}`).toBe(false);
    counted.set(name, { failures: Number(failures), status });
  }
  return counted;
}

/** Repeats rows, and leaves out or replaces values. */
async function spoil({ schema, name, columns }: Model): Promise<void> {
  const table = `${schema}.${name}`;
  await native.run(`insert into ${table} select * from ${table} limit 5`);
  for (const [i, column] of columns.entries()) {
    const odd = { VARCHAR: "'not..good!'", BIGINT: '-7', DOUBLE: '-0.5' }[column.type];
    const set = (value: string, every: number): Promise<void> =>
      native.run(
        `update ${table} set "${column.name}" = ${value} where rowid % ${every} = ${i % every}`,
      );
    if (column.name === 'ds' || /_ds$/.test(column.name)) continue;
    await set('null', 41);
    if (odd !== undefined) await set(odd, 37);
  }
}
