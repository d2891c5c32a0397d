import type { Model } from '../core/project/model.ts';
import type { ProjectProblem } from '../core/project/project-view.ts';
import { counted, printable, renderTable } from './output.ts';

/** Models as a table, in the order they are built. */
export function describeModels(models: readonly Model[]): string {
  const rows = models.map(({ name, subject, materialized, published, tags, file }) => [
    ...[name, subject, materialized, published ? 'yes' : 'no', tags.join(', '), file],
  ]);
  const header = ['model', 'area', 'materialized', 'published', 'tags', 'file'];
  return `${renderTable(header, rows)}${counted(models.length, 'model')}\n`;
}

/** A line a problem, as compilers write it: `core/x.sql:3:8: ...`. */
export function describeProblems(problems: readonly ProjectProblem[]): string {
  if (problems.length === 0) return 'Nothing is wrong.\n';
  const lines = problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${printable(message)}\n`,
  );
  return `${lines.join('')}${counted(problems.length, 'problem')}\n`;
}
