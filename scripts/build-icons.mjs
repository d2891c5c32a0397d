import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { isProgram, root, runMain } from './run.mjs';
import { findBrowser } from './setup.mjs';

const folder = join(root, 'public/icons');
const icons = [
  { file: 'icon-192.png', size: 192, corners: true },
  { file: 'icon-512.png', size: 512, corners: true },
  // A system cuts this one to a shape of its own: the ground fills it, the plant stays in the middle.
  { file: 'icon-maskable-512.png', size: 512, corners: false },
];

/** Draws the icons of the installed app from public/icons/icon.svg. To be run after that file changed. */
async function drawIcons() {
  const svg = await readFile(join(folder, 'icon.svg'), 'utf8');
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    for (const { file, size, corners } of icons) {
      await page.setViewportSize({ width: size, height: size });
      const drawn = corners
        ? svg
        : svg
            .replace('rx="112"', '')
            .replace('translate(96 92) scale(16)', 'translate(136 132) scale(12)');
      await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawn}`);
      await page.screenshot({ path: join(folder, file), omitBackground: true });
    }
  } finally {
    await browser.close();
  }
}

if (isProgram(import.meta.url)) await runMain(drawIcons);
