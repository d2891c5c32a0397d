import type { WarehouseStatus } from '../workbench.ts';
import { count, counted, printable, span } from './output.ts';

/** What is published, in a line, and held runs in another. */
export function describeStatus(status: WarehouseStatus): string {
  const { generation, from, to, events, hosts, held, shop } = status;
  const sites = hosts.length === 0 ? '' : `, ${hosts.map(printable).join(', ')}`;
  const line = `generation ${generation}: ${span(from, to)}, ${count(events)} events${sites}\n`;
  const waiting = held === 0 ? '' : `${counted(held, 'held run')} to decide on: homegrown held\n`;
  const lacking = shop?.missing.length ? `, still missing: ${shop.missing.join(', ')}` : '';
  const ofShop = shop === null ? '' : `shop: ${count(shop.orders)} orders${lacking}\n`;
  return `${line}${ofShop}${waiting}`;
}
