import type { LineageNode } from '../../../core/lineage/lineage.ts';
import { format } from '../../format.ts';
import { lineageWords as words } from '../../lineage-words.ts';
import type { CheckStatus } from '../../../core/quality/finding.ts';
import { layerOf } from './lineage-graph.ts';

/** How a node is called. */
export function nameOf({ kind, name, files = 0, id }: LineageNode): string {
  if (kind !== 'file' || files === 1) return name;
  return id === 'file:website' ? words.website : name;
}

/** Kind and place in words: `core model`, `source in shop`. */
export function kindOf({ kind, schema }: LineageNode): string {
  return schema === '' ? words.kinds[kind] : `${words.kinds[kind]} · ${schema}`;
}

/** The verdict of the last run in a word; undefined where a node has none (files, sources, metrics). */
export function statusOf({ kind, lastRun }: LineageNode): string | undefined {
  if (kind !== 'model') return undefined;
  return lastRun?.status ? words.statuses[lastRun.status] : words.notRun;
}

/** Its mark; a held table fails, until a person decides. */
export function markOf({ lastRun }: LineageNode): CheckStatus {
  if (!lastRun?.status) return 'n/a';
  return lastRun.status === 'held' ? 'error' : lastRun.status;
}

/** Rows and seconds of the last run, as far as they are known. */
export function factsOf({ lastRun, files }: LineageNode): string[] {
  const rows = lastRun?.rows ?? null;
  const seconds = lastRun?.seconds ?? null;
  return [
    ...(files === undefined ? [] : [words.files(files, format.exact(files))]),
    ...(rows === null ? [] : [words.rows(rows, format.short(rows))]),
    ...(seconds === null ? [] : [timeOf(seconds)]),
  ];
}

/** Seconds in words. */
export function timeOf(seconds: number): string {
  return seconds < 0.05 ? words.quick : format.duration(seconds);
}

/** The line under a node's name: there is room for what took time, not for what took none. */
export function metaOf(node: LineageNode): string {
  const status = statusOf(node);
  return [
    node.schema === '' ? words.kinds[node.kind] : node.schema,
    ...(status === undefined ? [] : [status]),
    ...factsOf(node).filter((fact) => fact !== words.quick),
  ].join(' · ');
}

/** A layer as its filter calls it. */
export function layerName(layer: string): string {
  return words.layers[layer as keyof typeof words.layers] ?? layer;
}

/** The layers of the nodes, in the order of the data. */
export function layersOf(nodes: readonly LineageNode[]): string[] {
  const layers = [...new Set(nodes.map(layerOf))];
  const rank = (layer: string) =>
    ['file', 'source', 'staging', 'intermediate', 'core'].indexOf(layer);
  const place = (layer: string) => (layer === 'metric' ? 99 : rank(layer) < 0 ? 50 : rank(layer));
  return layers.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
