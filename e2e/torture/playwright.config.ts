import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** The kill test alone: it brings its own page and browser, so the app need not be built. */
export default defineConfig({
  ...base,
  testDir: '..',
  testMatch: 'torture.spec.ts',
  outputDir: '../../test-results/torture',
  reporter: [['list']],
  webServer: undefined,
});
