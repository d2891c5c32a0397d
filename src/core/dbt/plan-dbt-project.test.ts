import { transpile, parse as parseSql, Dialect } from '@polyglot-sql/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DbtProject } from '../../cli/testing/dbt-project.ts';
import { shippedModels } from '../../models/index.ts';
import { compileModel } from '../project/compile-model.ts';
import { loadProject } from '../project/load-project.ts';
import { locationOf } from './dbt-sources.ts';
import { planDbtProject } from './plan-dbt-project.ts';
import { obstaclesOf } from './portability.ts';
import { withMacros } from './portable-functions.ts';
import { standIns } from './website-sources.ts';

const project = loadProject(shippedModels);
const files = planDbtProject(project);
const vars = { data: 'data', from_ds: '' };
const open = (adapter: string, of = files): DbtProject => new DbtProject(of, adapter, vars);
const duckdb = open('duckdb');
const words = (sql: string): string => sql.replace(/\s+/g, '').toLowerCase();

describe('an ordinary dbt project', () => {
  it('has the folders dbt expects, and YAML that reads', () => {
    const paths = Object.keys(files);
    for (const path of ['dbt_project.yml', 'profiles.yml', 'models/sources.yml', 'README.md'])
      expect(paths).toContain(path);
    for (const path of paths.filter((one) => one.endsWith('.yml')))
      expect(() => parse(files[path]!) as unknown, path).not.toThrow();
    const { name, profile } = duckdb.yaml<{ name: string; profile: string }>('dbt_project.yml');
    expect(duckdb.yaml<Record<string, unknown>>('profiles.yml')).toHaveProperty(profile);
    expect(name).toMatch(/^[a-z_]+$/);
  });

  it('describes every model with its columns and types, in a folder of its schema', () => {
    interface Entry {
      name: string;
      description: string;
      columns?: { name: string; data_type?: string }[];
    }
    const entries = new Map(duckdb.entries<Entry>('models').map((entry) => [entry.name, entry]));
    for (const model of project.models.values()) {
      expect(files[`models/${model.schema}/${model.name}.sql`], model.name).toBeDefined();
      const entry = entries.get(model.name)!;
      expect(entry.description.length, model.name).toBeGreaterThan(0);
      const columns = (entry.columns ?? []).map((column) => [column.name, column.data_type]);
      for (const { name, type } of model.columns) expect(columns).toContainEqual([name, type]);
    }
  });

  it('names nothing that is not there: refs, sources, inputs of unit tests', () => {
    const models = new Set(duckdb.models().map(({ name }) => name));
    interface Unit {
      model: string;
      given: { input: string; rows: object[] }[];
      expect: { rows: object[] };
    }
    const units = duckdb.entries<Unit>('unit_tests');
    const ours = [...project.models.values()].filter(
      ({ name, sql }) => standIns[name] === undefined && !sql.startsWith('with recursive'),
    );
    expect(units.length).toBe(ours.flatMap(({ unitTests }) => unitTests).length);
    for (const { model, given } of units) {
      expect(models).toContain(model);
      for (const { input } of given) expect(duckdb.render(`{{ ${input} }}`), input).toMatch(/\S/);
    }
  });

  it('compiles to the SQL of the workbench', () => {
    for (const { name, sql } of duckdb.models()) {
      const model = project.models.get(name);
      const standsIn =
        standIns[name] !== undefined || model?.sources.some((s) => s.startsWith('ingest'));
      if (model === undefined || standsIn) continue;
      let wanted = compileModel(model.sql, model.file, project);
      for (const source of model.sources)
        wanted = wanted.replaceAll(
          new RegExp(`\\b${source}\\b`, 'g'),
          `read_parquet('data/${source.replace('.', '/')}/**/*.parquet', hive_partitioning = false)`,
        );
      if (model.materialized === 'incremental') wanted = `select * from (${wanted}) as built`;
      expect(words(sql), name).toBe(words(wanted));
    }
  });

  it('reads an empty table where nothing was exported', () => {
    const { 'models/sources.yml': sources } = planDbtProject(project, {
      exported: new Set(['staging.stg_web_events']),
    });
    const shop = open('duckdb', { ...files, 'models/sources.yml': sources! });
    expect(shop.sources.get('staging.stg_web_events')).toMatch(/^read_parquet\('data\/staging/);
    expect(shop.sources.get('shop.promos')).toMatch(
      /^\(select cast\(null as VARCHAR\) as delivery/,
    );
    const table = { name: 'a.b', description: '', partitioned: false, isExported: true };
    expect(locationOf({ ...table, columns: [] })).toContain('/a/b/');
  });

  it('keeps what looks like Jinja as it is', () => {
    const own = {
      ...shippedModels,
      './growth/odd.sql': "select '{% raw %}' as a, '{# x #}' as b from {{ ref('dim_visitors') }}",
      './growth/odd.yml':
        "models:\n  - name: odd\n    description: 'Odd {{ braces }}'\n    config: { materialized: view }\n",
    };
    const odd = planDbtProject(loadProject(own));
    const rendered = open('duckdb', odd)
      .models()
      .find(({ name }) => name === 'odd')!;
    expect(rendered.sql).toBe("select '{% raw %}' as a, '{# x #}' as b from core.dim_visitors");
    expect(odd['models/growth/schema.yml']).toContain("Odd {{ '{{' }} braces }}");
  });
});

describe('functions that engines spell differently', () => {
  it('come back as they were on DuckDB, however they are nested', () => {
    const name = fc.constantFrom('a', 'b.c', '"d"', "'it''s, (a) \"text\"'", '1', "'date_diff('");
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, name, tie('call')),
      call: fc
        .tuple(
          fc.constantFrom(
            (x: string, y: string) => `date_diff('day', ${x}, ${y})`,
            (x: string, y: string) => `arg_max(${x}, ${y})`,
            (x: string, y: string) => `coalesce(${x}, cast(${y} as varchar))`,
            (x: string) => `epoch_us(${x})`,
          ),
          tie('tree'),
          tie('tree'),
        )
        .map(([make, x, y]) => make(x as string, y as string)),
    }));
    fc.assert(
      fc.property(tree, (expression) => {
        const sql = `select ${expression as string} as x, 'arg_max(1, 2)' as y -- epoch_us(z)`;
        expect(words(duckdb.render(withMacros(sql)))).toBe(words(sql));
      }),
      { numRuns: 60 },
    );
  });

  it('are spelled for Spark and Trino', () => {
    const sql = withMacros("select date_diff('day', a, b), arg_max(u, rn), cast(x as varchar)");
    expect(open('spark').render(sql)).toContain('timestampdiff(day, ');
    expect(open('spark').render(sql)).toContain('cast(x as string)');
    expect(open('trino').render(sql)).toContain('max_by(u, rn) filter (where (u) is not null)');
  });
});

