import type { Model, Project } from '../project/model.ts';
import type { Subject } from '../subject.ts';
import type { Flow, FlowNode } from './specification.ts';

/** The models of an area by layer, in DAG order, with the sources and the models of other areas that they read. */
export function flowOf(project: Project, subject: Subject): Flow {
  const models = [...project.models.values()].filter((model) => model.subject === subject);
  const nodes = new Map<string, FlowNode & { layer: string }>();
  const edges: Flow['edges'] = [];
  for (const model of models) {
    for (const source of new Set(model.sources)) {
      nodes.set(source, sourceNode(source));
      edges.push({ from: source, to: idOf(model) });
    }
    for (const name of new Set(model.refs)) {
      const read = project.models.get(name)!;
      if (!nodes.has(idOf(read))) nodes.set(idOf(read), modelNode(read));
      edges.push({ from: idOf(read), to: idOf(model) });
    }
    nodes.set(idOf(model), modelNode(model));
  }
  const layers = new Map<string, FlowNode[]>();
  const sorted = [...nodes.values()].sort((a, b) => rank(a) - rank(b));
  for (const { layer, ...node } of sorted) layers.set(layer, [...(layers.get(layer) ?? []), node]);
  return { layers: [...layers].map(([name, list]) => ({ name, nodes: list })), edges };
}

const order = ['staging', 'intermediate', 'core'];

function rank({ kind, layer }: { kind: FlowNode['kind']; layer: string }): number {
  if (kind === 'source') return -1;
  const place = order.indexOf(layer);
  return place < 0 ? order.length : place;
}

function idOf(model: Model): string {
  return `${model.schema}.${model.name}`;
}

function modelNode(model: Model): FlowNode & { layer: string } {
  const { name, schema, published } = model;
  return { id: idOf(model), name, kind: 'model', published, layer: schema };
}

function sourceNode(source: string): FlowNode & { layer: string } {
  return { id: source, name: source, kind: 'source', published: false, layer: 'sources' };
}

/** The flow as Mermaid text: a subgraph a layer, sources rounded. */
export function flowMermaid(flow: Flow): string {
  const lines = ['flowchart LR'];
  for (const { name, nodes } of flow.layers) {
    lines.push(`  subgraph layer_${safe(name)}["${label(name)}"]`);
    for (const node of nodes) {
      const [open, close] = node.kind === 'source' ? ['([', '])'] : ['[', ']'];
      lines.push(`    ${safe(node.id)}${open}"${label(node.name)}"${close}`);
    }
    lines.push('  end');
  }
  for (const { from, to } of flow.edges) lines.push(`  ${safe(from)} --> ${safe(to)}`);
  return `${lines.join('\n')}\n`;
}

// `end` and other words of Mermaid cannot be ids; every id here has an underscore before its name.
function safe(id: string): string {
  return `n_${id.replaceAll('.', '__')}`;
}

function label(name: string): string {
  return name.replaceAll('"', '#quot;');
}
