import type { ShopTable } from '../../core/shop/shop-table.ts';

/** A shop of two users, two products and three orders that add up. */
export const tinyShop: Record<ShopTable, string> = {
  users: `user_id,first_name,last_name,email,phone_number,created_at,updated_at,address_id
u-1,Ada,Quillfeather,ada.quillfeather@example.org,831-155-1615,2021-01-01T10:00:00Z,2021-01-02T10:00:00Z,a-1
42,Bea,Thistlewood,bea@thistle.example,8797062066,2021-01-03T10:00:00Z,2021-01-03T10:00:00Z,a-2
`,
  addresses: `address_id,address,zipcode,state,country
a-1,7 Marmalade Lane,02056,California,United States
a-2,9 Nutmeg Court,85062,Arizona,United States
`,
  products: `product_id,name,price,inventory
p-1,Pothos,10.5,40
p-2,Bamboo,20,56
`,
  promos: `promo_id,discount,status
spring,2,active
`,
  orders: `order_id,user_id,promo_id,address_id,created_at,order_cost,shipping_cost,order_total,tracking_id,shipping_service,estimated_delivery_at,delivered_at,status
o-1,u-1,,a-1,2021-02-01T10:05:00Z,10.5,2,12.5,t-1,ups,2021-02-03T10:00:00Z,2021-02-03T09:00:00Z,delivered
o-2,u-1,spring,a-1,2021-02-05T10:05:00Z,20,2,20,t-2,usps,2021-02-08T10:00:00Z,,shipped
o-3,42,,a-2,2021-02-06T10:05:00Z,30.5,2,32.5,,,,,preparing
`,
  order_items: `order_id,product_id,quantity
o-1,p-1,1
o-2,p-2,1
o-3,p-1,1
o-3,p-2,1
`,
  events: `event_id,session_id,user_id,page_url,created_at,event_type,order_id,product_id
e-1,s-1,u-1,https://shop.example/product/p-1,2021-02-01T10:00:00Z,page_view,,p-1
e-2,s-1,u-1,https://shop.example/product/p-1,2021-02-01T10:02:00Z,add_to_cart,,p-1
e-3,s-1,u-1,https://shop.example/checkout/o-1,2021-02-01T10:05:00Z,checkout,o-1,
e-4,s-2,42,https://shop.example/product/p-2,2021-02-02T10:00:00Z,page_view,,p-2
`,
};
