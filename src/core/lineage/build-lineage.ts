import type { Mapping } from '../ingest/mapping.ts';
import type { Model, Project } from '../project/model.ts';
import type { Delivery } from '../warehouse/delivery.ts';
import { deriveColumns } from './derive-columns.ts';
import type { DerivedQuery } from './derive-columns.ts';
import { fileLineage } from './file-lineage.ts';
import type { ColumnEdge, Lineage, LineageEdge, LineageNode } from './lineage.ts';
import { sourceColumns } from './source-columns.ts';
import type { ParsedSql } from './sql-tree.ts';

export interface LineageInput {
  project: Project;
  /** By node, what the parser made of `planLineage`. */
  trees: ReadonlyMap<string, ParsedSql>;
  /** Live deliveries. */
  deliveries: readonly Pick<Delivery, 'name' | 'accepted' | 'shopTable'>[];
  /** How the website's exports are read. */
  mappings: readonly Mapping[];
  /** Of a model or source, by `schema.name`. */
  lastRun: (relation: string) => LineageNode['lastRun'];
}

/** A relation's columns and the node it belongs to, by `schema.name`. */
type Relations = Map<string, { node: string; columns: { name: string; type: string }[] }>;

/** The whole way of the data: files, sources that are read, models, metrics; edges between them and between their columns. */
export function buildLineage(input: LineageInput): Lineage {
  const { project, trees } = input;
  const relations: Relations = new Map();
  const sources = addSources(input, relations);
  const lineage: Lineage = { nodes: [], edges: [], columnEdges: [], unread: [] };
  addFiles(input, sources, lineage);
  lineage.nodes.push(...sources);
  for (const model of project.models.values()) addModel(model, input, relations, lineage);
  for (const metric of project.metrics.values()) {
    const id = `metric:${metric.name}`;
    const { name, subject, definition } = metric;
    lineage.nodes.push({
      ...{ id, kind: 'metric', name, schema: '', subject, description: definition },
      columns: [{ name: 'value', type: 'DOUBLE' }],
      lastRun: null,
      tags: metric.guardrail ? ['guardrail'] : [],
    });
    lineage.edges.push({ from: `model:${metric.model}`, to: id });
    const derived = derive(trees.get(id), relations);
    // Numerator and denominator together are the value.
    if ('columns' in derived)
      addColumnEdges(
        id,
        derived.columns.map(({ from }) => ({ name: 'value', from })),
        relations,
        lineage,
      );
    else lineage.unread.push({ model: name, reason: derived.reason });
  }
  return lineage;
}

function addSources({ project, lastRun }: LineageInput, relations: Relations): LineageNode[] {
  const known = sourceColumns();
  const read = new Set([...project.models.values()].flatMap(({ sources }) => sources));
  return [...read].sort().map((name) => {
    const [schema = '', short = ''] = name.split('.');
    const id = `source:${name}`;
    const columns = known.get(name) ?? [];
    relations.set(name, { node: id, columns });
    const subject = schema === 'shop' ? 'shop' : 'website';
    return {
      ...{
        id,
        kind: 'source',
        name: short,
        schema,
        subject,
        columns,
        lastRun: rowsOnly(lastRun(name)),
      },
      ...{ tags: [], description: '' },
    };
  });
}

/** No check looks at a source. */
function rowsOnly(run: LineageNode['lastRun']): LineageNode['lastRun'] {
  return run && { ...run, status: null };
}

function addFiles(
  { deliveries, mappings, trees }: LineageInput,
  sources: LineageNode[],
  to: Lineage,
): void {
  const known = new Set(sources.map(({ id }) => id));
  for (const { node, feeds, columnEdges } of fileLineage(deliveries, mappings, trees)) {
    const fed = feeds.map((name) => `source:${name}`).filter((id) => known.has(id));
    if (fed.length === 0) continue;
    to.nodes.push(node);
    to.edges.push(...fed.map((id) => ({ from: node.id, to: id })));
    to.columnEdges.push(...columnEdges.filter((edge) => known.has(edge.to.node)));
  }
}

function addModel(model: Model, input: LineageInput, relations: Relations, to: Lineage): void {
  const id = `model:${model.name}`;
  const derived = derive(input.trees.get(id), relations);
  const columns = columnsOf(model, derived);
  relations.set(`${model.schema}.${model.name}`, { node: id, columns });
  const { name, schema, subject, tags, description } = model;
  const lastRun = input.lastRun(`${schema}.${name}`);
  to.nodes.push({ id, kind: 'model', name, schema, subject, columns, lastRun, tags, description });
  to.edges.push(...edgesInto(model));
  if ('reason' in derived) to.unread.push({ model: name, reason: derived.reason });
  else addColumnEdges(id, named(derived, columns), relations, to);
}

function edgesInto({ name, refs, sources }: Model): LineageEdge[] {
  const from = [...sources.map((one) => `source:${one}`), ...refs.map((one) => `model:${one}`)];
  return [...new Set(from)].map((id) => ({ from: id, to: `model:${name}` }));
}

/** As its YAML lists them; a model that lists none has those that its SQL gives. */
function columnsOf(
  model: Model,
  derived: DerivedQuery | { reason: string },
): LineageNode['columns'] {
  if (model.columns.length > 0) return model.columns.map(({ name, type }) => ({ name, type }));
  return 'columns' in derived ? derived.columns.map(({ name }) => ({ name, type: '' })) : [];
}

function derive(
  parsed: ParsedSql | undefined,
  relations: Relations,
): DerivedQuery | { reason: string } {
  if (parsed === undefined) return { reason: 'no SQL parser here' };
  if (!('tree' in parsed))
    return { reason: `line ${parsed.line}, column ${parsed.column}: ${parsed.reason}` };
  return deriveColumns(parsed.tree, (name) =>
    relations.get(name)?.columns.map((column) => column.name),
  );
}

/** A column without a name in SQL has that of its place in the YAML. */
function named({ columns }: DerivedQuery, listed: LineageNode['columns']): DerivedQuery['columns'] {
  const names = new Set(listed.map(({ name }) => name.toLowerCase()));
  return columns.map(({ name, from }, i) => {
    const isKnown = names.has(name.toLowerCase());
    return { name: isKnown ? name : (listed[i]?.name ?? name), from };
  });
}

function addColumnEdges(
  node: string,
  columns: DerivedQuery['columns'],
  relations: Relations,
  to: Lineage,
): void {
  const edges = new Map<string, ColumnEdge>();
  for (const { name, from } of columns) {
    for (const { table, column, role } of from) {
      const source = relations.get(table)!.node;
      const key = `${source}\n${column}\n${name}`;
      if (edges.get(key)?.role === 'value') continue;
      edges.set(key, { from: { node: source, column }, to: { node, column: name }, role });
    }
  }
  to.columnEdges.push(...edges.values());
}
