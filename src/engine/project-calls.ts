import type { Workbench } from '../workbench.ts';
import type { Session } from './session.ts';

type ProjectCalls = Pick<
  Workbench,
  'project' | 'checkProject' | 'previewModel' | 'applyProject' | 'undoProject'
>;

/** To be built. */
export function projectCalls(_session: Session): ProjectCalls {
  return {
    project: () => Promise.reject(new Error('project: not built yet')),
    checkProject: () => Promise.reject(new Error('checkProject: not built yet')),
    previewModel: () => Promise.reject(new Error('previewModel: not built yet')),
    applyProject: () => Promise.reject(new Error('applyProject: not built yet')),
    undoProject: () => Promise.reject(new Error('undoProject: not built yet')),
  };
}
