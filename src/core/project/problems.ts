import { WorkbenchError } from '../errors.ts';
import type { ProjectProblem } from './project-view.ts';

export interface Place {
  line: number;
  column: number;
}

/** Collects what is wrong with a project, in the order of finding. */
export class Problems {
  readonly all: ProjectProblem[] = [];

  add(file: string, message: string, place: Place = { line: 1, column: 1 }): void {
    this.all.push({ file, line: place.line, column: place.column, message });
  }

  /** Does work that throws `model-broken` for what a person wrote; undefined where it does. Anything else is thrown on. */
  attempt<T>(file: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code !== 'model-broken') throw error;
      const { line = 1, column = 1 } = error.details;
      this.add(error.details.file ?? file, error.message, { line, column });
      return undefined;
    }
  }
}

/** The error that a problem is where only a sound project will do. */
export function brokenBy({ message, ...details }: ProjectProblem): WorkbenchError {
  return new WorkbenchError('model-broken', message, details);
}
