import { WorkbenchError } from '../errors.ts';
import { matchesNode } from './match-node.ts';
import type { Model, Project } from './model.ts';
import { parseSelection } from './parse-selection.ts';
import type { SelectionAtom } from './parse-selection.ts';
import { modelNodes, testNodes } from './selection-nodes.ts';
import type { SelectionNode, Testable } from './selection-nodes.ts';

type Keys = ReadonlySet<string>;

/** Nodes with what each is built from, and what is built from it. */
interface Graph {
  nodes: readonly SelectionNode[];
  tests: readonly SelectionNode[];
  parents: ReadonlyMap<string, readonly string[]>;
  children: ReadonlyMap<string, readonly string[]>;
}

/**
 * The models of a selection as dbt spells it (see `parseSelection`), in DAG order, without those of `exclude`. Throws
 * `selection-unknown` where a part of either matches nothing, or where no model is left.
 */
export function selectModels(
  { models }: Pick<Project, 'models'>,
  spec: string,
  exclude?: string,
): Model[] {
  const chosen = chooseFrom(graphOf(modelNodes(models), []), spec, exclude);
  const selected = [...models.values()].filter(({ name }) => chosen.has(name));
  if (selected.length === 0) throw nothingLeft('model', spec, exclude);
  return selected;
}

/**
 * The tests of a selection: of its models, and those it names itself (`test_type:unit`, `test_name:unique`), by check id and by
 * `unit:<model>.<name>`. Throws as `selectModels` does; models without any test are no error.
 */
export function selectTests(project: Testable, spec: string, exclude?: string): Set<string> {
  const tests = testNodes(project);
  const graph = graphOf([...modelNodes(project.models), ...tests], tests);
  const chosen = chooseFrom(graph, spec, exclude);
  if (chosen.size === 0) throw nothingLeft('test', spec, exclude);
  const keys = new Set(tests.map(({ key }) => key));
  return new Set([...chosen].filter((key) => keys.has(key)));
}

function nothingLeft(what: string, spec: string, exclude: string | undefined): WorkbenchError {
  const left = exclude === undefined ? '' : ` without ${exclude}`;
  return new WorkbenchError('selection-unknown', `no ${what} is selected: ${spec}${left}`);
}

function chooseFrom(graph: Graph, spec: string, exclude: string | undefined): Set<string> {
  const selected = evaluate(spec, graph);
  const excluded = exclude === undefined ? new Set<string>() : evaluate(exclude, graph);
  return new Set([...selected].filter((key) => !excluded.has(key)));
}

function evaluate(spec: string, graph: Graph): Keys {
  const words = parseSelection(spec).map((atoms) =>
    atoms
      .map((atom) => keysOf(atom, graph))
      .reduce((all, keys) => new Set([...all].filter((key) => keys.has(key)))),
  );
  return new Set(words.flatMap((keys) => [...keys]));
}

/** What an atom selects. Tests come with any of the models that they look at. */
function keysOf(atom: SelectionAtom, graph: Graph): Set<string> {
  const matched = graph.nodes.flatMap((node) => (matchesNode(atom, node) ? [node.key] : []));
  if (matched.length === 0)
    throw new WorkbenchError('selection-unknown', `nothing matches: ${atom.text}`);
  const below = walk(matched, graph.children, atom.down);
  const above = atom.withChildrensParents
    ? walk(below, graph.parents, Infinity)
    : walk(matched, graph.parents, atom.up);
  const chosen = new Set([...below, ...above]);
  const looksAtChosen = ({ parents }: SelectionNode) => parents.some((key) => chosen.has(key));
  return new Set([...chosen, ...graph.tests.filter(looksAtChosen).map(({ key }) => key)]);
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
    edge = [...new Set(edge.flatMap((key) => edges.get(key) ?? []))].filter((k) => !seen.has(k));
    for (const key of edge) seen.add(key);
  }
  return seen;
}

function graphOf(nodes: readonly SelectionNode[], tests: readonly SelectionNode[]): Graph {
  const parents = new Map(nodes.map(({ key, parents }) => [key, parents]));
  const children = new Map<string, string[]>();
  for (const { key, parents: above } of nodes)
    for (const parent of above) children.set(parent, [...(children.get(parent) ?? []), key]);
  return { nodes, tests, parents, children };
}
