import { mkdir } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openBuiltFixture } from './built-fixture.ts';
import type { BuiltFixture } from './built-fixture.ts';
import { contrastFaults } from './contrast.ts';
import { overflows, pictures, takePicture, violations, widths } from './looks.ts';

// Two browsers share the scenes.
test.describe.configure({ mode: 'parallel' });
const parts = 2;
test.use({ trace: 'off' });

/** The moment at which ages are told. */
const now = new Date('2026-10-05T09:00:00Z');
/** `SCENES=overview/` walks some rooms only; `PICTURES=all` keeps one of each theme and width. */
const { SCENES: only = '', PICTURES: which = 'some' } = process.env;

let fixture: BuiltFixture;
let page: Page;
const errors: string[] = [];

test.beforeAll(async ({ browser }) => {
  await mkdir(pictures, { recursive: true });
  fixture = await openBuiltFixture('e2e/gallery');
  page = await browser.newPage({ reducedMotion: 'reduce' });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // Notices are written by the build of the app.
    const isNotices = message.location().url.endsWith('third-party-notices.txt');
    if (message.type() === 'error' && !isNotices) errors.push(message.text());
  });
  await page.clock.setFixedTime(now);
});

test.afterAll(async () => {
  await page.context().close();
  await fixture.close();
});

/** Shows a scene and waits until it stands still; returns what went wrong. */
async function show(scene: string): Promise<string[]> {
  await page.evaluate((name) => (location.hash = `#scene/${name}?theme=light`), scene);
  const stands = (name: string): boolean => {
    const { scene: state = '' } = document.documentElement.dataset;
    return state === name || state.startsWith('failed');
  };
  // What never stands still is told below.
  await page.waitForFunction(stands, scene, { polling: 20, timeout: 20_000 }).catch(() => null);
  const told = await page.evaluate(() => document.documentElement.dataset.scene);
  return told === scene ? [] : [`scene is ${told}`];
}

/** What is wrong with a scene at one width, in both themes. */
async function faultsAt(size: (typeof widths)[number], scene: string): Promise<string[]> {
  await page.setViewportSize(size);
  const faults = [...(await violations(page)), ...(await overflows(page))];
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    faults.push(...(await contrastFaults(page)).map((fault) => `${theme} ${fault}`));
    if (which === 'all' || theme === size.brief)
      await takePicture(page, `${scene.replace('/', '-')}-${size.name}-${theme}`, size);
  }
  return faults.map((fault) => `${size.name} ${fault}`);
}

test('contrast is told as axe tells it', async () => {
  const colours = ['#767676', '#777', 'oklch(60% 0 0)', 'rgb(0 0 0 / 50%)', 'rgb(0 0 0 / 60%)'];
  const texts = colours.flatMap((colour) =>
    ['', 'font-size:24px', 'opacity:0.8', 'background:#ddd', 'background:rgb(0 0 80 / 10%)'].map(
      (style) => `<p style="color:${colour};${style}">text</p>`,
    ),
  );
  await page.setContent(
    `<main style="background:white">${texts.join('')}
    <button disabled style="color:#999;background:white">text</button>
    <input aria-label="field" value="text" style="color:#888;background:white"></main>`,
  );
  const axes = (await violations(page, true)).filter((one) => one.startsWith('color-contrast'));
  const ours = await contrastFaults(page);
  expect(axes.length).toBeGreaterThan(5);
  expect(ours).toHaveLength(axes.length);
  const ratioOf = (fault: string): number => Number(/contrast (?:of )?([\d.]+\d)/.exec(fault)?.[1]);
  // axe rounds colours on the way.
  for (const [i, fault] of axes.entries())
    expect(Math.abs(ratioOf(ours[i]!) - ratioOf(fault))).toBeLessThan(0.1);
});

for (let part = 0; part < parts; part += 1)
  test(`every scene is sound in light and dark, wide and on a phone (${part + 1} of ${parts})`, async () => {
    // Scores of scenes on a machine that may be busy.
    test.setTimeout(480_000);
    await page.goto(fixture.url);
    const scenes = await page
      .locator('a[data-scene]')
      .evaluateAll((all) => all.map((link) => (link as HTMLElement).dataset.scene!));
    expect(scenes.length).toBeGreaterThan(100);
    const faults: string[] = [];
    const walked = scenes.filter((name, i) => i % parts === part && name.startsWith(only));
    for (const scene of walked) {
      const found = await show(scene);
      for (const size of widths) found.push(...(await faultsAt(size, scene)));
      found.push(...errors.splice(0));
      faults.push(...found.map((fault) => `${scene}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });
