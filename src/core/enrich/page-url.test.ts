import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePageUrl } from './page-url.ts';

describe('parsePageUrl', () => {
  it.each([
    ['https://WWW.Site.com:8443/a/b?x=1#frag', null, 'www.site.com', '/a/b'],
    ['https://www.site.com', null, 'www.site.com', '/'],
    ['https://www.site.com?x=/y', null, 'www.site.com', '/'],
    ['https://www.site.com.', null, 'www.site.com', '/'],
    ['https://user:pass@site.com/x', null, 'site.com', '/x'],
    ['http://[2001:db8::1]:80/x', null, '[2001:db8::1]', '/x'],
    ['//cdn.site.com/x', null, 'cdn.site.com', '/x'],
    ['//xmlrpc.php', 'www.site.com', 'www.site.com', '//xmlrpc.php'],
    ['/a/b?x=1', 'WWW.SITE.COM', 'www.site.com', '/a/b'],
    ['/a/b', null, null, '/a/b'],
    ['www.site.com/path', null, 'www.site.com', '/path'],
    ['www.other.com/path', 'www.site.com', 'www.other.com', '/path'],
    ['site.com/path', null, 'site.com', '/path'],
    ['index.html', null, null, '/index.html'],
    ['favicon.ico', 'www.site.com', 'www.site.com', '/favicon.ico'],
    ['http://other.com/', 'www.site.com', 'other.com', '/'],
    ['*', 'www.site.com', 'www.site.com', '*'],
    ['', 'www.site.com', 'www.site.com', ''],
    ['-', 'www.site.com', 'www.site.com', ''],
    ['/caf%C3%A9/%zz', null, null, '/caf%C3%A9/%zz'],
    ['/a#b?c', null, null, '/a'],
  ])('%s (host %s)', (url, host, hostname, path) => {
    expect(parsePageUrl(url, host)).toMatchObject({ hostname, path });
  });

  it('keeps utm_* and click ids of a query and nothing else', () => {
    const url =
      '/?utm_source=News+Letter&UTM_Medium=email&amp;utm_campaign=%C3%A9t%C3%A9&utm_id=9&secret=1&gclid=Cj0KCQjw&utm_source=second&utm_term=&msclkid=0123456789abcdef0123456789abcdef#utm_content=no';
    expect(parsePageUrl(url)).toMatchObject({
      utm: { utm_source: 'News Letter', utm_medium: 'email', utm_campaign: 'été' },
      clickIds: { gclid: 'Cj0KCQjw', msclkid: '0123456789abcdef0123456789abcdef' },
      redacted: 0,
    });
  });

  it('drops personal values and counts them', () => {
    const page = parsePageUrl(
      '/?utm_source=jane%40example.com&utm_term=203.0.113.7&utm_content=%2B14155552671&utm_campaign=2145678901',
    );
    expect(page).toMatchObject({ utm: { utm_campaign: '2145678901' }, redacted: 3 });
    expect(page.utm.utm_source).toBeUndefined();
  });

  it.each([
    ['/users/jane@example.com/edit', '/users/:redacted/edit'],
    ['/users/jane%40example.com', '/users/:redacted'],
    ['/whois/203.0.113.7', '/whois/:redacted'],
    ['/reset/d41d8cd98f00b204e9800998ecf8427e', '/reset/:redacted'],
    [
      '/orders/f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      '/orders/f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    ],
    [
      '/blog/how-to-build-a-data-pipeline-with-airflow-and-spark-2024',
      '/blog/how-to-build-a-data-pipeline-with-airflow-and-spark-2024',
    ],
    ['/2024-06-03/4155552671', '/2024-06-03/4155552671'],
  ])('redacts %s to %s', (url, path) => {
    const page = parsePageUrl(url);
    expect(page.path).toBe(path);
    expect(page.redacted).toBe(path.includes(':redacted') ? 1 : 0);
  });

  it('caps a path and a text', () => {
    const page = parsePageUrl(`/${'é'.repeat(5000)}?utm_source=${'s'.repeat(5000)}`);
    expect(page.path).toHaveLength(2048);
    expect(page.utm.utm_source).toHaveLength(512);
  });

  it('reads host and path as the URL standard does', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const theirs = new URL(url);
        const ours = parsePageUrl(url);
        expect(ours.hostname).toBe(theirs.hostname.replace(/\.$/, ''));
        // The standard also resolves dot segments, which a log keeps.
        if (ours.redacted === 0 && !/\/\.{1,2}(?:\/|$)|%2e/i.test(ours.path))
          expect(ours.path).toBe(theirs.pathname);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws and never lets a query through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string()), (url, host) => {
        const { path, hostname } = parsePageUrl(url, host);
        expect(path).not.toMatch(/[?#]/);
        expect(hostname).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
