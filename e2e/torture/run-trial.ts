import { setTimeout as sleep } from 'node:timers/promises';
import { ExpectedWarehouse, nextOrder, restored } from './expected-warehouse.ts';
import type { State } from './expected-warehouse.ts';
import { judgeInspection, wrongServed } from './judge-inspection.ts';
import type { Allowed } from './judge-inspection.ts';
import type { Acknowledgement, Inspection, Order } from './protocol.ts';
import type { Reply, TorturedBrowser } from './tortured-browser.ts';
import type { Trial } from './trial-plan.ts';

/** What a trial came to. */
export interface TrialResult {
  /** Row of the table. */
  name: string;
  /** `acknowledged`, `refused: <code>`, `stopped` or `gone`. */
  outcome: string;
  /** Whether the disturbed publication is on the disk. */
  landed: boolean;
  /** Whether its fault point was met; always true where there is none. */
  fired: boolean;
  complaints: string[];
}

/** A change that is tried: what to ask, and what the warehouse holds if it lands. */
interface Attempt {
  call: 'publish' | 'undo';
  input: object;
  state: State;
}

/** Runs trials one after another on one warehouse, which goes through all of them. */
export class Torture {
  readonly #browser: TorturedBrowser;
  readonly #expected = new ExpectedWarehouse();
  /** Milliseconds that a publication takes, undisturbed. */
  #usual = 100;

  constructor(browser: TorturedBrowser) {
    this.#browser = browser;
  }

