import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionTypes } from './action-rules.ts';
import { classifyAction, normalizeEventName } from './action-type.ts';
import { shippedRules } from '../../models/testing/shipped-rules.ts';

const log = { hasMethods: true, hasEventNames: false, onlyUrls: false };
const urls = { hasMethods: false, hasEventNames: false, onlyUrls: true };
const events = { hasMethods: false, hasEventNames: true, onlyUrls: false };

function inLog(line: string): string {
  const [method = '', path = '', status = ''] = line.split(' ');
  const request = { eventName: null, method, path, status, host: 'www.site.com' };
  return classifyAction(request, log, shippedRules.actions).action;
}

describe('a log line', () => {
  it.each([
    ['GET / 200', 'page_view'],
    ['GET /blog/post 304', 'page_view'],
    ['GET /signup 200', 'page_view'],
    ['GET /old 301', 'other'],
    ['GET /missing 404', 'error'],
    ['POST /signup 500', 'error'],
    ['GET /style.css 404', 'error'],
    ['GET /style.css 200', 'asset'],
    ['GET /a/b/photo.JPG 200', 'asset'],
    ['HEAD /style.css 200', 'asset'],
    ['GET /robots.txt 200', 'asset'],
    ['GET /favicon.ico 301', 'asset'],
    ['HEAD / 200', 'other'],
    ['OPTIONS * 200', 'other'],
    ['GET /api/users 200', 'api_call'],
    ['POST /graphql 200', 'api_call'],
    ['GET /apiary 200', 'page_view'],
    ['POST /signup 302', 'signup'],
    ['POST /users/sign_up 201', 'signup'],
    ['POST /en/register 200', 'signup'],
    ['POST /login 302', 'login'],
    ['POST /logout 302', 'logout'],
    ['POST /bootcamp 303', 'purchase'],
    ['POST /courses/spark 303', 'purchase'],
    ['POST /checkout 200', 'checkout'],
    ['POST /purchase 200', 'purchase'],
    ['POST /cart/add 200', 'add_to_cart'],
    ['POST /contact 200', 'contact'],
    ['POST /wp-login.php 200', 'other'],
    ['POST /comment 200', 'other'],
    ['GET /order/success 200', 'page_view'],
    ['GET /signups-report 200', 'page_view'],
    ['PROPFIND / 200', 'other'],
    ['- - 408', 'error'],
    ['\\x16\\x03 - -', 'other'],
  ])('%s is %s', (line, action) => {
    expect(inLog(line)).toBe(action);
  });

  it('counts an API host', () => {
    const request = {
      eventName: null,
      method: 'GET',
      path: '/users',
      status: '200',
      host: 'api.site.com',
    };
    expect(classifyAction(request, log, shippedRules.actions)).toEqual({
      action: 'api_call',
      rule: 'api host',
    });
  });
});

describe('an export of nothing but URLs', () => {
  it.each([
    ['/signup', 'signup', 'inferred from page hits: signup'],
    ['/bootcamp', 'purchase', 'inferred from page hits: purchase'],
    ['/bootcamps/v4', 'purchase', 'inferred from page hits: purchase'],
    ['/course/spark', 'purchase', 'inferred from page hits: purchase'],
    ['/login', 'login', 'inferred from page hits: login'],
    ['/signup/success', 'signup', 'success page: signup'],
    ['/checkout/thank-you', 'purchase', 'success page: purchase'],
    ['/blog', 'page_view', 'page hit'],
    ['/logo.png', 'asset', 'static file'],
  ])('%s is %s (%s)', (path, action, rule) => {
    const request = { eventName: null, method: null, path, status: null, host: 'www.eczachly.com' };
    expect(classifyAction(request, urls, shippedRules.actions)).toEqual({ action, rule });
  });
});

describe('an event', () => {
  it.each([
    ['$pageview', 'page_view'],
    ['Page Viewed', 'page_view'],
    ['pageView', 'page_view'],
    ['Signed Up', 'signup'],
    ['sign-up', 'signup'],
    ['UserSignedUp', 'signup'],
    ['registration', 'signup'],
    ['Order Completed', 'purchase'],
    ['begin_checkout', 'checkout'],
    ['addToCart', 'add_to_cart'],
    ['LOGIN', 'login'],
    ['api_call', 'api_call'],
    ['Rage Click!', 'rage_click'],
    [null, 'page_view'],
  ])('%s is %s', (eventName, action) => {
    const request = { eventName, method: null, path: '/signup', status: null, host: null };
    expect(classifyAction(request, events, shippedRules.actions).action).toBe(action);
  });

  it('of a failed request is an error', () => {
    const request = {
      eventName: 'signup',
      method: 'POST',
      path: '/signup',
      status: '422',
      host: null,
    };
    expect(
      classifyAction(request, { ...log, hasEventNames: true }, shippedRules.actions).action,
    ).toBe('error');
  });

  it('without a page or a name is other', () => {
    const request = { eventName: null, method: null, path: '', status: null, host: null };
    expect(classifyAction(request, events, shippedRules.actions).action).toBe('other');
  });
});

describe('normalizeEventName', () => {
  it.each([
    ['URLVisited', 'url_visited'],
    ['  Été  Visité ', 'été_visité'],
    ['video.play', 'video_play'],
    ['$$', null],
    ['-', null],
    ['', null],
    [null, null],
    ['jane@example.com', null],
  ])('%s to %s', (raw, name) => {
    expect(normalizeEventName(raw)).toBe(name);
  });

  it('leaves its own results alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const name = normalizeEventName(raw);
        // Letters exist whose lower case is upper case to nobody but Unicode.
        if (name !== null && /^[\x20-\x7e]*$/.test(raw))
          expect(normalizeEventName(name)).toBe(name);
      }),
    );
  });
});

describe('the default rules', () => {
  it('know every action but the landing page by some rule, and give no event name twice', () => {
    const actions = new Set(shippedRules.actions.map(({ action }) => action));
    for (const action of actionTypes) expect(actions).toContain(action);
    const names = shippedRules.actions.flatMap(({ when }) => when.eventName ?? []);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(normalizeEventName(name)).toBe(name);
    for (const action of actionTypes) expect(names).toContain(action);
  });

  it('survive JSON, as edited rules are kept', () => {
    const kept = JSON.parse(JSON.stringify(shippedRules.actions)) as typeof shippedRules.actions;
    expect(kept).toEqual(shippedRules.actions);
  });
});
