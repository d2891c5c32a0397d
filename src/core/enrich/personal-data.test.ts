import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyPersonalValue } from './personal-data.ts';

describe('classifyPersonalValue', () => {
  it.each([
    ['jane.doe@example.com', 'email'],
    ['Jane Doe <jane+news@example.co.uk>', 'email'],
    ['write to jane@example.com please', 'email'],
    ['jane%40example.com', 'email'],
    ['203.0.113.7', 'ip'],
    ['203.0.113.7:5555', 'ip'],
    ['203.0.113.7, 70.41.3.18', 'ip'],
    ['2001:db8::1', 'ip'],
    ['[2001:db8::1]:443', 'ip'],
    ['::ffff:10.0.0.1', 'ip'],
    ['+14155552671', 'phone'],
    ['+44 20 7946 0958', 'phone'],
    ['0049 30 901820', 'phone'],
    ['(415) 555-2671', 'phone'],
    ['415-555-2671', 'phone'],
    ['415.555.2671 x12', 'phone'],
    ['1-800-555-0199', 'phone'],
    ['4155552671', 'phone'],
    ['030 9018200', 'phone'],
    ['06 12 34 56 78', 'phone'],
    ['tel:+14155552671', 'phone'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U', 'token'],
    ['Bearer abcdefgh12345', 'token'],
    ['sk_live_' + '4eC39HqLyjWDarjt', 'token'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'token'],
  ])('%s is %s', (value, kind) => {
    expect(classifyPersonalValue(value)).toBe(kind);
  });

  it.each([
    '',
    '-',
    'home',
    '/pricing',
    'a@b',
    '@handle',
    'pkg@1.2.3',
    '12:34:56',
    '1.2.3',
    '999.1.1.1',
    '::',
    '123456789',
    '1700000000',
    '1700000000000',
    '1717416000',
    '20240603',
    '20240603120000',
    '2024-06-03',
    '2024-06-03 12:00:00',
    '2024-06-03T12:00:00Z',
    '2024.06.03',
    '3.14159265358979',
    '-1234567.891',
    '+123456789.5',
    '978-0-306-40615-7',
    '0-306-40615-2',
    '120210000000000017',
    'how-to-build-a-data-pipeline-with-airflow-and-spark-2024',
    'Introduction-to-Apache-Spark-3-Structured-Streaming-Part-2',
    'weekly_newsletter_2024_06_03_top_banner_variant_b',
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    '{F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6}',
    'Mozilla/5.0 (X11; Linux x86_64)',
    '9780306406157',
    '1,234,567,890',
    '100 200 300 400',
    '4.5 out of 5',
    'https://example.com/path',
  ])('"%s" is neither', (value) => {
    expect(classifyPersonalValue(value)).toBeNull();
  });

  it('finds every address, number and secret of common shapes', () => {
    fc.assert(
      fc.property(
        fc.emailAddress().filter((v) => !v.includes('/@')),
        (value) => classifyPersonalValue(value) === 'email',
      ),
    );
    fc.assert(fc.property(fc.ipV4(), (value) => classifyPersonalValue(value) === 'ip'));
    fc.assert(
      fc.property(
        fc.ipV6().filter((v) => !/^[:0.]*$/.test(v)),
        (value) => classifyPersonalValue(value) === 'ip',
      ),
    );
    const digits = fc.bigInt({ min: 100_000_000n, max: 999_999_999_999_999n });
    fc.assert(fc.property(digits, (value) => classifyPersonalValue(`+${value}`) === 'phone'));
    fc.assert(
      fc.property(
        fc.uint8Array(),
        (bytes) =>
          classifyPersonalValue(createHash('sha256').update(bytes).digest('hex')) === 'token',
      ),
    );
  });

  it('leaves numbers, dates and UUIDs alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        (n) => classifyPersonalValue(String(n)) === null,
      ),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (n) => classifyPersonalValue(String(n)) === null),
    );
    fc.assert(fc.property(fc.uuid(), (value) => classifyPersonalValue(value) === null));
    fc.assert(
      // Of 2000 to 2030: milliseconds of January 1970 and seconds of 2033 are shaped like phone numbers.
      fc.property(
        fc.date({ min: new Date(946_684_800_000), max: new Date(1.9e12), noInvalidDate: true }),
        (date) =>
          [
            date.toISOString(),
            date.toISOString().slice(0, 10),
            String(date.getTime()),
            String(Math.floor(date.getTime() / 1000)),
          ].every((value) => classifyPersonalValue(value) === null),
      ),
    );
  });

  it('finds nine of ten random secrets of 32 bytes', () => {
    const secrets = Array.from({ length: 400 }, (_, i) =>
      createHash('sha256').update(String(i)).digest('base64url'),
    );
    expect(
      secrets.filter((secret) => classifyPersonalValue(secret) === 'token').length,
    ).toBeGreaterThan(360);
  });

  it('stays fast on long texts', () => {
    const before = performance.now();
    for (const text of [
      'a@'.repeat(50_000),
      `${'a'.repeat(100_000)}@`,
      '1-'.repeat(50_000),
      'a.'.repeat(50_000) + '@',
    ])
      classifyPersonalValue(text);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
