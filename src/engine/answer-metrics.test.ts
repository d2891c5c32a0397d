import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.load(await house.workbench.sample({ rows: 2_000 }));
}, 60_000);
afterAll(() => house.close());

const india = [{ dimension: 'country' as const, op: 'is' as const, values: ['IN'] }];

it('the first filter after coming back is answered, and again once cubes are read', async () => {
  const before = await house.workbench.metrics({});
  const filtered = await house.workbench.metrics({ filters: india });
  await house.reopen();
  expect(await house.workbench.metrics({})).toEqual(before);
  for (let i = 0; i < 3; i++) {
    expect(await house.workbench.metrics({ filters: india })).toEqual(filtered);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await house.workbench.metrics({})).toEqual(before);
});
