import { expect, test } from '@playwright/test';
import { openBuiltFixture } from './built-fixture.ts';
import type { BuiltFixture } from './built-fixture.ts';
import { ChangedSample } from './torture/changed-sample.ts';
import { runTrial } from './torture/run-trial.ts';
import type { TrialResult } from './torture/run-trial.ts';
import { planTrials } from './torture/trial-plan.ts';
import { trialTable } from './torture/trial-table.ts';
import { TorturedBrowser } from './torture/tortured-browser.ts';
import { TorturedWarehouse } from './torture/tortured-warehouse.ts';

const trials = Number(process.env.TORTURE_TRIALS ?? 30);
const seed = Number(process.env.TORTURE_SEED ?? 1);

// Kept for every step of minutes of work they cost more than they tell: a trial says by itself what is wrong.
test.use({ trace: 'off', screenshot: 'off' });

let fixture: BuiltFixture;
let browser: TorturedBrowser;

test.beforeAll(async () => {
  fixture = await openBuiltFixture('e2e/torture');
  browser = await TorturedBrowser.open(fixture.url);
});

test.afterAll(async () => {
  await browser.close();
  await fixture.close();
});

test(`${trials} publications cut off or failing lose nothing`, async () => {
  test.setTimeout(60_000 + trials * 15_000);
  const warehouse = new TorturedWarehouse(browser);
  await warehouse.warmUp();
  expect(warehouse.complaints).toEqual([]);
  const results: TrialResult[] = [];
  for (const trial of planTrials(trials, seed)) {
    const result = await runTrial(warehouse, trial);
    results.push(result);
    expect.soft(result.complaints, `trial ${trial.number}, ${trial.name}`).toEqual([]);
  }
  process.stdout.write(`${trialTable(results)}\n`);
  const met = new Set(results.filter(({ fired }) => fired).map(({ name }) => name));
  // A few trials meet few points.
  if (trials >= 30) expect(met.size).toBeGreaterThanOrEqual(12);
});

test('one changed byte in any file of a published sample is found and never served', async () => {
  test.setTimeout(240_000);
  const fresh = await TorturedBrowser.open(fixture.url);
  try {
    const sample = new ChangedSample(fresh);
    await sample.publish(300);
    const { disk } = sample;
    expect(disk.length).toBeGreaterThan(30);
    for (const { path } of disk) expect.soft(await sample.complaintsOf(path), path).toEqual([]);
  } finally {
    await fresh.close();
  }
});
