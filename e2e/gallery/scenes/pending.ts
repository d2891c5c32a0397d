import { WorkbenchError } from '../../../src/core/errors.ts';
import type { ErrorCode, ErrorDetails } from '../../../src/core/errors.ts';
import type { Workbench } from '../../../src/workbench.ts';

/** A call that never answers. */
export const forever = (): Promise<never> => new Promise(() => {});

/** A call that fails as the workbench fails. */
export const failing =
  (code: ErrorCode, message: string, details: ErrorDetails = {}) =>
  (): Promise<never> =>
    Promise.reject(new WorkbenchError(code, message, details));

/** A call that fails as nothing should. */
export const defect = (): Promise<never> =>
  Promise.reject(new TypeError("Cannot read properties of undefined (reading 'rows')"));

/** Work that stops half-way with this progress and never ends. */
export const stuck =
  (
    ...progress: Parameters<
      NonNullable<NonNullable<Parameters<Workbench['run']>[1]>['onProgress']>
    >[0][]
  ): Workbench['run'] =>
  (_, options) => {
    for (const one of progress) options?.onProgress?.(one);
    return forever();
  };
