import { WorkbenchError } from '../core/errors.ts';
import { askShop, shopRange, tablesOfShop } from '../core/shop/ask-shop.ts';
import { distributionsReady } from '../core/quality/statistics/distributions.ts';
import { readShop } from '../core/shop/read-shop.ts';
import type { ShopInput, ShopView } from '../core/shop/shop-view.ts';
import type { Workbench } from '../workbench.ts';
import type { Row } from './ports.ts';
import type { Session } from './session.ts';

type ShopCalls = Pick<Workbench, 'shop'>;

/** The call of the Shop screen. */
export function shopCalls(session: Session): ShopCalls {
  return { shop: (input, options) => answerShop(session, input, options?.signal) };
}

async function answerShop(
  session: Session,
  input: ShopInput,
  signal: AbortSignal | undefined,
): Promise<ShopView> {
  const { project, published } = session;
  const { shop, rows } = published.facts;
  if (shop === null)
    throw new WorkbenchError('table-unknown', 'no export of a shop is published yet');
  await distributionsReady;
  const db = await published.read(tablesOfShop(project).map((name) => ({ name })));
  const [range] = await db.rows(shopRange, { signal });
  const days = { from: String(range?.['from'] ?? ''), to: String(range?.['to'] ?? '') };
  const results = new Map<string, Row[]>();
  for (const { name, sql } of askShop(project, input, days))
    results.set(name, await db.rows(sql, { signal }));
  const delivered = [...shop.delivered].map(
    (table) => [table, rows.get(`shop.${table}`) ?? 0] as const,
  );
  return readShop(project, input, days, new Map(delivered), results);
}
