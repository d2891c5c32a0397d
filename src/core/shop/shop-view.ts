import type { ShopTable } from './shop-table.ts';

export interface ShopInput {
  /** Inclusive, YYYY-MM-DD; absent: everything. */
  from?: string;
  to?: string;
  /** Days within which a second order counts as coming back; default 30. */
  followUpDays?: number;
  /** Only this product's days in `daily`: its orders, revenue, page views and the sessions that viewed it. */
  product?: string;
}

/** A share and how sure it is: Wilson's interval at 95 %. `value` is null where the denominator is 0. */
export interface Proportion {
  numerator: number;
  denominator: number;
  value: number | null;
  lower: number | null;
  upper: number | null;
}

/** The answers of the Shop screen for one range. */
export interface ShopView {
  /** First and last day that the answers are of; '' when there are none. */
  from: string;
  to: string;
  /** First and last day of all published events and orders. */
  published: { from: string; to: string };
  exports: { table: ShopTable; rows: number; isDelivered: boolean }[];
  totals: { orders: number; buyers: number; revenue: number; averageOrder: number | null };
  /** Users with two orders or more / users with an order. */
  repeat: Proportion;
  /** Sessions with a purchase / sessions. */
  conversion: Proportion;
  /** Every day of the range, gaps included. */
  daily: { ds: string; orders: number; revenue: number; pageViews: number; sessions: number }[];
  products: ShopProduct[];
  /** What goes with a product's conversion over the products: Spearman's rank correlation; null where it cannot be told. */
  explanations: {
    factor: 'price' | 'inventory' | 'pageViews' | 'promoShare';
    correlation: number | null;
    products: number;
    /** `chance`: no larger than chance gives, all factors together (95 %); `few`: fewer than ten products. */
    reading: 'higher' | 'lower' | 'chance' | 'few';
  }[];
  time: {
    sessions: number;
    medianSeconds: number | null;
    meanSeconds: number | null;
    /** Sessions under a minute / sessions. */
    bounced: Proportion;
  };
  /** What separates buyers who came back from those who did not. */
  signals: {
    followUpDays: number;
    /** Buyers with enough follow-up, and those left out for want of it. */
    buyers: number;
    leftOut: number;
    rows: ShopSignal[];
  };
  attribution: {
    orders: number;
    /** Orders whose user is known to the website. */
    matched: number;
    channels: { channel: string; firstOrders: number; lastOrders: number; revenue: number }[];
  };
  promos: { orders: number; withPromo: number; withInactivePromo: number };
}

export interface ShopProduct {
  id: string;
  name: string;
  price: number | null;
  inventory: number | null;
  pageViews: number;
  orders: number;
  quantity: number;
  revenue: number;
  /** Orders of it that used a promo / orders of it; null where there are none. */
  promoShare: number | null;
  /** Sessions that bought it / sessions that viewed it. */
  conversion: Proportion;
  /** Views above the median product, conversion surely below the shop's. */
  isViewedNotBought: boolean;
  isStockRisk: boolean;
}

export interface ShopSignal {
  name: string;
  label: string;
  /** Came back, of those with the sign and of those without it. */
  withSign: Proportion;
  without: Proportion;
  /** A made-up sign that cannot matter: where it seems to, the others deserve doubt. */
  isControl: boolean;
  /** Difference of the two shares, with Newcombe's interval at 95 % over all signs together (Bonferroni); null where a side has nobody. */
  difference: number | null;
  lower: number | null;
  upper: number | null;
  verdict: 'more' | 'less' | 'none' | 'too-few';
}
