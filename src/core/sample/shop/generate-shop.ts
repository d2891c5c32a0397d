import { generateSample } from '../generate-sample.ts';
import { type Random, createRandom, hashText, integerBetween } from '../random.ts';
import { dayMs, drawStart, parseDate } from '../sample-calendar.ts';
import { type KnownUser, type SampleShopUser, shopUserOf } from './shop-user.ts';
import { type SampleOrder, type SampleShopEvent, drawVisit } from './shop-visit.ts';

export interface ShopSampleOptions {
  /** Any text or number; the same seed gives the same bytes. Default `homegrown`, that of the website's sample. */
  seed?: string | number;
  /** Customers. Default 360. */
  users?: number;
  /** Whole UTC days. Default 60. */
  days?: number;
  /** Last day, `YYYY-MM-DD`. Default 2026-10-04. */
  endDate?: string;
  /** Records of the website's sample, a third of whose users shop here too at most. Default 60,000. */
  rows?: number;
}

/** A shop as it stands at the end of its last day, in order of time. */
export interface SampleShop {
  endTime: number;
  users: SampleShopUser[];
  orders: SampleOrder[];
  events: SampleShopEvent[];
}

/** Seeded customers, visits and orders of a shop; some customers are users of the website's sample. */
export function generateShop(options: ShopSampleOptions = {}): SampleShop {
  const { seed = 'homegrown', users: count = 360, days = 60, endDate = '2026-10-04' } = options;
  const numericSeed = hashText(`shop ${seed}`);
  const random = createRandom(numericSeed, 0x5409);
  const endTime = parseDate(endDate) + dayMs;
  const firstDay = endTime - days * dayMs;
  const known = websiteUsers(options, Math.floor(count / 3)).filter(
    ({ since }) => since >= firstDay && since < endTime - dayMs,
  );
  const users = Array.from({ length: count }, (_, i) => {
    const createdAt = known[i]?.since ?? drawCreation(random, firstDay, endTime);
    return shopUserOf(numericSeed, i, createdAt, known[i]);
  });
  const lives = users.map((user) => drawLife(random, user, firstDay, endTime));
  return {
    endTime,
    users,
    orders: lives.flatMap(({ orders }) => orders).sort((a, b) => a.time - b.time),
    events: lives.flatMap(({ events }) => events).sort((a, b) => a.time - b.time),
  };
}

/** The first users that the website's sample knows. */
function websiteUsers({ seed, rows, endDate }: ShopSampleOptions, most: number): KnownUser[] {
  const known = new Map<string, KnownUser>();
  const asked = {
    ...(seed !== undefined && { seed }),
    ...(rows !== undefined && { rows }),
    ...(endDate !== undefined && { endDate }),
  };
  for (const { userId, time } of generateSample(asked)) {
    if (userId === null || known.has(String(userId))) continue;
    // They find the shop within the hour.
    known.set(String(userId), { id: String(userId), since: time + 1_800_000 });
    if (known.size === most) break;
  }
  return [...known.values()];
}

/** Half of the customers were there before the first day. */
function drawCreation(random: Random, firstDay: number, endTime: number): number {
  if (random() < 0.5) return firstDay - Math.floor(random() * 200 * dayMs) - dayMs;
  return firstDay + Math.floor(random() * (endTime - firstDay - dayMs));
}

function drawLife(random: Random, user: SampleShopUser, firstDay: number, endTime: number) {
  const from = Math.max(user.createdAt, firstDay);
  const visits = user.isLoyal ? integerBetween(random, 3, 9) : integerBetween(random, 1, 4);
  const starts = Array.from({ length: visits }, () => {
    const moment = from + Math.floor(random() * (endTime - from));
    const dayStart = Math.floor(moment / dayMs) * dayMs;
    return Math.max(drawStart(random, dayStart, user.offsetMinutes), from);
  });
  const orders: SampleOrder[] = [];
  const events: SampleShopEvent[] = [];
  for (const start of starts.sort((a, b) => a - b)) {
    if (isPutOff(random, orders, start)) continue;
    const visit = drawVisit(random, user, start);
    if (visit.order !== undefined && visit.order.time >= endTime) continue;
    if (visit.order !== undefined) orders.push(visit.order);
    events.push(...visit.events.filter(({ time }) => time < endTime));
  }
  return { orders, events };
}

/** Whose first order was late comes back less often. */
function isPutOff(random: Random, [first]: SampleOrder[], start: number): boolean {
  if (first === undefined || first.deliveredAt <= first.estimatedAt) return false;
  return start > first.deliveredAt && random() < 0.6;
}
