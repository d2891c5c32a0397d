import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dependencyKey, generators } from './prepare-data.mjs';
import { root } from './run.mjs';

describe('dependencyKey', () => {
  const generator = {
    name: 'x',
    script: 'scripts/x.mjs',
    sources: ['src/x.ts'],
    packages: ['a'],
    outputs: [],
  };
  const key = (script: string, version: string) =>
    dependencyKey(generator, (path: string) =>
      path.endsWith('.json') ? JSON.stringify({ version }) : `${path} ${script}`,
    );

  it("changes with the generator's text and its packages' versions, and with nothing else", () => {
    expect(key('text', '1.0.0')).toBe(key('text', '1.0.0'));
    expect(new Set([key('text', '1.0.0'), key('text', '1.0.1'), key('other', '1.0.0')]).size).toBe(
      3,
    );
  });
});

it.each(generators)('has the script and the packages of $name', ({ script, sources, packages }) => {
  for (const path of [script, ...sources]) expect(existsSync(join(root, path))).toBe(true);
  for (const name of packages) {
    expect(existsSync(join(root, 'node_modules', name, 'package.json'))).toBe(true);
  }
});
