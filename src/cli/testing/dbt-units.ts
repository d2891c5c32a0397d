import type { DbtProject } from './dbt-project.ts';

type Row = Record<string, unknown>;
type Rows = { format?: 'sql'; rows: string | Row[] };

interface UnitYaml {
  name: string;
  model: string;
  given: ({ input: string } & Rows)[];
  expect: Rows;
}

/** Columns of a table of the database with their types; none where there is no such table, as of an external source. */
export type ColumnsOf = (relation: string) => Promise<{ name: string; type: string }[]>;

/** The project's unit tests, each as a query of the rows in which what is expected and what is built differ, as dbt's macros put it. */
export async function renderUnits(
  project: DbtProject,
  columnsOf: ColumnsOf,
): Promise<{ name: string; sql: string }[]> {
  const units = project.entries<UnitYaml>('unit_tests');
  return Promise.all(
    units.map(async (unit) => ({ name: unit.name, sql: await render(unit, project, columnsOf) })),
  );
}

async function render(unit: UnitYaml, project: DbtProject, columnsOf: ColumnsOf): Promise<string> {
  const fixture = (name: string): string => `__dbt__cte__${name}`;
  const given = new Map<string, string>();
  for (const { input, rows } of unit.given) {
    const name = /'(\w+)'\)$/.exec(input)![1]!;
    const types = input.startsWith('ref') ? await columnsOf(project.relation(name)) : [];
    given.set(fixture(name), typeof rows === 'string' ? project.render(rows) : listed(rows, types));
  }
  const known = (name: string): string => {
    if (given.has(fixture(name))) return fixture(name);
    throw new Error(`${unit.name}: dbt wants every input: ${name}`);
  };
  const sql = project.render(project.files[pathOf(project, unit.model)]!, {
    more: { ref: known, source: (_schema: string, name: string) => known(name) },
  });
  const types = await columnsOf(project.relation(unit.model));
  const { rows } = unit.expect;
  if (typeof rows === 'string') throw new Error('rows expected by SQL are not rendered here');
  const names = Object.keys(rows[0] ?? {}).join(', ') || '*';
  const expected = rows.length === 0 ? 'select * from actual limit 0' : expectedRows(rows, types);
  const ctes = [...given].map(([name, text]) => `${name} as (${text})`);
  return `with ${[...ctes, `actual as (${sql})`, `expected as (${expected})`].join(',\n')}
(select ${names} from actual except all select ${names} from expected)
union all (select ${names} from expected except all select ${names} from actual)`;
}

function pathOf(project: DbtProject, model: string): string {
  return Object.keys(project.files).find((path) => path.endsWith(`/${model}.sql`))!;
}

/** dbt takes the types of listed rows from the table; without one it fails. */
function listed(rows: Row[], columns: { name: string; type: string }[]): string {
  if (columns.length === 0) throw new Error('dbt is not able to get columns for a unit test');
  const select = (row: Row): string =>
    `select ${columns.map(({ name, type }) => `${typed(row[name], type)} as ${name}`).join(', ')}`;
  return rows.length === 0 ? `${select({})} limit 0` : rows.map(select).join(' union all ');
}

/** Expected rows are selects of just what each names. */
function expectedRows(rows: Row[], columns: { name: string; type: string }[]): string {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const select = (row: Row): string =>
    `select ${Object.entries(row)
      .map(([name, value]) => `${typed(value, types.get(name)!)} as ${name}`)
      .join(', ')}`;
  return rows.map(select).join(' union all ');
}

function typed(value: unknown, type: string): string {
  if (value === null || value === undefined) return `cast(null as ${type})`;
  const text = String(value as string | number | boolean).replaceAll("'", "''");
  return `cast('${text}' as ${type})`;
}
