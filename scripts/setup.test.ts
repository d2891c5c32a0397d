import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeLock, missingEntries } from './complete-lock.mjs';
import { isOutdated, writeStamp } from './freshness.mjs';
import { StepError, root } from './run.mjs';
import { ensureBrowser, findBrowser, isInstalled } from './setup.mjs';

const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));

describe('package.json', () => {
  const { dependencies, devDependencies } = read('package.json');
  const versions = Object.entries<string>({ ...dependencies, ...devDependencies });

  it.each(versions)('pins %s exactly', (_, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/);
  });

  it('agrees with the lock', () => {
    const { packages } = read('package-lock.json');
    const locked = versions.map(([name]) => [name, packages[`node_modules/${name}`]?.version]);
    expect(locked).toEqual(versions);
  });
});

describe('package-lock.json', () => {
  it('holds every optional package it names, else npm ci refuses it (scripts/complete-lock.mjs)', () => {
    expect(missingEntries(read('package-lock.json')).map(([path]) => path)).toEqual([]);
  });

  it('is completed with the platform that a package name tells', () => {
    const parent = { version: '1.0.0', license: 'MIT', dev: true };
    const optionalDependencies = { '@a/b-linux-arm64-musl': '1.0.0', '@a/b-linux-x64': '1.0.0' };
    const here = { version: '1.0.0', os: ['linux'], cpu: ['x64'], optional: true };
    const lock = {
      packages: {
        'node_modules/b': { ...parent, optionalDependencies },
        'node_modules/@a/b-linux-x64': here,
      },
    };
    const { packages } = completeLock(lock);
    expect(Object.keys(packages)).toHaveLength(3);
    expect(packages).toHaveProperty('node_modules/@a/b-linux-arm64-musl', {
      ...parent,
      optional: true,
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
    });
    expect(missingEntries({ packages })).toEqual([]);
  });
});

describe('isInstalled', () => {
  const lock = (version: string, more = {}) => ({
    packages: { '': {}, 'node_modules/a': { version, integrity: `sha-${version}`, ...more } },
  });

  it('compares what is wanted with what is there', () => {
    expect(isInstalled(lock('1.0.0'), lock('1.0.0'))).toBe(true);
    expect(isInstalled(lock('1.0.1'), lock('1.0.0'))).toBe(false);
    expect(isInstalled(lock('1.0.0'), { packages: {} })).toBe(false);
    expect(isInstalled(lock('1.0.0', { optional: true }), { packages: {} })).toBe(true);
  });
});

/** A machine on which the named browsers start, and installers that add one or fail. */
function machine(options: {
  here?: string[];
  named?: string;
  isDebianRoot?: boolean;
  debian?: string;
  download?: string;
}) {
  const here = new Set(options.here);
  const install = (path?: string) => () => {
    if (!path) throw new StepError('no network');
    here.add(path);
  };
  return {
    env: { CHROMIUM_PATH: options.named },
    places: () => ['/usr/bin/chromium', '/opt/chrome', '/cache/chromium'],
    works: (path: string) => here.has(path),
    isDebianRoot: () => options.isDebianRoot ?? false,
    installDebian: install(options.debian),
    download: install(options.download),
  };
}

describe('ensureBrowser', () => {
  it('takes an installed one first, the named one before all', () => {
    expect(ensureBrowser(machine({ here: ['/opt/chrome'] }))).toBe('/opt/chrome');
    expect(ensureBrowser(machine({ here: ['/opt/chrome', '/mine'], named: '/mine' }))).toBe(
      '/mine',
    );
  });

  it('says so when the named one does not start, and takes no other', () => {
    expect(() => findBrowser(machine({ here: ['/opt/chrome'], named: '/gone' }))).toThrow(
      /CHROMIUM_PATH.*: \/gone/,
    );
  });

  it("installs Debian's as root, else Playwright's, also when Debian's fails or is a stub", () => {
    const debian = { debian: '/usr/bin/chromium', download: '/cache/chromium' };
    expect(ensureBrowser(machine({ ...debian, isDebianRoot: true }))).toBe('/usr/bin/chromium');
    expect(ensureBrowser(machine(debian))).toBe('/cache/chromium');
    expect(ensureBrowser(machine({ ...debian, debian: undefined, isDebianRoot: true }))).toBe(
      '/cache/chromium',
    );
    expect(ensureBrowser(machine({ ...debian, debian: '/stub', isDebianRoot: true }))).toBe(
      '/cache/chromium',
    );
  });

  it('says what was tried when nothing helps', () => {
    expect(() => ensureBrowser(machine({ isDebianRoot: true }))).toThrow(
      'no Chromium: install Chromium or Chrome, or set CHROMIUM_PATH (no network; no network)',
    );
  });
});

describe('isOutdated', () => {
  let folder: string;
  const build = () => ({
    stamp: join(folder, 's'),
    outputs: [join(folder, 'out')],
    inputs: [join(folder, 'src')],
  });
  const touch = (name: string, seconds: number) => {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), seconds, seconds);
    utimesSync(join(folder, 'src'), 50, 50);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'freshness-'));
    mkdirSync(join(folder, 'src'));
    touch('src/a.ts', 100);
    touch('out', 100);
    writeStamp(join(folder, 's'), 200_000);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is fresh until a source changes; tests are no source', () => {
    expect(isOutdated(build())).toBe(false);
    touch('src/a.test.ts', 300);
    expect(isOutdated(build())).toBe(false);
    touch('src/a.ts', 300);
    expect(isOutdated(build())).toBe(true);
  });

  it('is outdated without its output, and after a deletion', () => {
    rmSync(join(folder, 'src/a.ts'));
    expect(isOutdated(build())).toBe(true);
    utimesSync(join(folder, 'src'), 50, 50);
    expect(isOutdated(build())).toBe(false);
    rmSync(join(folder, 'out'));
    expect(isOutdated(build())).toBe(true);
  });
});

it('parses as JavaScript that this Node runs', () => {
  for (const name of ['start', 'serve', 'test', 'cli', 'check', 'build']) {
    execFileSync(process.execPath, ['--check', join(root, `scripts/${name}.mjs`)]);
  }
});
