import { type Random, integerBetween, pickOne, weightedChoice } from '../random.ts';
import { type SampleProduct, samplePromos, sampleProducts } from './shop-catalogue.ts';
import { type SampleShopUser, drawId } from './shop-user.ts';

export interface SampleShopEvent {
  id: string;
  session: string;
  user: string;
  /** Path of the page. */
  path: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  type: 'page_view' | 'add_to_cart' | 'checkout' | 'package_shipped';
  order: string;
  product: string;
}

export interface SampleOrder {
  id: string;
  user: SampleShopUser;
  promo: string;
  time: number;
  /** In cents. */
  cost: number;
  shipping: number;
  discount: number;
  items: Map<SampleProduct, number>;
  carrier: string;
  tracking: string;
  /** Milliseconds since 1970, UTC; where shipping and delivery lie after the last day they are not told. */
  shippedAt: number;
  estimatedAt: number;
  deliveredAt: number;
}

export interface SampleVisit {
  events: SampleShopEvent[];
  order: SampleOrder | undefined;
}

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;
const chances = { leaveAtOnce: 0.14, again: 0.25, checkout: 0.55, promo: 0.14, inactive: 0.12 };
const pickProduct = weightedChoice(sampleProducts.map((one) => [one, one.views] as const));
const active = samplePromos.filter(({ status }) => status === 'active');
const inactive = samplePromos.filter(({ status }) => status === 'inactive');

/** One visit of a user from `start` on: pages of products, perhaps a cart, perhaps an order with what follows it. */
export function drawVisit(random: Random, user: SampleShopUser, start: number): SampleVisit {
  const session = drawId(random);
  const events: SampleShopEvent[] = [];
  let time = start;
  const add = (type: SampleShopEvent['type'], path: string, product = '', order = ''): void => {
    events.push({ id: drawId(random), session, user: user.id, path, time, type, order, product });
  };
  const cart = new Map<SampleProduct, number>();
  const seen: SampleProduct[] = [];
  const pages =
    random() < chances.leaveAtOnce ? 1 : integerBetween(random, 2, user.isLoyal ? 9 : 6);
  for (let page = 0; page < pages; page++) {
    const isAgain = seen.length > 0 && random() < chances.again;
    const product = isAgain ? pickOne(random, seen) : pickProduct(random);
    seen.push(product);
    add('page_view', `/product/${product.id}`, product.id);
    time += integerBetween(random, 8, 95) * second;
    if (pages === 1 || product.inventory === 0 || random() >= product.appeal) continue;
    cart.set(product, (cart.get(product) ?? 0) + (random() < 0.8 ? 1 : 2));
    add('add_to_cart', `/product/${product.id}`, product.id);
    time += integerBetween(random, 4, 30) * second;
  }
  if (cart.size === 0 || random() >= chances.checkout + (user.isLoyal ? 0.25 : 0))
    return { events, order: undefined };
  time += integerBetween(random, 20, 120) * second;
  const order = drawOrder(random, user, cart, time + integerBetween(random, 1, 5) * second);
  add('checkout', `/checkout/${order.id}`, '', order.id);
  time = order.shippedAt;
  add('package_shipped', `/shipping/${order.id}`, '', order.id);
  return { events, order };
}

function drawOrder(
  random: Random,
  user: SampleShopUser,
  items: Map<SampleProduct, number>,
  time: number,
): SampleOrder {
  const cost = [...items].reduce((sum, [{ price }, quantity]) => sum + price * quantity, 0);
  const promo = drawPromo(random, cost);
  const shippedAt = time + integerBetween(random, 5, 30) * hour;
  const estimatedAt = time + integerBetween(random, 3, 7) * day;
  const late = random() < 0.3 ? integerBetween(random, 10, 70) : -integerBetween(random, 1, 30);
  return {
    id: drawId(random),
    user,
    promo: promo?.id ?? '',
    time,
    cost,
    shipping: integerBetween(random, 295, 1190),
    discount: promo?.discount ?? 0,
    items,
    carrier: pickOne(random, ['ups', 'usps', 'fedex', 'dhl']),
    tracking: drawId(random),
    shippedAt,
    estimatedAt,
    deliveredAt: Math.max(estimatedAt + late * hour, shippedAt + 6 * hour),
  };
}

function drawPromo(random: Random, cost: number) {
  if (random() >= chances.promo) return undefined;
  const promo = pickOne(random, random() < chances.inactive ? inactive : active);
  return promo.discount < cost ? promo : undefined;
}
