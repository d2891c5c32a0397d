import { WorkbenchError } from '../core/errors.ts';
import type { Model, Project } from '../core/project/model.ts';
import { compileTest } from '../core/quality/compile-test.ts';
import { inScope } from '../core/quality/count-rows.ts';

/** A data test as one number that a query gives, and its place among the model's tests. */
export interface BindableTest {
  name: string;
  index: number;
  sql: string;
}

/** The data tests of a model, each as a query of its own. Those that lack their settings are left out: that is told without an engine. */
export function bindableTests(model: Model, project: Project): BindableTest[] {
  return model.tests.flatMap((test, index) => {
    try {
      const compiled = compileTest(test, model, project);
      const sql =
        compiled.kind === 'query'
          ? `select count(*) from (${compiled.failing}\n)`
          : `select count(*) from ${model.schema}.${model.name} where ${inScope(compiled)}`;
      return [{ name: test.name, index, sql }];
    } catch (error) {
      if (error instanceof WorkbenchError && error.code === 'model-broken') return [];
      throw error;
    }
  });
}