  /** As many publications as make every fault point possible: the oldest files are collected. */
  async warmUp(): Promise<string[]> {
    const complaints: string[] = [];
    for (let i = 0; i < 8; i++) complaints.push(...(await this.#publishCleanly(i)));
    return [...complaints, ...(await this.#inspect(this.#only(), true))];
  }

  async run(trial: Trial): Promise<TrialResult> {
    const result = await this.#runOn(trial);
    result.complaints.push(...(await this.#publishCleanly(trial.seed + 7)));
    result.complaints.push(...(await this.#inspect(this.#only(), true)));
    return result;
  }

  async #runOn(trial: Trial): Promise<TrialResult> {
    const complaints: string[] = [];
    for (let i = 0; i < trial.before; i++)
      complaints.push(...(await this.#publishCleanly(trial.seed + i + 1)));
    if (trial.special === 'two-tabs') return this.#twoTabs(trial, complaints);
    if (trial.special === 'reader') return this.#reader(trial, complaints);
    if (trial.special === 'opener') return this.#opener(trial, complaints);
    const next = this.#expected.acknowledged + 1;
    const attempt = this.#attempt(trial);
    const { reply, fired } = await this.#disturb(trial, attempt);
    const allowed = this.#allowedAfter(reply, next, attempt.state);
    if (trial.end === undefined) complaints.push(...(await this.#goOn(trial, allowed)));
    complaints.push(...(await this.#inspect(allowed, false)));
    const landed = this.#expected.state(next) === attempt.state;
    const outcome = outcomeOf(reply);
    const isFull = trial.special === 'real-quota' || trial.fault?.kind === 'quota';
    if (isFull && outcome !== 'refused: storage-full')
      complaints.push(`a full disk: ${tellReply(reply)}`);
    return { name: trial.name, outcome, landed, fired, complaints };
  }

  /** What was acknowledged must be there; what was not may be. */
  #allowedAfter(reply: Reply, next: number, state: State): Allowed {
    const acknowledged = generationOf(reply);
    if (acknowledged === undefined) return this.#only().set(next, state);
    this.#expected.acknowledge(acknowledged, state);
    return new Map([[next, state]]);
  }

  #attempt({ work, seed }: Trial): Attempt {
    const { head, acknowledged } = this.#expected;
    const generation = head.restorable[seed % head.restorable.length];
    const earlier = generation === undefined ? undefined : this.#expected.state(generation);
    if (work === 'undo' && earlier !== undefined) {
      const state = restored(acknowledged, head, generation!, earlier);
      return { call: 'undo', input: { generation }, state };
    }
    const { order, state } = nextOrder(acknowledged, head, seed);
    return { call: 'publish', input: order, state };
  }

  /** Tries the change while the fault or the kill of the trial happens. */
  async #disturb(
    trial: Trial,
    { call, input }: Attempt,
  ): Promise<{ reply: Reply; fired: boolean }> {
    const { fault, end, moment, special } = trial;
    if (special === 'real-quota')
      await this.#browser.limitQuota((await this.#browser.usage()) + 999);
    const asked = this.#browser.ask(call, { ...input, fault });
    if (moment !== undefined) {
      await sleep(moment * this.#usual);
      await this.#browser.end(end!);
      return { reply: await asked, fired: true };
    }
    const reply = await asked;
    if (special === 'real-quota') await this.#browser.limitQuota(undefined);
    const fired = fault === undefined || (await this.#fired(reply));
    if (end !== undefined) await this.#browser.end(end);
    return { reply, fired };
  }

  async #fired(reply: Reply): Promise<boolean> {
    if ('stopped' in reply) return true;
    const fired = await this.#browser.ask('fired');
    return 'value' in fired && fired.value === true;
  }

  /** The worker that met the fault lives on and publishes again. */
  async #goOn({ seed }: Trial, allowed: Allowed): Promise<string[]> {
    const before = this.#expected.acknowledged;
    const next = nextOrder(before, this.#expected.head, seed + 5);
    let reply = await this.#browser.ask('publish', next.order);
    // What was late has come into force meanwhile.
    if (outcomeOf(reply) === 'refused: warehouse-moved')
      reply = await this.#browser.ask('publish', next.order);
    const generation = generationOf(reply);
    if (generation === undefined) return [`it cannot go on: ${tellReply(reply)}`];
    const parent = allowed.get(generation - 1);
    if (parent === undefined) return [`it went on at generation ${generation}`];
    // It may have gone on from what was not acknowledged and is there all the same.
    const { state } = nextOrder(generation - 1, parent, seed + 5);
    this.#expected.acknowledge(generation - 1, parent);
    this.#expected.acknowledge(generation, { ...next.state, restorable: state.restorable });
    allowed.clear();
    allowed.set(generation, this.#expected.head);
    await this.#browser.end('reload');
    return [];
  }

  /** Two tabs publish at once: one wins or both do in turn, and who does not is told and can publish then. */
  async #twoTabs({ name, seed }: Trial, complaints: string[]): Promise<TrialResult> {
    const other = await this.#browser.anotherTab();
    const { acknowledged, head } = this.#expected;
    const tries = [undefined, other].map((page, i) => {
      const { order, state } = nextOrder(acknowledged, head, seed + 20 + i);
      return { page, order, state, reply: this.#browser.ask('publish', order, page) };
    });
    const told = await Promise.all(tries.map(async (one) => ({ ...one, reply: await one.reply })));
    const refused = told.filter(({ reply }) => generationOf(reply) === undefined);
    for (const { reply } of refused)
      if (!/^refused: warehouse-(busy|moved)$/.test(outcomeOf(reply)))
        complaints.push(`of two tabs one was told: ${tellReply(reply)}`);
    const done = told.filter((one) => !refused.includes(one));
    if (done.length === 0) complaints.push('of two tabs none could publish');
    done.sort((a, b) => generationOf(a.reply)! - generationOf(b.reply)!);
    for (const { reply, order, state } of done) this.#acknowledgeAfter(reply, order, state);
    for (const { page, order, state } of refused)
      complaints.push(
        ...this.#acknowledgeAfter(await this.#browser.ask('publish', order, page), order, state),
      );
    await other.close();
    await this.#browser.end('reload');
    complaints.push(...(await this.#inspect(this.#only(), false)));
    const outcome = done.length === 2 ? 'acknowledged' : 'one refused';
    return { name, outcome, landed: done.length > 0, fired: true, complaints };
  }

  /** Takes an acknowledged publication for what is there, on top of what was there before it. */
  #acknowledgeAfter(reply: Reply, order: Order, state: State): string[] {
    const generation = generationOf(reply);
    const { acknowledged, head } = this.#expected;
    if (generation !== acknowledged + 1)
      return [`after generation ${acknowledged}: ${tellReply(reply)}`];
    const kept = head.deliveries.filter((id) => !order.superseded.includes(id));
    const deliveries = [...kept, order.token];
    const { restorable } = nextOrder(acknowledged, head, 0).state;
    this.#expected.acknowledge(generation, { ...state, deliveries, restorable });
    return [];
  }

  /** A tab goes on reading what it opened while another one publishes more often than publications are kept. */
  async #reader({ name, seed }: Trial, complaints: string[]): Promise<TrialResult> {
    const other = await this.#browser.anotherTab();
    const opened = this.#only();
    await this.#browser.ask('inspect', undefined, other);
    for (let i = 0; i < 7; i++) complaints.push(...(await this.#publishCleanly(seed + 10 + i)));
    const reply = await this.#browser.ask('inspect', undefined, other);
    if (!('value' in reply)) complaints.push(`a tab can read no longer: ${tellReply(reply)}`);
    else {
      const inspection = reply.value as Inspection;
      const state = opened.get(inspection.head?.generation ?? 0);
      if (state === undefined) complaints.push('a tab reads another generation than it opened');
      else complaints.push(...wrongServed(inspection, state));
    }
    await other.close();
    return { name, outcome: 'acknowledged', landed: true, fired: true, complaints };
  }

  /** A tab opens the warehouse again and again while another one publishes: it never finds less than was acknowledged before. */
  async #opener({ name, seed }: Trial, complaints: string[]): Promise<TrialResult> {
    const other = await this.#browser.anotherTab();
    let isPublishing = true;
    const open = async (): Promise<void> => {
      while (isPublishing) {
        const acknowledged = this.#expected.acknowledged;
        const reply = await this.#browser.ask('reopen', undefined, other);
        const generation = generationOf(reply) ?? -1;
        if (generation >= acknowledged) continue;
        complaints.push(`opened at generation ${acknowledged}: ${tellReply(reply)}`);
      }
    };
    const opened = open();
    for (let i = 0; i < 10; i++) complaints.push(...(await this.#publishCleanly(seed + 30 + i)));
    isPublishing = false;
    await opened;
    await other.close();
    return { name, outcome: 'acknowledged', landed: true, fired: true, complaints };
  }

  async #publishCleanly(seed: number): Promise<string[]> {
    const next = nextOrder(this.#expected.acknowledged, this.#expected.head, seed);
    const began = performance.now();
    const reply = await this.#browser.ask('publish', next.order);
    const generation = generationOf(reply);
    if (generation === undefined) return [`an undisturbed publication failed: ${tellReply(reply)}`];
    this.#usual += (performance.now() - began - this.#usual) / 4;
    const wanted = this.#expected.acknowledged + 1;
    this.#expected.acknowledge(generation, next.state);
    return generation === wanted ? [] : [`published generation ${generation}, not ${wanted}`];
  }

  /** Judges what is there, and takes it for what is expected from now on. */
  async #inspect(allowed: Allowed, isExact: boolean): Promise<string[]> {
    const reply = await this.#browser.ask('inspect');
    if (!('value' in reply)) return [`the warehouse cannot be opened: ${tellReply(reply)}`];
    const inspection = reply.value as Inspection;
    const generation = inspection.head?.generation ?? 0;
    const state = allowed.get(generation);
    if (state !== undefined) this.#expected.acknowledge(generation, state);
    return judgeInspection(inspection, allowed, this.#expected, isExact);
  }

  #only(): Allowed {
    return new Map([[this.#expected.acknowledged, this.#expected.head]]);
  }
}

function generationOf(reply: Reply): number | undefined {
  return 'value' in reply ? (reply.value as Acknowledgement).generation : undefined;
}

function outcomeOf(reply: Reply): string {
  if ('value' in reply) return 'acknowledged';
  if ('failure' in reply) return `refused: ${reply.failure.code}`;
  return 'stopped' in reply ? 'stopped' : 'gone';
}

function tellReply(reply: Reply): string {
  return 'failure' in reply
    ? `${reply.failure.code}: ${reply.failure.message}`
    : JSON.stringify(reply);
}
