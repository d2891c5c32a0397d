import type { Project } from '../core/project/model.ts';
import type { Session } from './session.ts';

/** The project with the columns of `growth.visitor_hours` that its published rows have: an earlier version's know no quarters. */
export function projectAsPublished({
  project,
  published,
}: Pick<Session, 'project' | 'published'>): Project {
  const hours = project.models.get('visitor_hours');
  const there = published.columns('growth.visitor_hours');
  if (hours === undefined || there === undefined) return project;
  const columns = hours.columns.filter(({ name }) => there.has(name));
  return { ...project, models: new Map([...project.models, [hours.name, { ...hours, columns }]]) };
}
