export const actionTypes = [
  'page_view',
  'landing',
  'signup',
  'login',
  'logout',
  'purchase',
  'add_to_cart',
  'checkout',
  'watch_video',
  'download',
  'contact',
  'search',
  'api_call',
  'asset',
  'error',
  'other',
] as const;

export type ActionType = (typeof actionTypes)[number];

/** What a rule asks for. Every condition that is stated must hold; of a list, one entry is enough. */
export interface ActionCondition {
  /** Normalised event names. */
  eventName?: readonly string[];
  /** Whether the record names its event. */
  hasEventName?: boolean;
  method?: readonly string[];
  /** Lowest HTTP status; a record without a status fails. */
  minStatus?: number;
  /** Highest HTTP status; a record without a status passes: its source does not tell of failures. */
  maxStatus?: number;
  /** Statuses left to other rules. */
  notStatus?: readonly number[];
  /** Regular expressions over the path and the host, in any case. */
  path?: string;
  host?: string;
  /** `methods`: the source has a method column. `no methods`: it has none. `urls only`: nor event names. */
  source?: 'methods' | 'no methods' | 'urls only';
}

/** An editable rule. The first whose condition holds gives the action; null keeps the event name as it is. */
export interface ActionRule {
  name: string;
  action: ActionType | null;
  when: ActionCondition;
}

const synonyms: readonly (readonly [ActionType, string])[] = [
  [
    'page_view',
    'page_view pageview page_views pageviews page_viewed viewed_page page view screen screen_view screen_viewed visit hit load page_load',
  ],
  ['landing', 'landing land landing_page first_visit session_start entrance'],
  [
    'signup',
    'signup sign_up signups signed_up user_signup user_signed_up register registered registration complete_registration registration_completed user_registered create_account created_account account_create account_created signup_completed signup_complete signup_success subscribe subscribed join joined',
  ],
  [
    'login',
    'login log_in logged_in logins signin sign_in signed_in user_login user_logged_in login_success login_successful login_completed session_login authenticated',
  ],
  ['logout', 'logout log_out logged_out signout sign_out signed_out user_logout user_logged_out'],
  [
    'purchase',
    'purchase purchases purchased buy bought order ordered order_completed order_complete completed_order order_placed placed_order order_paid order_created complete_purchase purchase_completed purchase_complete checkout_completed checkout_complete payment payment_succeeded payment_success payment_completed paid invoice_paid charge_succeeded transaction ecommerce_purchase subscription_started subscription_created enroll enrolled',
  ],
  [
    'add_to_cart',
    'add_to_cart added_to_cart addtocart add_cart cart_add product_added item_added add_item add_to_basket add_to_bag',
  ],
  [
    'checkout',
    'checkout begin_checkout checkout_started started_checkout start_checkout initiate_checkout checkout_initiated checkout_begin checkout_step add_payment_info add_shipping_info',
  ],
  [
    'watch_video',
    'watch_video video video_watched watched_video video_play play_video video_played video_start video_started video_complete video_completed video_view video_progress',
  ],
  [
    'download',
    'download downloads downloaded file_download file_downloaded download_file download_started',
  ],
  [
    'contact',
    'contact contacted contact_us contact_form contact_submit contact_submitted contact_form_submitted lead generate_lead lead_submitted form_submit form_submitted submit_form request_demo demo_requested book_call',
  ],
  [
    'search',
    'search searched searches site_search view_search_results search_results search_performed products_searched',
  ],
  ['api_call', 'api_call api api_request apicall request'],
  ['asset', 'asset asset_request static'],
  ['error', 'error exception crash js_error javascript_error error_occurred app_error app_crash'],
  ['other', 'other unknown misc'],
];

const under = (...names: string[]): string =>
  `^/(?:(?:[a-z]{2}(?:-[a-z]{2})?|users?|accounts?|auth|app|shop|store|members?)/)?(?:${names.join('|')})(?:[/.]|$)`;

