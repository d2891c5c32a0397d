import type { Manifest } from './manifest.ts';

/** A manifest without what it says of a shop. */
export function withoutShop({ shop: _, ...others }: Manifest): Omit<Manifest, 'shop'> {
  return others;
}
