import { describe, expect, it } from 'vitest';
import { cacheAddress, fileFor, staleAddresses } from './offline-files.ts';

const scope = 'https://host.example/tools/homegrown/';
const page = { path: 'index.html', bytes: 10, sha256: 'aa' };
const script = { path: 'assets/index-1.js', bytes: 20, sha256: 'bb' };
const files = [page, script];

describe('the files of an app that works offline', () => {
  it('answers its folder with the page, whatever is asked of it', () => {
    expect(fileFor(scope, scope, files)).toBe(page);
    expect(fileFor(`${scope}?from=desktop#/shop`, scope, files)).toBe(page);
    expect(fileFor(`${scope}assets/index-1.js`, scope, files)).toBe(script);
  });

  it.each([
    'https://host.example/tools/other/index.html',
    'https://other.example/tools/homegrown/index.html',
    `${scope}assets/index-2.js`,
    `${scope}warehouse.zip`,
  ])('leaves %s to the network', (address) => {
    expect(fileFor(address, scope, files)).toBeUndefined();
  });

  it('keeps two versions of a path apart', () => {
    const old = cacheAddress(page, scope);
    const young = cacheAddress({ ...page, sha256: 'cc' }, scope);
    expect(old).not.toBe(young);
    expect(new URL(old).pathname).toBe(new URL(young).pathname);
  });

  it('drops what neither of two versions names', () => {
    expect(staleAddresses(['a', 'b', 'c', 'd'], [['a', 'b'], ['c']])).toEqual(['d']);
  });
});
