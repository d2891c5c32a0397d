import { afterAll, expect, it } from 'vitest';
import { buildShop, shopModels } from './testing/shop-candidate.ts';
import type { ShopCandidate } from './testing/shop-candidate.ts';

const open: ShopCandidate[] = [];
afterAll(() => open.forEach((shop) => shop.close()));

it('over no exports at all, models have the columns their YAML tells, in order and type', async () => {
  const shop = await buildShop({});
  open.push(shop);
  for (const model of shopModels) {
    const described = await shop.rows(`describe ${model.schema}.${model.name}`);
    const found = described.map((row) => ({ name: row['column_name'], type: row['column_type'] }));
    expect(found, model.name).toEqual(model.columns.map(({ name, type }) => ({ name, type })));
    expect(await shop.rows(`select * from ${model.schema}.${model.name}`)).toEqual([]);
  }
});
