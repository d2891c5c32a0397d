import type { Project } from '../project/model.ts';
import { hasDays } from './dbt-metrics.ts';
import { hasDbtUnitTests } from './dbt-unit-tests.ts';
import { obstaclesOf } from './portability.ts';
import type { OtherEngine } from './portability.ts';
import { standIns } from './website-sources.ts';

/** README of the dbt project: how to run it, and what is not as in the workbench. */
export function dbtReadme(project: Project): string {
  return `# Growth analytics as a dbt project

Exported from Homegrown: the same models, tests and metrics over the exported Parquet (\`data/\`).

## Run it

\`\`\`sh
pip install 'dbt-core>=1.10.8' dbt-duckdb
dbt build --profiles-dir .                      # models, data tests and unit tests, into homegrown.duckdb
dbt build --profiles-dir . --select tag:shop    # one subject area
dbt docs generate --profiles-dir .
\`\`\`

Other data: \`--vars '{data: /path/to/parquet}'\`, in folders as in \`data/\`. Models that are built by day take the newest day and later
ones again; after a correction of earlier days say from which: \`--vars '{from_ds: 2026-09-01}'\`, or \`--full-refresh\`.

On Spark: \`pip install dbt-spark\`, make the tables of \`setup/spark.sql\`, then \`dbt build --profiles-dir . --target spark\`.
On Trino: \`pip install dbt-trino\`, make the tables of \`setup/trino.sql\`, then \`dbt build --profiles-dir . --target trino\`.
Fill in host and catalogue in \`profiles.yml\` first.

## What is not as in the workbench

- Models start from the exported staged events (\`staging.stg_web_events\`) and the shop's exports (\`shop.*\`): reading raw files, countries,
  devices, channels and visitor ids stay the workbench's business. ${standInList()} are written for dbt.
- Tests over what a run knows (imports, hosts, enough events) and the statistical checks (V1 to V3) need the workbench's history and
  are not here. A test of a share of rows reads \`rows_tested\`; the workbench looks at the days of a run only, dbt at all rows.
- ${unitTestNote(project)}
- dbt publishes as it builds: \`dbt build\` stops what stands after a failing test, but nothing is held back as in the workbench.
${metricNotes(project)}
## Engines

The SQL was proved on DuckDB: it gives the rows of the workbench. For other engines, functions that are spelled differently are macros
(\`macros/functions.sql\`), and the SQL was only translated, not run. Not portable yet, and why:

${engineList(project, 'spark')}
${engineList(project, 'trino')}`;
}

function standInList(): string {
  return Object.keys(standIns)
    .map((name) => `\`${name}\``)
    .join(', ');
}

function unitTestNote(project: Project): string {
  const note =
    'Rows of sources in unit tests are SQL, as an external file has no types that dbt could ask for.';
  const left = [...project.models.values()].filter(
    (model) =>
      model.unitTests.length > 0 && !hasDbtUnitTests(model) && standIns[model.name] === undefined,
  );
  const list = left.map(({ name }) => `\`${name}\``).join(', ');
  return left.length === 0 ? note : `${note} dbt has no unit tests of recursive SQL: ${list}.`;
}

function metricNotes(project: Project): string {
  const without = [...project.metrics.values()].filter((metric) => !hasDays(metric));
  const list = without.map(({ name }) => `\`${name}\``).join(', ');
  const note =
    "Metrics are MetricFlow's (`models/metrics.yml`); bots are left out of them, as on the screens.";
  return without.length === 0
    ? `- ${note}\n`
    : `- ${note} Metrics without days are not there: ${list}.\n`;
}

function engineList(project: Project, engine: OtherEngine): string {
  const rows = [...project.models.values()]
    .filter(({ name }) => standIns[name] === undefined)
    .map((model) => ({ name: model.name, reasons: obstaclesOf(model, engine) }))
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ name, reasons }) => `- \`${name}\`: ${reasons.join('; ')}`);
  const title = engine === 'spark' ? '### Spark' : '### Trino';
  return `${title}\n\n${rows.length === 0 ? 'Nothing known.' : rows.join('\n')}\n`;
}
