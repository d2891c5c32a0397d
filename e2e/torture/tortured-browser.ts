import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { findBrowser } from '../../scripts/setup.mjs';
import type { Answer } from './protocol.ts';

/** Ways to end a worker in the middle of its work. */
export type End = 'renderer' | 'browser' | 'reload' | 'close';

/** The answer of a worker, or that it was gone before it could answer. */
export type Reply = Answer | { gone: string };

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--remote-debugging-port=0',
];

/** Chromium on a profile that outlives it, with the page of the kill test; its processes can be killed. */
export class TorturedBrowser {
  readonly #url: string;
  readonly #profile: string;
  #process!: ChildProcess;
  #browser!: Browser;
  #page!: Page;

  private constructor(url: string, profile: string) {
    this.#url = url;
    this.#profile = profile;
  }

  static async open(url: string): Promise<TorturedBrowser> {
    const opened = new TorturedBrowser(url, await mkdtemp(join(tmpdir(), 'homegrown-torture-')));
    await opened.#launch();
    return opened;
  }

  /** Asks the worker of the page; never rejects. */
  async ask(call: string, input?: unknown, page = this.#page): Promise<Reply> {
    try {
      return await page.evaluate(
        ([call, input]) =>
          (globalThis as unknown as { ask(call: unknown, input: unknown): Promise<Answer> }).ask(
            call,
            input,
          ),
        [call, input] as const,
      );
    } catch (error) {
      return { gone: (error as Error).message.split('\n')[0]! };
    }
  }

  /** Ends the worker; afterwards the page, in this browser or in a new one, has a new worker. */
  async end(how: End): Promise<void> {
    if (how === 'reload') return void (await this.#page.reload());
    if (how === 'browser') {
      await this.#kill();
      return this.#launch();
    }
    if (how === 'renderer') await this.#killRenderers();
    await this.#page.close();
    await this.#openPage();
  }

  /** A second tab. */
  async anotherTab(): Promise<Page> {
    const page = await this.#browser.contexts()[0]!.newPage();
    await page.goto(this.#url);
    return page;
  }

  /** Sets what Chromium gives this origin, in bytes; undefined: as it was. */
  async limitQuota(quotaSize: number | undefined): Promise<void> {
    const session = await this.#page.context().newCDPSession(this.#page);
    const { origin } = new URL(this.#url);
    await session.send('Storage.overrideQuotaForOrigin', {
      origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  }

  /** Bytes that Chromium counts for this origin. */
  async usage(): Promise<number> {
    return this.#page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  }

  async close(): Promise<void> {
    await this.#kill();
    // Its last processes may still be writing.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }

  async #launch(): Promise<void> {
    const args = [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'];
    this.#process = spawn(findBrowser()!, args, {
      // A group of its own, so that all of it can be killed at once.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#browser = await chromium.connectOverCDP(await devtoolsAddress(this.#process));
    await this.#openPage();
  }

  async #openPage(): Promise<void> {
    this.#page = await this.#browser.contexts()[0]!.newPage();
    await this.#page.goto(this.#url);
  }

  async #kill(): Promise<void> {
    const gone = once(this.#process, 'exit');
    process.kill(-this.#process.pid!, 'SIGKILL');
    await gone;
    await this.#browser.close();
  }

  async #killRenderers(): Promise<void> {
    const crashed = this.#page.waitForEvent('crash', { timeout: 10_000 });
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
    await crashed;
  }
}

/** What Chromium says on its standard error when it listens. */
async function devtoolsAddress({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  const heard = (async () => {
    for await (const chunk of stderr!) {
      said += String(chunk);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) return address;
    }
    throw new Error(`chromium ended: ${said}`);
  })();
  const late = sleep(30_000, undefined, { ref: false }).then(() => {
    throw new Error(`chromium does not listen: ${said}`);
  });
  return Promise.race([heard, late]);
}
