import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, root, runMain, say } from './run.mjs';

const systems = 'android|darwin|freebsd|linux|openbsd|openharmony|win32';
const processors = 'arm64|arm|x64|ia32|loong64|ppc64|riscv64|s390x';
const platformName = new RegExp(`-(${systems})-(${processors})(?:-(\\w+))?$`);

function platformOf(name) {
  const [, os, cpu, abi = ''] = platformName.exec(name) ?? [];
  if (!os) return undefined;
  const libc = abi.startsWith('musl') ? 'musl' : abi.startsWith('gnu') ? 'glibc' : undefined;
  return { os: [os], cpu: [cpu], ...(os === 'linux' && libc ? { libc: [libc] } : {}) };
}

function isLocked(packages, path, name) {
  return [`${path}/node_modules/${name}`, `node_modules/${name}`].some((at) => packages[at]);
}

/**
 * The optional packages that a lock names and does not hold. npm leaves out of the lock those that
 * the registry at hand does not serve (builds for other platforms), and `npm ci` then refuses it.
 * Each comes with the entry that the lock should hold; without an integrity, which is not known.
 */
export function missingEntries({ packages }) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => {
        const { dev, devOptional, license } = entry;
        const platform = platformOf(name);
        return [
          `node_modules/${name}`,
          { version, license, dev, devOptional, optional: true, ...platform },
        ];
      }),
  );
}

/** A lock with its missing optional packages, in npm's order. */
export function completeLock(lock) {
  const all = [...Object.entries(lock.packages), ...missingEntries(lock)];
  all.sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(all) };
}

if (isProgram(import.meta.url)) {
  await runMain(() => {
    const path = join(root, 'package-lock.json');
    const lock = JSON.parse(readFileSync(path, 'utf8'));
    const missing = missingEntries(lock);
    if (missing.length === 0) return;
    writeFileSync(path, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
    say(`added to package-lock.json: ${missing.length} optional packages for other platforms`);
  });
}
