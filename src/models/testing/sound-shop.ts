import { shopTables } from '../../core/shop/shop-table.ts';
import type { ShopTable } from '../../core/shop/shop-table.ts';
import type { ShopRow } from './shop-candidate.ts';

/**
 * A shop of two users and three products in which nothing is wrong. Ada ordered twice: lamps on the 1st (with a promo, delivered in
 * time on the 3rd) and a vase on the 8th. Ben came once, looked at lamps and left within a minute.
 */
export function soundShop(): Record<ShopTable, ShopRow[]> {
  const rows: Record<ShopTable, string> = {
    users: `user_id,first_name,email,phone_number,created_at,updated_at,address_id
ada,Ada,ada@shop.example,555-000-1111,2026-08-01T00:00:00Z,2026-08-01T00:00:00Z,home
ben,Ben,ben@shop.example,5550002222,2026-08-02T00:00:00Z,2026-08-02T00:00:00Z,flat`,
    addresses: `address_id,address,zipcode,state,country
home,1 Long Street,01234,Vermont,United States
flat,2 Short Street,98765,Oregon,United States`,
    products: `product_id,name,price,inventory
lamp,Lamp,20,50
vase,Vase,7.5,40
rug,Rug,90,30`,
    promos: `promo_id,discount,status
autumn,5,active
summer,3,active`,
    orders: `order_id,user_id,promo_id,address_id,created_at,order_cost,shipping_cost,order_total,shipping_service,estimated_delivery_at,delivered_at,status
o1,ada,autumn,home,2026-09-01T10:10:00Z,40,4.5,39.5,ups,2026-09-04T10:00:00Z,2026-09-03T10:00:00Z,delivered
o2,ada,,home,2026-09-08T12:00:30Z,7.5,2,9.5,ups,,,preparing`,
    order_items: `order_id,product_id,quantity
o1,lamp,2
o2,vase,1`,
    events: `event_id,session_id,user_id,page_url,created_at,event_type,order_id,product_id
e1,s1,ada,https://shop.example/product/lamp,2026-09-01T10:00:00Z,page_view,,lamp
e2,s1,ada,https://shop.example/product/vase,2026-09-01T10:05:00Z,page_view,,vase
e3,s1,ada,https://shop.example/product/lamp,2026-09-01T10:08:00Z,add_to_cart,,lamp
e4,s1,ada,https://shop.example/checkout/o1,2026-09-01T10:09:58Z,checkout,o1,
e5,s1,ada,https://shop.example/shipping/o1,2026-09-02T08:00:00Z,package_shipped,o1,
e6,s2,ada,https://shop.example/product/vase?utm_source=mail,2026-09-08T11:59:30Z,page_view,,vase
e7,s2,ada,https://shop.example/checkout/o2,2026-09-08T12:00:30Z,checkout,o2,
e8,s3,ben,https://shop.example/product/lamp,2026-09-09T09:00:00Z,page_view,,lamp`,
  };
  return Object.fromEntries(shopTables.map((table) => [table, readRows(rows[table])])) as Record<
    ShopTable,
    ShopRow[]
  >;
}

function readRows(text: string): ShopRow[] {
  const [head = '', ...lines] = text.split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  });
}
