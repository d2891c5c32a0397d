import { describe, expect, it } from 'vitest';
import { enrichRequests } from './enrich-requests.ts';
import type { RequestContext, RequestInput, RequestOutput } from './enrich-requests.ts';
import { shippedRules } from '../../models/testing/shipped-rules.ts';

const context: RequestContext = {
  defaultHost: 'www.eczachly.com',
  ownHosts: new Set(['www.eczachly.com', 'www.zachwilson.tech']),
  hasMethods: true,
  hasEventNames: false,
  channelRules: shippedRules.channels,
  actionRules: shippedRules.actions,
};

type Row = Partial<Record<keyof RequestInput, string | null>>;

function enrich(rows: Row[], changes: Partial<RequestContext> = {}): RequestOutput {
  const column = (name: keyof RequestInput): (string | null)[] =>
    rows.map((row) => row[name] ?? null);
  const input: RequestInput = {
    url: column('url'),
    host: column('host'),
    referrer: column('referrer'),
    eventName: column('eventName'),
    method: column('method'),
    status: column('status'),
  };
  return enrichRequests(input, { ...context, ...changes });
}

describe('enrichRequests', () => {
  it('fills every column of a tagged landing', () => {
    const url =
      '/a?utm_source=Google&utm_medium=cpc&utm_campaign=Spark+2&gclid=a=b%26c&gbraid=z&q=secret';
    const out = enrich([
      { url, referrer: 'https://www.google.com/', method: 'get', status: '200' },
    ]);
    expect(out).toMatchObject({
      hostname: ['www.eczachly.com'],
      path: ['/a'],
      referrer: ['www.google.com'],
      source: ['Google'],
      channel: ['Paid Search'],
      utmSource: ['Google'],
      utmMedium: ['cpc'],
      utmCampaign: ['Spark 2'],
      utmTerm: [null],
      utmContent: [null],
      clickIds: ['gbraid=z&gclid=a%3Db%26c'],
      eventName: [null],
      action: ['page_view'],
      actionRule: ['page requested'],
      redacted: 0,
    });
    expect(JSON.stringify({ ...out, requestHash: 0 })).not.toContain('secret');
  });

  it('gives one hash to one request, however a format writes what is absent', () => {
    const { requestHash } = enrich([
      { url: '/a?x=1', method: 'GET', status: '200' },
      { url: '/a?x=1', method: 'get', status: ' 200 ', referrer: '-', eventName: '', host: '' },
      { url: 'https://www.eczachly.com/a?x=1', method: 'GET', status: '200', referrer: '' },
      { url: '/a?x=1', method: 'GET', status: '200', host: 'WWW.eczachly.com' },
    ]);
    expect(new Set(requestHash).size).toBe(1);
  });

  it('gives different hashes to what differs anywhere, cut or redacted parts included', () => {
    const rows: Row[] = [
      { url: '/a', method: 'GET', status: '200' },
      { url: '/a?x=1', method: 'GET', status: '200' },
      { url: '/a?x=2', method: 'GET', status: '200' },
      { url: '/a', method: 'POST', status: '200' },
      { url: '/a', method: 'GET', status: '304' },
      { url: '/a', method: 'GET', status: '200', referrer: 'https://x.com/' },
      { url: '/a', method: 'GET', status: '200', host: 'www.zachwilson.tech' },
      { url: '/a', method: 'GET', status: '200', eventName: 'GET' },
      { url: '/u/a@example.com' },
      { url: '/u/b@example.com' },
      { url: `/${'l'.repeat(3000)}1` },
      { url: `/${'l'.repeat(3000)}2` },
    ];
    expect(new Set(enrich(rows).requestHash).size).toBe(rows.length);
  });

  it('counts redactions by row and lets nothing personal through', () => {
    const out = enrich([
      { url: '/u/jane@example.com?utm_source=jane@example.com', eventName: 'jane@example.com' },
      { url: '/u/jane@example.com?utm_source=jane@example.com', referrer: 'http://203.0.113.9/' },
      {
        url: '/',
        referrer: 'https://jane:pw@blog.example.org/jane@example.com?mail=jane@example.com',
      },
    ]);
    expect(out.redacted).toBe(5);
    expect(JSON.stringify({ ...out, requestHash: 0 })).not.toMatch(/jane|203\.0/);
    expect(out.path[0]).toBe('/u/:redacted');
    expect(out.referrer[2]).toBe('blog.example.org');
  });

  it('calls a referrer from any host of the drop Internal, and from the page itself', () => {
    const out = enrich([
      { url: '/', referrer: 'https://zachwilson.tech/' },
      { url: 'https://shop.example.org/a', referrer: 'https://shop.example.org/' },
      { url: '/', referrer: 'https://shop.example.org/' },
    ]);
    expect(out.channel).toEqual(['Internal', 'Internal', 'Referral']);
  });

  it('infers actions from page hits only where there is nothing else', () => {
    const row = { url: '/signup' };
    const actionIn = (changes: Partial<RequestContext>): string =>
      enrich([row], changes).action[0]!;
    expect(actionIn({ hasMethods: false, hasEventNames: false })).toBe('signup');
    expect(actionIn({ hasMethods: false, hasEventNames: true })).toBe('page_view');
    expect(enrich([{ ...row, method: 'GET' }]).action[0]).toBe('page_view');
  });

  it('keeps an unknown event name as the action', () => {
    const out = enrich([{ eventName: 'Rage Click' }, { eventName: 'Signed Up' }], {
      hasMethods: false,
      hasEventNames: true,
    });
    expect(out.action).toEqual(['rage_click', 'signup']);
    expect(out.eventName).toEqual(['rage_click', 'signed_up']);
    expect(out.actionRule).toEqual(['unknown event name', 'event name: signup']);
    expect(out.path).toEqual(['', '']);
  });
});
