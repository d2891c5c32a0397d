import { throwIfCancelled } from '../core/errors.ts';
import { compileUnitTest } from '../core/project/compile-unit-test.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import type { Model, Project, UnitTest } from '../core/project/model.ts';
import type { CallOptions, Database } from './ports.ts';

/** What came of a unit test. `error`: it could not run. */
export interface UnitTestResult {
  model: string;
  name: string;
  description: string;
  status: 'pass' | 'fail' | 'error';
  /** Why it could not run; empty otherwise. */
  message: string;
  /** Rows that are missing or unexpected, at most 20: `difference`, then the compared columns as text. */
  columns: string[];
  rows: (string | null)[][];
}

const mostRows = 20;

/** Runs the unit tests of models on any connection: they read no table and leave nothing behind. */
export async function runUnitTests(
  db: Pick<Database, 'rows'>,
  project: Pick<Project, 'models'>,
  models: Iterable<Model> = project.models.values(),
  options: CallOptions = {},
): Promise<UnitTestResult[]> {
  const results: UnitTestResult[] = [];
  for (const model of models) {
    for (const test of model.unitTests) {
      throwIfCancelled(options.signal);
      results.push(await runUnitTest(db, test, model, project, options));
    }
  }
  return results;
}

async function runUnitTest(
  db: Pick<Database, 'rows'>,
  test: UnitTest,
  model: Model,
  project: Pick<Project, 'models'>,
  options: CallOptions,
): Promise<UnitTestResult> {
  const { name, description } = test;
  const about = { model: model.name, name, description };
  try {
    const sql = compileUnitTest(test, model, project);
    if (!isOneStatement(sql)) throw new Error('its SQL is more than one query');
    const found = await db.rows(sql, options);
    const columns = Object.keys(found[0] ?? {});
    const rows = found
      .slice(0, mostRows)
      .map((row) => columns.map((column) => row[column] as string | null));
    return { ...about, status: found.length === 0 ? 'pass' : 'fail', message: '', columns, rows };
  } catch (error) {
    throwIfCancelled(options.signal);
    const { message } = error as Error;
    return { ...about, status: 'error', message, columns: [], rows: [] };
  }
}
