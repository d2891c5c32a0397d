import { chromium } from 'playwright';
import { ensureBrowser } from '../scripts/setup.mjs';

/** Milliseconds that a step may take before the bench gives up. */
export const patience = 20 * 60_000;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

/** Chromium with a profile on disk. */
export function openProfile(profile) {
  return chromium.launchPersistentContext(profile, {
    executablePath: ensureBrowser(),
    args: flags,
    acceptDownloads: true,
    viewport: { width: 1440, height: 900 },
  });
}

/**
 * Runs in the page. From a click until nothing of the screen waits any more (`aria-busy`) and two frames were drawn since; with
 * the tasks of the main thread that took over 50 ms meanwhile.
 */
function watchClicks() {
  const state = { done: null, began: 0, tasks: [] };
  window.benchClicks = state;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) state.tasks.push([task.startTime, task.duration]);
  }).observe({ type: 'longtask' });
  const isBusy = () => document.querySelector('main [aria-busy="true"]') !== null;
  // Seen at each change, as an answer may come between two frames.
  const watch = () => {
    let wasBusy = isBusy();
    const observer = new MutationObserver(() => {
      const busy = isBusy();
      wasBusy ||= busy;
      if (busy || !wasBusy) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => finish()));
    });
    observer.observe(document.querySelector('main'), {
      subtree: true,
      childList: true,
      attributeFilter: ['aria-busy'],
    });
  };
  const finish = () => {
    const ended = performance.now();
    // Long tasks are told a moment later.
    setTimeout(() => {
      const longest = state.tasks
        .filter(([at, took]) => at + took >= state.began && at <= ended)
        .map(([, took]) => took);
      state.done = { ms: ended - state.began, longTasks: longest, hash: location.hash };
    }, 100);
  };
  state.arm = () => {
    state.done = null;
    state.tasks = [];
    const started = (event) => {
      state.began = event.timeStamp;
      watch();
    };
    addEventListener('click', started, { capture: true, once: true });
  };
}

/** Clicks on a page that are timed; call before the page is opened. */
export async function clicksOf(page) {
  await page.addInitScript(watchClicks);
  return {
    /** `opens` is clicked first and not timed. */
    async time({ kind, opens, target }) {
      if (opens !== undefined) await opens(page).first().click();
      const element = target(page).first();
      await element.scrollIntoViewIfNeeded();
      await page.evaluate(() => window.benchClicks.arm());
      await element.click();
      const done = await page.waitForFunction(() => window.benchClicks.done, null, { polling: 20 });
      const taken = await done.jsonValue();
      if (opens !== undefined) await page.keyboard.press('Escape');
      return { kind, ...taken };
    },
  };
}
