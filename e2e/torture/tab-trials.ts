import { nextOrder } from './expected-warehouse.ts';
import { wrongServed } from './judge-inspection.ts';
import type { Inspection } from './protocol.ts';
import { generationOf, outcomeOf, tellReply } from './read-reply.ts';
import type { TorturedWarehouse } from './tortured-warehouse.ts';
import type { Ending, Trial } from './trial-plan.ts';

/** Two tabs publish at once: one wins or both do in turn, and who does not is told and can publish then. */
async function twoTabs(warehouse: TorturedWarehouse, { seed }: Trial): Promise<Ending> {
  const other = await warehouse.browser.anotherTab();
  const { acknowledged, head } = warehouse.expected;
  const tries = [undefined, other].map((page, i) => {
    const { order } = nextOrder(acknowledged, head, seed + 20 + i);
    return { page, order, reply: warehouse.browser.ask('publish', order, page) };
  });
  const told = await Promise.all(tries.map(async (one) => ({ ...one, reply: await one.reply })));
  const refused = told.filter(({ reply }) => generationOf(reply) === undefined);
  for (const { reply } of refused)
    if (!/^refused: warehouse-(busy|moved)$/.test(outcomeOf(reply)))
      warehouse.complaints.push(`of two tabs one was told: ${tellReply(reply)}`);
  const done = told.filter((one) => !refused.includes(one));
  if (done.length === 0) warehouse.complaints.push('of two tabs none could publish');
  done.sort((a, b) => generationOf(a.reply)! - generationOf(b.reply)!);
  for (const { reply, order } of done) warehouse.acknowledge(reply, order);
  for (const { page, order } of refused) {
    const reply = await warehouse.browser.ask('publish', order, page);
    warehouse.acknowledge(reply, order);
  }
  await other.close();
  await warehouse.browser.end('reload');
  await warehouse.inspect(warehouse.only(), false);
  const outcome = done.length === 2 ? 'acknowledged' : 'one refused';
  return { outcome, landed: done.length > 0, fired: true };
}

/** A tab goes on reading what it opened while another one publishes more often than publications are kept. */
async function reader(warehouse: TorturedWarehouse, { seed }: Trial): Promise<Ending> {
  const other = await warehouse.browser.anotherTab();
  const opened = warehouse.only();
  await warehouse.browser.ask('inspect', undefined, other);
  for (let i = 0; i < 7; i++) await warehouse.publish(seed + 10 + i);
  const reply = await warehouse.browser.ask('inspect', undefined, other);
  if (!('value' in reply))
    warehouse.complaints.push(`a tab can read no longer: ${tellReply(reply)}`);
  else {
    const inspection = reply.value as Inspection;
    const state = opened.get(inspection.head?.generation ?? 0);
    if (state === undefined)
      warehouse.complaints.push('a tab reads another generation than it opened');
    else warehouse.complaints.push(...wrongServed(inspection, state));
  }
  await other.close();
  return { outcome: 'acknowledged', landed: true, fired: true };
}

/** A tab opens the warehouse again and again while another one publishes: it never finds less than was acknowledged before. */
async function opener(warehouse: TorturedWarehouse, { seed }: Trial): Promise<Ending> {
  const other = await warehouse.browser.anotherTab();
  let isPublishing = true;
  const open = async (): Promise<void> => {
    while (isPublishing) {
      const acknowledged = warehouse.expected.acknowledged;
      const reply = await warehouse.browser.ask('reopen', undefined, other);
      const generation = generationOf(reply) ?? -1;
      if (generation >= acknowledged) continue;
      warehouse.complaints.push(`opened at generation ${acknowledged}: ${tellReply(reply)}`);
    }
  };
  const opened = open();
  for (let i = 0; i < 10; i++) await warehouse.publish(seed + 30 + i);
  isPublishing = false;
  await opened;
  await other.close();
  return { outcome: 'acknowledged', landed: true, fired: true };
}

/** Trials with a second tab. */
export const tabTrials = { 'two-tabs': twoTabs, reader, opener };
