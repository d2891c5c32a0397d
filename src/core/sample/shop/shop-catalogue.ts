/** A product of the sample shop. */
export interface SampleProduct {
  id: string;
  name: string;
  /** In cents. */
  price: number;
  inventory: number;
  /** How often people look at it, against the others. */
  views: number;
  /** Chance that somebody who looks at it puts it into the cart. */
  appeal: number;
}

export interface SamplePromo {
  id: string;
  /** In cents. */
  discount: number;
  status: 'active' | 'inactive';
}

type Line = readonly [
  name: string,
  price: number,
  inventory: number,
  views: number,
  appeal: number,
];

// The standing desk is looked at a lot and seldom bought; the hoodie is sold out.
const lines: readonly Line[] = [
  ['Null Is Not Zero mug', 1490, 140, 9, 0.34],
  ['Slowly Changing T-shirt', 2400, 96, 8, 0.3],
  ['Partition notebook', 1150, 210, 7, 0.38],
  ['Broadcast Join poster', 1900, 75, 5, 0.22],
  ['Idempotent socks', 990, 180, 6, 0.41],
  ['Late Arrivals tote bag', 1750, 64, 5, 0.28],
  ['Window Function hoodie', 4900, 0, 7, 0.2],
  ['Backfill water bottle', 2250, 88, 4, 0.26],
  ['Star Schema stickers', 590, 400, 8, 0.45],
  ['Medallion coaster set', 1650, 58, 3, 0.24],
  ['Cron cap', 2100, 70, 4, 0.25],
  ['Data Lake beach towel', 2950, 41, 4, 0.17],
  ['Quarantine doormat', 3400, 26, 2, 0.16],
  ['Explain Analyze desk mat', 2700, 9, 5, 0.29],
  ['Spill to Disk hard case', 3900, 33, 2, 0.15],
  ['Standing desk for pipelines', 45900, 12, 9, 0.025],
  ['Primary Key ring', 850, 260, 4, 0.36],
  ['Cardinality puzzle', 2600, 52, 3, 0.21],
];

export const sampleProducts: readonly SampleProduct[] = lines.map(
  ([name, price, inventory, views, appeal], i) => ({
    id: `prod-${String(i + 1).padStart(3, '0')}`,
    name,
    price,
    inventory,
    views,
    appeal,
  }),
);

export const samplePromos: readonly SamplePromo[] = [
  { id: 'welcome', discount: 300, status: 'active' },
  { id: 'autumn-sale', discount: 500, status: 'active' },
  { id: 'conference', discount: 800, status: 'active' },
  { id: 'spring-sale', discount: 400, status: 'inactive' },
  { id: 'launch-week', discount: 1000, status: 'inactive' },
];
