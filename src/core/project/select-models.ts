import { WorkbenchError } from '../errors.ts';
import type { Model, Project } from './model.ts';
import { parseSelection } from './parse-selection.ts';
import type { SelectionAtom } from './parse-selection.ts';

type Models = Project['models'];
type Names = ReadonlySet<string>;

/** Models and sources (`source:shop.orders`) with what each is built from, and what is built from it. */
interface Graph {
  models: Models;
  parents: ReadonlyMap<string, readonly string[]>;
  children: ReadonlyMap<string, readonly string[]>;
}

/**
 * The models of a selection as dbt spells it (see `parseSelection`), in DAG order, without those of `exclude`. Throws
 * `selection-unknown` where a part of either matches nothing, or where no model is left.
 */
export function selectModels(
  project: Pick<Project, 'models'>,
  spec: string,
  exclude?: string,
): Model[] {
  const graph = graphOf(project.models);
  const selected = evaluate(spec, graph);
  const excluded = exclude === undefined ? new Set<string>() : evaluate(exclude, graph);
  const models = [...project.models.values()].filter(
    ({ name }) => selected.has(name) && !excluded.has(name),
  );
  if (models.length > 0) return models;
  const left = exclude === undefined ? '' : ` without ${exclude}`;
  throw new WorkbenchError('selection-unknown', `no model is selected: ${spec}${left}`);
}

function evaluate(spec: string, graph: Graph): Names {
  const words = parseSelection(spec).map((atoms) =>
    atoms
      .map((atom) => namesOf(atom, graph))
      .reduce((all, names) => new Set([...all].filter((name) => names.has(name)))),
  );
  return new Set(words.flatMap((names) => [...names]));
}

function namesOf(atom: SelectionAtom, graph: Graph): Set<string> {
  const matched = [...graph.parents.keys()].filter((node) => matches(atom, node, graph.models));
  if (matched.length === 0)
    throw new WorkbenchError('selection-unknown', `nothing matches: ${atom.text}`);
  const below = walk(matched, graph.children, atom.down);
  const above = atom.withChildrensParents
    ? walk(below, graph.parents, Infinity)
    : walk(matched, graph.parents, atom.up);
  return new Set([...below, ...above]);
}

/** The nodes and all that can be reached from them in so many steps. */
function walk(
  from: Iterable<string>,
  edges: ReadonlyMap<string, readonly string[]>,
  steps: number,
): Set<string> {
  const seen = new Set(from);
  let edge = [...seen];
  for (let step = 0; step < steps && edge.length > 0; step++) {
    edge = [...new Set(edge.flatMap((name) => edges.get(name) ?? []))].filter((n) => !seen.has(n));
    for (const name of edge) seen.add(name);
  }
  return seen;
}

function matches({ method, value }: SelectionAtom, node: string, models: Models): boolean {
  const model = models.get(node);
  const fits = (text: string): boolean => pattern(value).test(text);
  if (model === undefined) {
    const source = node.replace(/^source:/, '');
    return method === 'source' && (fits(source) || fits(source.split('.')[0]!));
  }
  switch (method) {
    case 'fqn':
      return [model.name, model.schema, `${model.schema}.${model.name}`].some(fits);
    case 'tag':
      return model.tags.some(fits);
    case 'path':
      return pathsOf(model).some((path) => pattern(plainPath(value)).test(path));
    case 'config.materialized':
      return fits(model.materialized);
    case 'source':
      return false;
  }
}

/** A model's file with and without its ending, and its folder. */
function pathsOf({ file, schema }: Model): string[] {
  return [file, file.replace(/\.sql$/, ''), schema];
}

/** dbt's paths begin with the folder of the models. */
function plainPath(path: string): string {
  return path.replace(/^(\.\/)?(models\/)?/, '').replace(/\/$/, '');
}

function pattern(value: string): RegExp {
  const escaped = value.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

function graphOf(models: Models): Graph {
  const parents = new Map<string, string[]>();
  const children = new Map<string, string[]>();
  for (const { name, refs, sources } of models.values()) {
    const nodes = [...refs, ...sources.map((source) => `source:${source}`)];
    parents.set(name, nodes);
    for (const node of nodes) {
      if (!models.has(node)) parents.set(node, []);
      children.set(node, [...(children.get(node) ?? []), name]);
    }
  }
  return { models, parents, children };
}
