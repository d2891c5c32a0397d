import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

const folder = fileURLToPath(new URL('../test-results/screens', import.meta.url));
const themes = ['light', 'dark'] as const;
const widths = [
  { name: 'wide', width: 1440, height: 900, brief: 'light' },
  { name: 'phone', width: 390, height: 844, brief: 'dark' },
] as const;

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

/** Nothing may stick out of the page at its side. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/**
 * Looks at what is shown in light and dark, wide and on a phone: no violation, no sideways scrolling, a picture of each.
 * `brief`: wide in light and on a phone in dark only, for what is a part of a screen. `long`: higher than a picture can be.
 */
export async function look(
  page: Page,
  name: string,
  options: { brief?: boolean; long?: boolean } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name: size, width, height, brief } of widths) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of options.brief ? [brief] : themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect({ name, size, colorScheme, found: await violations(page) }).toMatchObject({
        found: [],
      });
      await page.screenshot({
        path: join(folder, `${name}-${size}-${colorScheme}.png`),
        fullPage: size === 'phone' && options.long !== true,
      });
    }
    expect({ name, size, overflow: await overflow(page) }).toMatchObject({ overflow: 0 });
  }
  await page.setViewportSize(widths[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}
