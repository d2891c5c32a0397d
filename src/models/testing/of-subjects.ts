import type { Subject } from '../../core/subject.ts';
import type { Model, Project } from '../../core/project/model.ts';

/** What of a project concerns these subject areas: their models, the tests about them and their metrics. */
export function ofSubjects(project: Project, subjects: ReadonlySet<Subject>): Project {
  const isOfThem = (model: Model | undefined): boolean =>
    model !== undefined && subjects.has(model.subject);
  return {
    models: new Map([...project.models].filter(([, model]) => isOfThem(model))),
    singularTests: project.singularTests.filter(({ on }) => isOfThem(project.models.get(on))),
    metrics: new Map([...project.metrics].filter(([, metric]) => subjects.has(metric.subject))),
    rules: project.rules,
  };
}
