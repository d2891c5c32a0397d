import type { Workbench } from '../workbench.ts';
import type { Session } from './session.ts';

type ShopCalls = Pick<Workbench, 'shop'>;

/** To be built. */
export function shopCalls(_session: Session): ShopCalls {
  return {
    shop: () => Promise.reject(new Error('shop: not built yet')),
  };
}
