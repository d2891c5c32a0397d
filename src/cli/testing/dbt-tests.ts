import type { DbtProject } from './dbt-project.ts';

/** A data test of the project as a query with one row: failures, should_warn, should_error. */
export interface RenderedTest {
  name: string;
  /** Generic kind, or `singular`. */
  kind: string;
  severity: string;
  sql: string;
}

interface TestYaml {
  name: string;
  arguments?: Record<string, unknown>;
  config?: Config;
}

interface Config {
  severity?: string;
  warn_if?: string;
  error_if?: string;
  where?: string;
  limit?: number;
  fail_calc?: string;
}

interface ModelYaml {
  name: string;
  data_tests?: Record<string, TestYaml>[];
  columns?: { name: string; data_tests?: Record<string, TestYaml>[] }[];
}

/** All data tests, rendered as dbt documents them. */
export function renderTests(project: DbtProject): RenderedTest[] {
  const generic = project
    .entries<ModelYaml>('models')
    .flatMap((model) => [
      ...(model.data_tests ?? []).map((test) => renderTest(project, model.name, undefined, test)),
      ...(model.columns ?? []).flatMap((column) =>
        (column.data_tests ?? []).map((test) => renderTest(project, model.name, column.name, test)),
      ),
    ]);
  const paths = Object.keys(project.files).filter((path) => /^tests\/\w+\.sql$/.test(path));
  const singular = paths.map((path) => {
    const config: Record<string, unknown> = {};
    const sql = project.render(project.files[path]!, { config });
    const name = path.replace(/^tests\/|\.sql$/g, '');
    return { name, kind: 'singular', ...counted(sql, config as Config) };
  });
  return [...generic, ...singular];
}

function renderTest(
  project: DbtProject,
  model: string,
  column: string | undefined,
  entry: Record<string, TestYaml>,
): RenderedTest {
  const [kind, test] = Object.entries(entry)[0]!;
  const { where } = test.config ?? {};
  const relation = project.relation(model);
  const rows =
    where === undefined
      ? relation
      : `(select * from ${relation} where ${project.render(where)}) dbt_subquery`;
  const args = Object.fromEntries(
    Object.entries(test.arguments ?? {}).map(([name, value]) => [name, argument(project, value)]),
  );
  const sql = builtIn(kind, rows, column!, args) ?? ownTest(project, kind, rows, column, args);
  return { name: test.name, kind, ...counted(sql, test.config ?? {}) };
}

/** `ref('x')` is evaluated, other text rendered. */
function argument(project: DbtProject, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return project.render(/^ref\(/.test(value) ? `{{ ${value} }}` : value);
}

function counted(sql: string, config: Config): { severity: string; sql: string } {
  const { severity = 'error', warn_if = '!= 0', error_if = '!= 0' } = config;
  const { fail_calc = 'count(*)', limit } = config;
  const cut = limit === undefined ? '' : ` limit ${limit}`;
  return {
    severity,
    sql: `select ${fail_calc} as failures, ${fail_calc} ${warn_if} as should_warn,
  ${fail_calc} ${error_if} as should_error
from (${sql}${cut}) dbt_internal_test`,
  };
}

/** What dbt's own four tests ask, as its documentation describes them. */
function builtIn(
  kind: string,
  rows: string,
  column: string,
  { values, to, field }: Record<string, unknown>,
): string | undefined {
  switch (kind) {
    case 'not_null':
      return `select ${column} from ${rows} where ${column} is null`;
    case 'unique':
      return `select ${column}, count(*) as n_records from ${rows} where ${column} is not null
group by ${column} having count(*) > 1`;
    case 'accepted_values': {
      const list = (values as string[]).map((value) => `'${value.replaceAll("'", "''")}'`);
      return `select * from (select ${column} as value_field, count(*) as n_records from ${rows} group by ${column})
where value_field not in (${list.join(', ')})`;
    }
    case 'relationships':
      return `select child.${column} from (select * from ${rows}) as child left join ${String(to)} as parent
on child.${column} = parent.${String(field)} where child.${column} is not null and parent.${String(field)} is null`;
    default:
      return undefined;
  }
}

function ownTest(
  project: DbtProject,
  kind: string,
  rows: string,
  column: string | undefined,
  args: Record<string, unknown>,
): string {
  const given: Record<string, unknown> = {
    model: rows,
    ...(column !== undefined && { column_name: column }),
    ...args,
  };
  const list = Object.keys(given).map((name) => `${name}=given_${name}`);
  const more = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`given_${name}`, value]),
  );
  return project.render(`{{ test_${kind}(${list.join(', ')}) }}`, { more });
}
