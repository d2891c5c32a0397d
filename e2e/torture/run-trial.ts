import { setTimeout as sleep } from 'node:timers/promises';
import { nextOrder, restored } from './expected-warehouse.ts';
import type { State } from './expected-warehouse.ts';
import type { Allowed } from './judge-inspection.ts';
import { generationOf, outcomeOf, tellReply } from './read-reply.ts';
import { tabTrials } from './tab-trials.ts';
import type { Reply } from './tortured-browser.ts';
import type { TorturedWarehouse } from './tortured-warehouse.ts';
import type { Ending, Trial } from './trial-plan.ts';

/** What a trial came to. */
export interface TrialResult extends Ending {
  /** Row of the table. */
  name: string;
  complaints: string[];
}

/** A change that is tried: what to ask, and what the warehouse holds if it lands. */
interface Attempt {
  call: 'publish' | 'undo';
  input: object;
  state: State;
}

/** Runs a trial on the warehouse as the one before left it. Afterwards it must be possible to publish, and nothing may lie about. */
export async function runTrial(warehouse: TorturedWarehouse, trial: Trial): Promise<TrialResult> {
  warehouse.complaints = [];
  for (let i = 0; i < trial.before; i++) await warehouse.publish(trial.seed + i + 1);
  const run = trial.tabs === undefined ? disturbed : tabTrials[trial.tabs];
  const ending = await run(warehouse, trial);
  await warehouse.publish(trial.seed + 7);
  await warehouse.inspect(warehouse.only(), true);
  return { name: trial.name, ...ending, complaints: warehouse.complaints };
}

async function disturbed(warehouse: TorturedWarehouse, trial: Trial): Promise<Ending> {
  const next = warehouse.expected.acknowledged + 1;
  const attempt = attemptOf(warehouse, trial);
  const { reply, fired } = await disturb(warehouse, trial, attempt);
  const allowed = allowedAfter(warehouse, reply, next, attempt.state);
  if (trial.end === undefined) await goOn(warehouse, trial, allowed);
  await warehouse.inspect(allowed, false);
  const outcome = outcomeOf(reply);
  if ((trial.isFull || trial.fault?.kind === 'quota') && outcome !== 'refused: storage-full')
    warehouse.complaints.push(`a full disk: ${tellReply(reply)}`);
  return { outcome, landed: warehouse.expected.state(next) === attempt.state, fired };
}

function attemptOf({ expected }: TorturedWarehouse, { work, seed }: Trial): Attempt {
  const { head, acknowledged } = expected;
  const generation = head.restorable[seed % head.restorable.length];
  const earlier = generation === undefined ? undefined : expected.state(generation);
  if (work === 'undo' && earlier !== undefined) {
    const state = restored(acknowledged, head, generation!, earlier);
    return { call: 'undo', input: { generation }, state };
  }
  const { order, state } = nextOrder(acknowledged, head, seed);
  return { call: 'publish', input: order, state };
}

/** What was acknowledged must be there; what was not may be. */
function allowedAfter(
  warehouse: TorturedWarehouse,
  reply: Reply,
  next: number,
  state: State,
): Allowed {
  const acknowledged = generationOf(reply);
  if (acknowledged === undefined) return warehouse.only().set(next, state);
  warehouse.expected.acknowledge(acknowledged, state);
  return new Map([[next, state]]);
}

/** Tries the change while the fault or the kill of the trial happens. */
async function disturb(
  { browser, usual }: TorturedWarehouse,
  { fault, end, moment, isFull }: Trial,
  { call, input }: Attempt,
): Promise<{ reply: Reply; fired: boolean }> {
  if (isFull) await browser.limitQuota((await browser.usage()) + 999);
  const asked = browser.ask(call, { ...input, fault });
  if (moment !== undefined) {
    await sleep(moment * usual);
    await browser.end(end!);
    return { reply: await asked, fired: true };
  }
  const reply = await asked;
  if (isFull) await browser.limitQuota(undefined);
  const fired = fault === undefined || 'stopped' in reply || (await hasFired(browser));
  if (end !== undefined) await browser.end(end);
  return { reply, fired };
}

async function hasFired(browser: TorturedWarehouse['browser']): Promise<boolean> {
  const reply = await browser.ask('fired');
  return 'value' in reply && reply.value === true;
}

/** The worker that met the fault lives on and publishes again. */
async function goOn(
  warehouse: TorturedWarehouse,
  { seed }: Trial,
  allowed: Allowed,
): Promise<void> {
  const { browser, expected } = warehouse;
  const { order } = nextOrder(expected.acknowledged, expected.head, seed + 5);
  let reply = await browser.ask('publish', order);
  // What was late has come into force meanwhile.
  if (outcomeOf(reply) === 'refused: warehouse-moved') reply = await browser.ask('publish', order);
  const generation = generationOf(reply) ?? 0;
  // It may have gone on from what was not acknowledged and is there all the same.
  const parent = allowed.get(generation - 1);
  if (parent === undefined) warehouse.complaints.push(`it cannot go on: ${tellReply(reply)}`);
  else {
    expected.acknowledge(generation - 1, parent);
    warehouse.acknowledge(reply, order);
    allowed.clear();
    allowed.set(generation, expected.head);
  }
  await browser.end('reload');
}
