import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from './channel-rules.ts';
import { compileChannelRules } from './channel.ts';
import { parsePageUrl } from './page-url.ts';
import { parseReferrer } from './referrer.ts';
import { shippedRules } from '../../models/testing/shipped-rules.ts';

const own = new Set(['www.eczachly.com', 'www.zachwilson.tech']);
const attribute = compileChannelRules(shippedRules.channels);

function attributed(url: string, referrer: string | null): string {
  const page = parsePageUrl(url, 'www.eczachly.com');
  const read = parseReferrer(referrer, own, page.hostname);
  const { source, channel } = attribute({
    utmSource: page.utm.utm_source,
    utmMedium: page.utm.utm_medium,
    clickIds: Object.keys(page.clickIds),
    referrer: read,
  });
  return [read.host, source, channel].join(' | ');
}

describe('where a visit comes from', () => {
  it.each([
    [null, '(direct) | (direct) | Direct'],
    ['', '(direct) | (direct) | Direct'],
    ['-', '(direct) | (direct) | Direct'],
    ['https://www.linkedin.com/feed/', 'www.linkedin.com | LinkedIn | Organic Social'],
    ['https://lnkd.in/xyz', 'lnkd.in | LinkedIn | Organic Social'],
    ['android-app://com.linkedin.android/', 'com.linkedin.android | LinkedIn | Organic Social'],
    ['android-app://com.google.android.gm/', 'com.google.android.gm | Gmail | Email'],
    [
      'android-app://com.google.android.googlequicksearchbox/https/www.google.com',
      'com.google.android.googlequicksearchbox | Google | Organic Search',
    ],
    ['https://t.co/abc', 't.co | X | Organic Social'],
    ['https://x.com/', 'x.com | X | Organic Social'],
    ['https://l.facebook.com/', 'l.facebook.com | Facebook | Organic Social'],
    ['https://weeklydata.substack.com/p/1', 'weeklydata.substack.com | Substack | Newsletter'],
    ['https://www.youtube.com/watch?v=1', 'www.youtube.com | YouTube | Organic Video'],
    ['https://www.google.co.in/', 'www.google.co.in | Google | Organic Search'],
    ['https://www.bing.com/images/search?q=x', 'www.bing.com | Bing Images | Organic Search'],
    ['https://duckduckgo.com/', 'duckduckgo.com | DuckDuckGo | Organic Search'],
    ['https://chatgpt.com/', 'chatgpt.com | ChatGPT | AI Assistants'],
    ['https://www.perplexity.ai/', 'www.perplexity.ai | Perplexity | AI Assistants'],
    ['https://gemini.google.com/app', 'gemini.google.com | Gemini | AI Assistants'],
    ['https://claude.ai/', 'claude.ai | Claude | AI Assistants'],
    ['https://copilot.microsoft.com/', 'copilot.microsoft.com | Copilot | AI Assistants'],
    ['https://mail.google.com/mail/u/0/', 'mail.google.com | Gmail | Email'],
    ['https://github.com/x', 'github.com | GitHub | Referral'],
    ['https://some.blog.example/post', 'some.blog.example | some.blog.example | Referral'],
    ['https://www.eczachly.com/blog', 'www.eczachly.com | www.eczachly.com | Internal'],
    ['https://eczachly.com/', 'eczachly.com | eczachly.com | Internal'],
    ['https://www.zachwilson.tech/', 'www.zachwilson.tech | www.zachwilson.tech | Internal'],
    ['WWW.Google.com', 'www.google.com | Google | Organic Search'],
    ['http://203.0.113.9/x', '(ip address) | (ip address) | Referral'],
    ['chrome-extension://abc/page', '(unreadable) | (unreadable) | Other'],
    ['<script>', '(unreadable) | (unreadable) | Other'],
    // Prefixes of known hosts that belong to others.
    ['https://x.company.org/', 'x.company.org | x.company.org | Referral'],
    ['https://t.commerce.org/', 't.commerce.org | t.commerce.org | Referral'],
    ['https://notlinkedin.com/', 'notlinkedin.com | notlinkedin.com | Referral'],
  ])('referrer %s: %s', (referrer, expected) => {
    expect(attributed('/', referrer)).toBe(expected);
  });

  it.each([
    ['/?utm_source=newsletter&utm_medium=email', null, 'newsletter | Email'],
    ['/?utm_source=substack&utm_medium=email', null, 'Substack | Newsletter'],
    ['/?utm_source=weekly&utm_medium=newsletter', null, 'weekly | Newsletter'],
    [
      '/?utm_source=linkedin&utm_medium=paid_social',
      'https://www.linkedin.com/',
      'LinkedIn | Paid Social',
    ],
    [
      '/?utm_source=linkedin&utm_medium=social',
      'https://www.linkedin.com/',
      'LinkedIn | Organic Social',
    ],
    ['/?utm_source=facebook&utm_medium=cpc', null, 'Facebook | Paid Social'],
    [
      '/?utm_source=google&utm_medium=cpc&gclid=abc',
      'https://www.google.com/',
      'Google | Paid Search',
    ],
    ['/?gclid=abc', 'https://www.google.com/', 'Google | Paid Search'],
    ['/?gbraid=abc', null, 'Google | Paid Search'],
    ['/?msclkid=abc', null, 'Bing | Paid Search'],
    ['/?fbclid=abc', null, 'Facebook | Organic Social'],
    ['/?fbclid=abc&utm_source=ig&utm_medium=paid', null, 'Instagram | Paid Social'],
    ['/?ttclid=abc', 'https://www.tiktok.com/', 'TikTok | Paid Social'],
    ['/?twclid=abc', 'https://t.co/1', 'X | Paid Social'],
    ['/?li_fat_id=abc', null, 'LinkedIn | Paid Social'],
    ['/?dclid=abc', null, 'Google | Display'],
    ['/?utm_source=chatgpt.com', null, 'ChatGPT | AI Assistants'],
    ['/?utm_source=youtube&utm_medium=video', null, 'YouTube | Organic Video'],
    [
      '/?utm_source=partner&utm_medium=affiliate',
      'https://datatools.example/',
      'partner | Affiliates',
    ],
    ['/?utm_source=bannerhouse&utm_medium=banner', null, 'bannerhouse | Display'],
    ['/?utm_source=podcast', null, 'podcast | Other'],
    ['/?utm_source=podcast', 'https://www.eczachly.com/', 'podcast | Other'],
    ['/?utm_source=google&utm_medium=organic', null, 'Google | Organic Search'],
    ['/?utm_source=twitter', 'https://www.google.com/', 'X | Organic Social'],
  ])('%s from %s: %s', (url, referrer, expected) => {
    expect(attributed(url, referrer).split(' | ').slice(1).join(' | ')).toBe(expected);
  });

  it('uses every channel and names each rule once', () => {
    expect(new Set(shippedRules.channels.map(({ channel }) => channel))).toEqual(new Set(channels));
    expect(new Set(shippedRules.channels.map(({ name }) => name)).size).toBe(
      shippedRules.channels.length,
    );
  });

  it('takes edited rules in their order', () => {
    const edited = compileChannelRules([
      { name: 'podcast', channel: 'Organic Video', when: { source: 'podcast' } },
      ...shippedRules.channels,
    ]);
    const referrer = parseReferrer(null, own, null);
    expect(
      edited({ utmSource: 'Podcast', utmMedium: undefined, clickIds: [], referrer }).channel,
    ).toBe('Organic Video');
  });

  it('never throws and always names a channel', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.string(),
        (referrer, source, medium) => {
          const read = parseReferrer(referrer, own, null);
          const result = attribute({
            utmSource: source || undefined,
            utmMedium: medium || undefined,
            clickIds: [],
            referrer: read,
          });
          expect(channels).toContain(result.channel);
          expect(result.source).not.toBe('');
        },
      ),
    );
  });
});
