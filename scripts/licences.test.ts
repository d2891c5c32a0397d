import { describe, expect, it } from 'vitest';
import { isAllowed, licenceOf } from './licences.mjs';
import { currentNotices, refusals, renderNotices, shippedPackages } from './notices.mjs';

describe('isAllowed', () => {
  it.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0)', 'MIT AND (ISC OR AGPL-3.0-only)'])(
    'allows %s',
    (text) => {
      expect(isAllowed(text)).toBe(true);
    },
  );

  it.each([
    'AGPL-3.0',
    'GPL-2.0-only',
    'LGPL-2.1',
    'MIT AND GPL-3.0',
    'GPL-3.0 AND MIT',
    'SEE LICENSE IN x',
    '(MIT',
    'MIT ISC',
    'UNLICENSED',
    '',
    undefined,
  ])('refuses %s', (text) => expect(isAllowed(text)).toBe(false));
});

describe('licenceOf', () => {
  it('reads the field, the old list, and else the text', () => {
    expect(licenceOf({ license: 'ISC' }, [])).toBe('ISC');
    expect(licenceOf({ licenses: [{ type: 'Apache-2.0' }] }, [])).toBe('Apache-2.0');
    const mit = 'Permission is hereby granted,\nfree of charge, to any person obtaining a copy';
    expect(licenceOf({}, [mit])).toBe('MIT');
    expect(licenceOf({}, ['all rights reserved'])).toBeUndefined();
  });
});

describe('shippedPackages', () => {
  it('takes run-time packages and shipped data, at every depth, and no tools', () => {
    const lock = {
      packages: {
        '': { version: '1.0.0' },
        'node_modules/a': { version: '1.0.0', license: 'MIT' },
        'node_modules/a/node_modules/@s/b': { version: '2.0.0', license: 'MIT' },
        'node_modules/tool': { version: '3.0.0', dev: true },
        'node_modules/@ip-location-db/geo-whois-asn-country': { version: '4.0.0', dev: true },
      },
    };
    const names = shippedPackages(lock).map(({ name, version }) => `${name} ${version}`);
    expect(names).toEqual(['a 1.0.0', '@s/b 2.0.0', '@ip-location-db/geo-whois-asn-country 4.0.0']);
  });
});

describe('notices', () => {
  const found = { path: '', version: '1.0.0', lockLicence: 'MIT', isForOnePlatform: false };

  it('names each package that may not ship', () => {
    const packages = [
      { ...found, name: 'fine', licence: 'MIT', texts: [] },
      { ...found, name: 'copyleft', licence: 'AGPL-3.0', texts: [] },
      { ...found, name: 'silent', licence: undefined, texts: [] },
    ];
    expect(refusals(packages)).toEqual([
      'copyleft 1.0.0: AGPL-3.0',
      'silent 1.0.0: no licence known',
    ]);
  });

  it('writes equal texts once under all their packages', () => {
    const packages = ['b', 'a'].map((name) => ({
      ...found,
      name,
      licence: 'MIT',
      texts: ['same'],
    }));
    const text = renderNotices(packages);
    expect(text).toContain('## a 1.0.0, b 1.0.0\n');
    expect(text.match(/same/g)).toHaveLength(1);
  });

  it('covers what is installed, with the credits that data asks for', () => {
    const text = currentNotices();
    for (const name of ['@duckdb/duckdb-wasm 1.32.0', 'uap-core', 'nro.net', 'svelte '])
      expect(text).toContain(name);
  });
});
