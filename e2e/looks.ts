import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import axe from 'axe-core';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { contrastFaults } from './contrast.ts';

/** Where pictures are kept: an ignored folder. */
export const pictures = fileURLToPath(new URL('../test-results/screens', import.meta.url));
const themes = ['light', 'dark'] as const;
/** Sizes of the window; `brief` is the theme that is enough for a part of a screen. */
export const widths = [
  { name: 'wide', width: 1440, height: 900, brief: 'light' },
  { name: 'phone', width: 390, height: 844, brief: 'dark' },
] as const;

/**
 * Violations of axe's rules. Those about colours are left out unless `colours`: axe looks at every point for them, which takes
 * ten times as long as everything else; `contrastFaults` tells nearly all of them.
 */
export async function violations(page: Page, colours = false): Promise<string[]> {
  // Once a page: reading the rules takes longer than obeying them.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (enabled) => {
    const { axe } = globalThis as unknown as {
      axe: { run(node: Document, options: object): Promise<AxeResults> };
    };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'color-contrast': { enabled } },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
  }, colours);
}

/** By how much something sticks out of the page at its side, which nothing may. */
export async function overflows(page: Page): Promise<string[]> {
  const pixels = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return pixels > 0 ? [`sticks out by ${pixels} px`] : [];
}

/** A picture of the whole page on a phone, of the window elsewhere; `long`: higher than a picture can be. */
export async function takePicture(
  page: Page,
  name: string,
  { name: size }: { name: string },
  long = false,
): Promise<void> {
  await page.screenshot({
    path: join(pictures, `${name}.png`),
    fullPage: size === 'phone' && !long,
  });
}

/**
 * Looks at what is shown in light and dark, wide and on a phone: no violation, no sideways scrolling, a picture of each.
 * `brief`: wide in light and on a phone in dark only, for what is a part of a screen. `long`: higher than a picture can be.
 * `colours`: with axe's own, slow look at colours.
 */
export async function look(
  page: Page,
  name: string,
  options: { brief?: boolean; long?: boolean; colours?: boolean } = {},
): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const size of widths) {
    await page.setViewportSize(size);
    const chosen = options.brief ? [size.brief] : themes;
    for (const colorScheme of chosen) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // What a theme changes is colours.
      const found = colorScheme === chosen[0] ? await violations(page, options.colours) : [];
      found.push(...(await contrastFaults(page)), ...(await overflows(page)));
      expect({ name, size: size.name, colorScheme, found }).toMatchObject({ found: [] });
      await takePicture(page, `${name}-${size.name}-${colorScheme}`, size, options.long);
    }
  }
  await page.setViewportSize(widths[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}
