import { planShopAccepted } from '../shop/plan-shop-load.ts';
import { shopExports } from '../shop/shop-columns.ts';
import { sourceColumns, sourceName } from '../shop/shop-sources.ts';
import { shopTables } from '../shop/shop-table.ts';
import type { ShopTable } from '../shop/shop-table.ts';
import type { Delivery } from '../warehouse/delivery.ts';
import type { Mapping, Role } from '../ingest/mapping.ts';
import { deriveColumns } from './derive-columns.ts';
import type { ColumnEdge, LineageNode } from './lineage.ts';
import type { ParsedSql } from './sql-tree.ts';
import { starOrigins } from './star-origins.ts';

type FileDelivery = Pick<Delivery, 'name' | 'accepted' | 'shopTable'>;

/** Raw files of one kind, and which of their columns give which columns of sources. */
export interface FileLineage {
  node: LineageNode;
  /** Sources that read them. */
  feeds: string[];
  columnEdges: ColumnEdge[];
}

/** The SQL that takes an accepted row of a shop's export into its source; its columns stand in the order of `sourceColumns`. */
export function shopLoadSql(table: ShopTable): string {
  return planShopAccepted(table, '', true).replace(/^insert into \S+ /, '');
}

/** Live deliveries as nodes: one for the website's exports, read by these mappings, one for each of a shop's. */
export function fileLineage(
  deliveries: readonly FileDelivery[],
  mappings: readonly Mapping[],
  trees: ReadonlyMap<string, ParsedSql>,
): FileLineage[] {
  const website = deliveries.filter(({ shopTable }) => shopTable === undefined);
  const shop = shopTables.flatMap((table) => {
    const own = deliveries.filter(({ shopTable }) => shopTable === table);
    return own.length === 0
      ? []
      : [shopFiles(table, own, trees.get(`source:${sourceName(table)}`))];
  });
  return [...(website.length === 0 ? [] : [websiteFiles(website, mappings)]), ...shop];
}

function nodeOf(
  kind: string,
  subject: LineageNode['subject'],
  deliveries: readonly FileDelivery[],
  columns: string[],
): LineageNode {
  const rows = deliveries.reduce((sum, { accepted }) => sum + accepted, 0);
  return {
    id: `file:${kind}`,
    kind: 'file',
    name: deliveries.length === 1 ? deliveries[0]!.name : kind,
    schema: '',
    subject,
    columns: columns.map((name) => ({ name, type: 'VARCHAR' })),
    lastRun: { status: null, rows, seconds: null },
    tags: [],
    description: '',
    files: deliveries.length,
  };
}

function websiteFiles(
  deliveries: readonly FileDelivery[],
  mappings: readonly Mapping[],
): FileLineage {
  const columns = new Set<string>();
  const edges = new Map<string, ColumnEdge>();
  for (const mapping of mappings) {
    for (const [role, column] of Object.entries(mapping.columns)) {
      columns.add(column);
      for (const [source, fed] of starOrigins(role as Role)) {
        for (const to of fed) addEdge(edges, 'file:website', column, `source:${source}`, to);
      }
    }
  }
  return {
    node: nodeOf('website', 'website', deliveries, [...columns]),
    feeds: [
      'ingest.events',
      'ingest.visitors',
      'ingest.requests',
      'ingest.properties',
      'ingest.repeats',
    ],
    columnEdges: [...edges.values()],
  };
}

function addEdge(
  edges: Map<string, ColumnEdge>,
  fromNode: string,
  fromColumn: string,
  toNode: string,
  toColumn: string,
): void {
  edges.set([fromNode, fromColumn, toNode, toColumn].join('\n'), {
    from: { node: fromNode, column: fromColumn },
    to: { node: toNode, column: toColumn },
    role: 'value',
  });
}

function shopFiles(
  table: ShopTable,
  deliveries: readonly FileDelivery[],
  parsed: ParsedSql | undefined,
): FileLineage {
  const columns = shopExports[table].columns.map(({ name }) => name);
  return {
    node: nodeOf(table, 'shop', deliveries, columns),
    feeds: [sourceName(table)],
    columnEdges:
      parsed !== undefined && 'tree' in parsed ? shopEdges(table, columns, parsed.tree) : [],
  };
}

/** The numbers of users are made in TypeScript, of their ids and nothing else. */
const users = ['user_text', 'user_number'];

function shopEdges(
  table: ShopTable,
  columns: string[],
  tree: Extract<ParsedSql, { tree: unknown }>['tree'],
): ColumnEdge[] {
  const known: Record<string, readonly string[]> = {
    'load.shop_typed': [...columns, 'record', 'reason'],
    'load.users': users,
  };
  const derived = deriveColumns(tree, (name) => known[name]);
  if ('reason' in derived) return [];
  const edges = new Map<string, ColumnEdge>();
  for (const [i, { name }] of sourceColumns(table).entries()) {
    for (const { column, role } of derived.columns[i]?.from ?? []) {
      const from = column === 'user_number' ? 'user_id' : column;
      if (role === 'value' && columns.includes(from))
        addEdge(edges, `file:${table}`, from, `source:${sourceName(table)}`, name);
    }
  }
  return [...edges.values()];
}