const signup = under('sign-?_?up', 'register', 'registration', 'create-account', 'join');
const login = under('log-?_?in', 'sign-?_?in', 'sessions?');
const logout = under('log-?_?out', 'sign-?_?out');
const offers = ['boot-?camps?', 'courses?'];
const purchase = under(...offers, 'purchases?', 'orders?', 'buy', 'payments?', 'pay', 'enroll?');
const checkout = under('checkout');
const anyOrder = under(
  ...offers,
  'checkout',
  'purchases?',
  'orders?',
  'buy',
  'payments?',
  'pay',
  'enroll?',
);
const cart = under('cart', 'basket', 'add-to-cart');
const contact = under('contact(?:-us)?', 'leads?', 'demo');
const success =
  '(?:success|thank-?you|thanks|confirm(?:ed|ation)?|complete[d]?|done|welcome)(?:[/.]|$)';
const successOf = (place: string): string =>
  `${place.replace('(?:[/.]|$)', '')}[/-](?:[^/]+/)*${success}`;

const apiPath =
  '^/(?:api|graphql|rpc|rest|wp-json|trpc|_next/data)(?:[/.]|$)|^/v\\d+/|^/xmlrpc\\.php$';
const staticFile =
  '(?:\\.(?:css|js|mjs|cjs|map|png|jpe?g|gif|svg|webp|avif|bmp|ico|cur|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|og[gv]|wav|mov|avi|pdf|zip|gz|tgz|bz2|xz|rar|7z|tar|dmg|exe|msi|apk|deb|rpm|jar|swf|wasm|webmanifest|xml|xsl|rss|atom|txt|json|csv|yml|yaml)|/favicon[^/]*|/apple-touch-icon[^/]*|/robots\\.txt|/browserconfig\\.xml)$';

const posted = { method: ['POST', 'PUT', 'PATCH'], maxStatus: 399 };

function sent(action: ActionType, path: string): ActionRule {
  return { name: `form sent: ${action}`, action, when: { ...posted, path } };
}

function succeeded(action: ActionType, path: string): ActionRule {
  return {
    name: `success page: ${action}`,
    action,
    when: { source: 'no methods', path: successOf(path) },
  };
}

function inferred(action: ActionType, path: string): ActionRule {
  return { name: 'inferred from page hits', action, when: { source: 'urls only', path } };
}

/**
 * In the order of the specification: status, event name, static files, technical requests, API, sent
 * forms, success pages, page hits of sources with nothing but URLs, page views. `landing`, a
 * session's first page view, is decided where sessions are known.
 */
export const defaultActionRules: readonly ActionRule[] = [
  { name: 'status 400 or more', action: 'error', when: { minStatus: 400 } },
  ...synonyms.map(([action, names]): ActionRule => ({
    name: 'event name',
    action,
    when: { eventName: names.split(' ') },
  })),
  { name: 'unknown event name', action: null, when: { hasEventName: true } },
  { name: 'static file', action: 'asset', when: { path: staticFile } },
  { name: 'HEAD or OPTIONS', action: 'other', when: { method: ['HEAD', 'OPTIONS'] } },
  {
    name: 'redirect',
    action: 'other',
    when: { method: ['GET'], minStatus: 300, maxStatus: 399, notStatus: [304] },
  },
  { name: 'api path', action: 'api_call', when: { path: apiPath } },
  { name: 'api host', action: 'api_call', when: { host: '^api[.-]' } },
  sent('signup', signup),
  sent('login', login),
  sent('logout', logout),
  sent('add_to_cart', cart),
  sent('checkout', checkout),
  sent('purchase', purchase),
  sent('contact', contact),
  succeeded('signup', signup),
  succeeded('purchase', anyOrder),
  succeeded('contact', contact),
  inferred('signup', signup),
  inferred('login', login),
  inferred('logout', logout),
  inferred('purchase', under(...offers)),
  { name: 'page requested', action: 'page_view', when: { method: ['GET'], path: '^/' } },
  { name: 'page hit', action: 'page_view', when: { source: 'no methods', path: '^/' } },
  { name: 'nothing else', action: 'other', when: {} },
];