describe('what is said of other engines', () => {
  it.each(['spark', 'trino'] as const)('parses and is translated for %s', (engine) => {
    const dialect = engine === 'spark' ? Dialect.Spark : Dialect.Trino;
    const rendered = new Map(
      open(engine, withTables(files))
        .models()
        .map((m) => [m.name, m.sql]),
    );
    const portable: string[] = [];
    for (const model of project.models.values()) {
      if (standIns[model.name] !== undefined) continue;
      const listed = files['README.md']!.split(`### ${engine === 'spark' ? 'Spark' : 'Trino'}`)[1]!;
      const isListed = listed.split('###')[0]!.includes(`\`${model.name}\``);
      const reasons = obstaclesOf(model, engine);
      expect([model.name, isListed]).toEqual([model.name, reasons.length > 0]);
      if (reasons.length > 0) continue;
      const read = parseSql(rendered.get(model.name)!, dialect);
      expect([model.name, read.error ?? null]).toEqual([model.name, null]);
      const compiled = compileModel(model.sql, model.file, project);
      const translated = transpile(compiled, Dialect.DuckDB, dialect);
      expect([model.name, translated.error ?? null]).toEqual([model.name, null]);
      portable.push(model.name);
    }
    expect(portable).toContain('fct_orders');
    expect(portable).not.toContain('int_website_events');
  });
});

/** Sources as tables, as engines other than DuckDB have them. */
function withTables(of: Record<string, string>): Record<string, string> {
  const text = of['models/sources.yml']!.replace(
    /external_location: .*?(?=\n {8}columns:)/gs,
    'external_location: shop.source',
  );
  return { ...of, 'models/sources.yml': text };
}
