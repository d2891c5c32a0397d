import type { Subject } from '../subject.ts';

/** A thing data passes through, from raw file to metric. */
export interface LineageNode {
  /** `file:orders`, `source:shop.orders`, `model:fct_orders`, `metric:repeat_rate`. */
  id: string;
  kind: 'file' | 'source' | 'model' | 'metric';
  /** `fct_orders`. */
  name: string;
  /** Schema of a model or source, '' elsewhere. */
  schema: string;
  subject: Subject;
  columns: { name: string; type: string }[];
  /** Of the last run; null where nothing is on record. */
  lastRun: {
    status: 'pass' | 'warn' | 'error' | 'held' | null;
    rows: number | null;
    seconds: number | null;
  } | null;
  tags: string[];
  /** What it is, in words. */
  description?: string;
  /** Of a file node: how many live deliveries it stands for. */
  files?: number;
}

/** `from` feeds `to`. */
export interface LineageEdge {
  from: string;
  to: string;
}

/** A column of a node. */
export interface ColumnRef {
  node: string;
  column: string;
}

/** `from` is read to compute `to`; `filter`: it decides which rows there are (where, join, group by), not the value. */
export interface ColumnEdge {
  from: ColumnRef;
  to: ColumnRef;
  role: 'value' | 'filter';
}

/** What feeds what, derived from the SQL. */
export interface Lineage {
  /** Each after what feeds it. */
  nodes: LineageNode[];
  edges: LineageEdge[];
  columnEdges: ColumnEdge[];
  /** Models whose SQL the parser could not follow, with the reason: their columns have no edges. */
  unread: { model: string; reason: string }[];
}
