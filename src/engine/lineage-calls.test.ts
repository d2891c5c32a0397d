import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lineage, LineageNode } from '../core/lineage/lineage.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import { createWorkbench } from './create-workbench.ts';
import { openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { tinyShop } from './testing/tiny-shop.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

/** A model over the shop's orders with its file beside it. */
function ownModel(sql: string, columns: string[]): Record<string, string> {
  const listed = columns.map((name) => `      - name: ${name}\n        data_type: VARCHAR`);
  return {
    'product/own_orders.sql': sql,
    'product/own_orders.yml': `models:\n  - name: own_orders\n    description: Mine.\n    config:\n      materialized: view\n      published: false\n    columns:\n${listed.join('\n')}\n`,
  };
}

function nodeOf({ nodes }: Lineage, id: string): LineageNode | undefined {
  return nodes.find((node) => node.id === id);
}

describe('of a warehouse', () => {
  let house: House;
  let lineage: Lineage;
  const events = makeEvents();

  beforeAll(async () => {
    house = await openHouse();
    await house.load([
      textFile('web.csv', toCsv(events)),
      ...Object.entries(tinyShop).map(([name, text]) => textFile(`${name}.csv`, text)),
    ]);
    lineage = await house.workbench.lineage({});
  }, 60_000);
  afterAll(() => house.close());

  it('every node has a place, and every model is followed', () => {
    const ids = new Set(lineage.nodes.map(({ id }) => id));
    expect(ids.size).toBe(lineage.nodes.length);
    expect(lineage.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    expect(lineage.unread).toEqual([]);
    const order = new Map(lineage.nodes.map(({ id }, i) => [id, i]));
    expect(lineage.edges.filter(({ from, to }) => order.get(from)! > order.get(to)!)).toEqual([]);
  });

  it('files stand for their live deliveries', () => {
    const files = lineage.nodes.filter(({ kind }) => kind === 'file');
    expect(files.map(({ name, files: count }) => [name, count])).toContainEqual(['web.csv', 1]);
    expect(files.map(({ name }) => name)).toContain('orders.csv');
    const fed = lineage.edges.filter(({ from }) => from === 'file:orders').map(({ to }) => to);
    expect(fed).toEqual(['source:shop.orders']);
  });

  it('a column goes back to a column of a file', () => {
    const into = (node: string, column: string) =>
      lineage.columnEdges
        .filter(({ to, role }) => to.node === node && to.column === column && role === 'value')
        .map(({ from }) => `${from.node} ${from.column}`);
    expect(into('source:shop.users', 'email_domain')).toEqual(['file:users email']);
    expect(into('source:shop.users', 'user_id_hash')).toEqual(['file:users user_id']);
    expect(into('source:shop.orders', 'order_total')).toEqual(['file:orders order_total']);
    const mapped = into('source:ingest.visitors', 'dim_country');
    expect(mapped).toHaveLength(1);
    expect(mapped[0]).toMatch(/^file:website /);
  });

  it('models have rows and verdict of their last run', async () => {
    const [{ n }] = (await house.query('select count(*) as n from core.fct_orders')) as [
      { n: number },
    ];
    expect(nodeOf(lineage, 'model:fct_orders')?.lastRun).toMatchObject({ rows: n });
    expect(nodeOf(lineage, 'model:fct_website_events')?.lastRun).toMatchObject({
      rows: events.length,
    });
    const findings = await house.workbench.checks();
    for (const { name, schema, kind, lastRun } of lineage.nodes) {
      if (kind !== 'model' || lastRun === null) continue;
      const statuses = findings.filter(({ on }) => on === `${schema}.${name}`).map((f) => f.status);
      const worst = statuses.includes('error')
        ? 'error'
        : statuses.includes('warn')
          ? 'warn'
          : 'pass';
      expect([name, lastRun.status]).toEqual([name, worst]);
    }
  });

  it('a draft is seen in it, and what is drafted in what it feeds', async () => {
    const changes = ownModel(
      "select order_id, status || '!' as said from {{ ref('fct_orders') }}",
      ['order_id', 'said'],
    );
    const drafted = await house.workbench.lineage({ changes });
    expect(nodeOf(drafted, 'model:own_orders')).toMatchObject({ subject: 'shop', lastRun: null });
    expect(drafted.columnEdges).toContainEqual({
      from: { node: 'model:fct_orders', column: 'status' },
      to: { node: 'model:own_orders', column: 'said' },
      role: 'value',
    });
    expect(nodeOf(await house.workbench.lineage({}), 'model:own_orders')).toBeUndefined();
  });

  it('what cannot be followed is said, and the rest is drawn', async () => {
    const changes = ownModel(
      "select * from (pivot {{ ref('fct_orders') }} on status using count(*))",
      ['a'],
    );
    const drafted = await house.workbench.lineage({ changes });
    expect(drafted.unread).toMatchObject([{ model: 'own_orders' }]);
    expect(drafted.edges).toContainEqual({ from: 'model:fct_orders', to: 'model:own_orders' });
    expect(drafted.columnEdges.length).toBe(lineage.columnEdges.length);
  });
});

it('only SQL that changed is parsed again', async () => {
  const host = await openNodeHost();
  const asked: number[] = [];
  const openSqlParser = async () => {
    const parser = await host.openSqlParser!();
    return {
      parse: (texts: string[]) => {
        asked.push(texts.length);
        return parser.parse(texts);
      },
    };
  };
  const workbench = await createWorkbench(
    { ...host, openSqlParser },
    { models: shippedModels, versions: {} },
  );
  const first = await workbench.lineage({});
  expect(await workbench.lineage({})).toEqual(first);
  const changes = ownModel("select order_id from {{ ref('fct_orders') }}", ['order_id']);
  await workbench.lineage({ changes });
  expect(asked).toHaveLength(2);
  expect(asked[0]).toBeGreaterThan(30);
  expect(asked[1]).toBe(1);
  await workbench.close();
  await host.dispose();
});

it('a host without a parser draws the models and says why there are no columns', async () => {
  const host = await openNodeHost();
  const workbench = await createWorkbench(
    { ...host, openSqlParser: undefined },
    { models: shippedModels, versions: {} },
  );
  const { nodes, edges, columnEdges, unread } = await workbench.lineage({});
  expect(columnEdges).toEqual([]);
  expect(unread[0]?.reason).toBe('no SQL parser here');
  expect(nodes.length).toBeGreaterThan(40);
  expect(edges.length).toBeGreaterThan(60);
  await workbench.close();
  await host.dispose();
});
