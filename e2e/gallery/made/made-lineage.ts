import type {
  ColumnEdge,
  Lineage,
  LineageEdge,
  LineageNode,
} from '../../../src/core/lineage/lineage.ts';
import type { ModelView } from '../../../src/core/project/project-view.ts';
import { madeProject } from './made-project.ts';

const { models, metrics } = madeProject;
const sources = [...new Set(models.flatMap((model) => model.sources))].sort();

function modelNode(model: ModelView): LineageNode {
  return {
    id: `model:${model.name}`,
    kind: 'model',
    name: model.name,
    schema: model.schema,
    subject: model.subject,
    columns: model.columns,
    lastRun: model.lastRun,
    tags: model.tags,
    description: model.description,
  };
}

function sourceNodes(source: string): LineageNode[] {
  const [schema = '', name = ''] = source.split('.');
  const subject = schema === 'shop' ? 'shop' : 'website';
  const readers = models.filter((model) => model.sources.includes(source));
  const columns = readers.flatMap((model) => model.columns).slice(0, 8);
  const about = { name, subject, lastRun: null, tags: [] } as const;
  return [
    { ...about, id: `file:${source}`, kind: 'file', schema: '', columns: [], files: 5, tags: [] },
    { ...about, id: `source:${source}`, kind: 'source', schema, columns, tags: [] },
  ];
}

/** Columns of one name follow each other: near enough to look at. */
function columnEdges(from: LineageNode, to: LineageNode): ColumnEdge[] {
  return to.columns
    .filter(({ name }) => from.columns.some((column) => column.name === name))
    .map(({ name }) => ({
      from: { node: from.id, column: name },
      to: { node: to.id, column: name },
      role: 'value',
    }));
}

const nodes: LineageNode[] = [
  ...sources.flatMap(sourceNodes),
  ...models.map(modelNode),
  ...metrics.map((metric): LineageNode => ({
    id: `metric:${metric.name}`,
    kind: 'metric',
    name: metric.name,
    schema: '',
    subject: metric.subject,
    columns: [{ name: metric.name, type: 'DOUBLE' }],
    lastRun: null,
    tags: [],
    description: metric.definition,
  })),
];
const edges: LineageEdge[] = [
  ...sources.map((source) => ({ from: `file:${source}`, to: `source:${source}` })),
  ...models.flatMap((model) => [
    ...model.sources.map((source) => ({ from: `source:${source}`, to: `model:${model.name}` })),
    ...model.refs.map((ref) => ({ from: `model:${ref}`, to: `model:${model.name}` })),
  ]),
  ...metrics.map(({ model, name }) => ({ from: `model:${model}`, to: `metric:${name}` })),
];
const byId = new Map(nodes.map((node) => [node.id, node]));

/** What feeds what in the project that ships. */
export const madeLineage: Lineage = {
  nodes,
  edges: edges.filter(({ from, to }) => byId.has(from) && byId.has(to)),
  columnEdges: edges.flatMap(({ from, to }) =>
    byId.has(from) && byId.has(to) ? columnEdges(byId.get(from)!, byId.get(to)!) : [],
  ),
  unread: [{ model: 'int_session_cuts', reason: 'a lambda in line 14' }],
};
