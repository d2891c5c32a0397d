import { ExpectedWarehouse, nextOrder, restorableAfter } from './expected-warehouse.ts';
import { judgeInspection } from './judge-inspection.ts';
import type { Allowed } from './judge-inspection.ts';
import type { Inspection, Order } from './protocol.ts';
import { generationOf, tellReply } from './read-reply.ts';
import type { Reply, TorturedBrowser } from './tortured-browser.ts';

/** The one warehouse that goes through all trials, and what must be in it. */
export class TorturedWarehouse {
  readonly browser: TorturedBrowser;
  readonly expected = new ExpectedWarehouse();
  /** What was found wrong since somebody emptied it. */
  complaints: string[] = [];
  /** Milliseconds that a publication takes, undisturbed. */
  usual = 100;

  constructor(browser: TorturedBrowser) {
    this.browser = browser;
  }

  /** As many publications as make every fault point possible: the oldest files are collected. */
  async warmUp(): Promise<void> {
    for (let i = 0; i < 8; i++) await this.publish(i);
    await this.inspect(this.only(), true);
  }

  /** Publishes undisturbed, which must succeed. */
  async publish(seed: number): Promise<void> {
    const { acknowledged, head } = this.expected;
    const { order } = nextOrder(acknowledged, head, seed);
    const began = performance.now();
    const reply = await this.browser.ask('publish', order);
    this.usual += (performance.now() - began - this.usual) / 4;
    this.acknowledge(reply, order);
  }

  /** Takes what was acknowledged for what is there, on top of what was there before it. */
  acknowledge(reply: Reply, order: Order): void {
    const generation = generationOf(reply);
    const { acknowledged, head } = this.expected;
    if (generation !== acknowledged + 1)
      this.complaints.push(`after generation ${acknowledged}: ${tellReply(reply)}`);
    if (generation === undefined) return;
    const kept = head.deliveries.filter((id) => !order.superseded.includes(id));
    this.expected.acknowledge(generation, {
      contents: order.contents,
      deliveries: [...kept, order.token],
      restorable: restorableAfter(acknowledged, head),
    });
  }

  /** Judges what is there, and takes it for what is there from now on. `isExact`: no file may lie there that nothing names. */
  async inspect(allowed: Allowed, isExact: boolean): Promise<void> {
    const reply = await this.browser.ask('inspect');
    if (!('value' in reply)) {
      this.complaints.push(`the warehouse cannot be opened: ${tellReply(reply)}`);
      return;
    }
    const inspection = reply.value as Inspection;
    const generation = inspection.head?.generation ?? 0;
    const state = allowed.get(generation);
    if (state !== undefined) this.expected.acknowledge(generation, state);
    this.complaints.push(...judgeInspection(inspection, allowed, this.expected, isExact));
  }

  /** What must be there when nothing was tried since the last acknowledgement. */
  only(): Allowed {
    return new Map([[this.expected.acknowledged, this.expected.head]]);
  }
}
