import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileUnitTest } from '../core/project/compile-unit-test.ts';
import { project } from './testing/candidate.ts';
import { openShop, shopProject } from './testing/shop-candidate.ts';
import type { ShopCandidate } from './testing/shop-candidate.ts';

const models = [...shopProject.models.values()];

let db: ShopCandidate;
beforeAll(async () => {
  db = await openShop({});
});
afterAll(() => db.close());

it.each(models.flatMap((model) => model.unitTests.map((test) => [model.name, test.name] as const)))(
  'unit test %s: %s',
  async (name, unit) => {
    const model = project.models.get(name)!;
    const test = model.unitTests.find((one) => one.name === unit)!;
    expect(await db.rows(compileUnitTest(test, model, project))).toEqual([]);
  },
);

it('each model of the shop has a data test or a unit test', () => {
  const bare = models.filter(({ tests, unitTests }) => tests.length + unitTests.length === 0);
  expect(bare.map(({ name }) => name)).toEqual([]);
});
