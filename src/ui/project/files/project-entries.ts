import type {
  ModelView,
  ProjectChanges,
  ProjectProblem,
  ProjectView,
} from '../../../core/project/project-view.ts';
import { textOf } from './changed-project.ts';

export type EntryKind = 'model' | 'test' | 'metric' | 'rules';
export type Half = 'sql' | 'yaml';

/** One thing of the list: a model or test with its two files, a metric or the rules of a kind with one. */
export interface ProjectEntry {
  /** As the address names it: `dim_visitors`, `tests/days_without_gap`, `metrics/signups`, `rules/actions`. */
  id: string;
  kind: EntryKind;
  name: string;
  /** `core`, `tests`, `metrics`, `rules`. */
  folder: string;
  /** Path of each half, whether it is there or not; metrics and rules have no SQL. */
  paths: Partial<Record<Half, string>>;
  /** `own`: does not ship; `changed`: ships, and is the person's version now. */
  badge: 'own' | 'changed' | null;
  isDraft: boolean;
  /** True when the drafts delete it. */
  isGone: boolean;
  problems: number;
  model: ModelView | undefined;
}

const layers = ['staging', 'intermediate', 'core', 'product', 'marketing', 'growth'];
const last = ['tests', 'metrics', 'rules'];
const kinds: Record<string, EntryKind> = { tests: 'test', metrics: 'metric', rules: 'rules' };

/** All models, tests, metrics and rules of the changed project, in groups: layers from the sources on, then the others. */
export function projectEntries(
  project: ProjectView,
  changes: ProjectChanges,
  problems: readonly ProjectProblem[],
): [folder: string, entries: ProjectEntry[]][] {
  const files = new Map(project.files.map((file) => [file.path, file]));
  const models = new Map(project.models.map((model) => [model.name, model]));
  const stems = new Set([...files.keys(), ...Object.keys(changes)].map(stemOf));
  const groups = new Map<string, ProjectEntry[]>();
  for (const stem of [...stems].sort()) {
    const entry = { ...entryOf(stem), problems: 0, model: undefined as ModelView | undefined };
    const paths = Object.values(entry.paths);
    const known = paths.flatMap((path) => files.get(path) ?? []);
    entry.badge = known.every(({ shipped }) => shipped === null)
      ? known.length > 0
        ? 'own'
        : null
      : known.some(({ isOwn }) => isOwn)
        ? 'changed'
        : null;
    entry.isDraft = paths.some((path) => changes[path] !== undefined);
    entry.isGone = paths.every((path) => textOf(files.get(path), changes, path) === null);
    entry.problems = problems.filter(({ file }) => paths.includes(file)).length;
    entry.model = entry.kind === 'model' ? models.get(entry.name) : undefined;
    groups.set(entry.folder, [...(groups.get(entry.folder) ?? []), entry]);
  }
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** The entry whose file this is. */
export function entryOf(path: string): ProjectEntry {
  const stem = stemOf(path);
  const slash = stem.lastIndexOf('/');
  const folder = slash < 0 ? '' : stem.slice(0, slash);
  const name = stem.slice(slash + 1);
  const kind = kinds[folder] ?? 'model';
  return {
    id: kind === 'model' ? name : `${folder}/${name}`,
    kind,
    name,
    folder,
    paths: {
      ...(kind === 'metric' || kind === 'rules' ? {} : { sql: `${stem}.sql` }),
      yaml: `${stem}.yml`,
    },
    badge: null,
    isDraft: false,
    isGone: false,
    problems: 0,
    model: undefined,
  };
}

function stemOf(path: string): string {
  return path.replace(/\.(sql|yml)$/, '');
}

function rank(folder: string): number {
  if (last.includes(folder)) return 100 + last.indexOf(folder);
  const at = layers.indexOf(folder);
  return at < 0 ? layers.length : at;
}
