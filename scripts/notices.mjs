import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAllowed, licenceOf } from './licences.mjs';
import { StepError, isProgram, root, runMain } from './run.mjs';

/** Development packages whose content is shipped: data made from them lies in the app. */
const shippedData = ['@ip-location-db/geo-whois-asn-country'];

/** What a package's licence asks to be named and its files do not say. */
const credits = {
  '@duckdb/duckdb-wasm':
    'Copyright Stichting DuckDB Foundation (the package holds no licence file).',
  '@ip-location-db/geo-whois-asn-country':
    'Country ranges are made from this data set. Part of it comes from the Number Resource Organization (nro.net), to whom the data is attributed under CC BY 4.0; the compilation is CC0.',
  'is-reference': 'Copyright Rich Harris (the package holds no licence file).',
  'locate-character': 'Copyright Rich Harris (the package holds no licence file).',
  'uap-core': 'Device rules are made from its regexes.yaml.',
};

const isNotice = (name) => /^(licen[cs]e|copying|unlicense|notice|nro_license)/i.test(name);

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/**
 * The packages of a package-lock.json that run or ship, by path. Packages for one platform (os,
 * cpu) are marked: what is installed of them differs from machine to machine.
 */
export function shippedPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.link && runsOrShips(path, entry))
    .map(([path, entry]) => ({
      path,
      name: nameOf(path),
      version: entry.version,
      lockLicence: entry.license,
      isForOnePlatform: Boolean(entry.os ?? entry.cpu),
    }));
}

function runsOrShips(path, entry) {
  return shippedData.includes(nameOf(path)) || (!entry.dev && !entry.devOptional);
}

/** Read a package's licence and the licence and notice files it holds. */
function describe(found) {
  if (found.isForOnePlatform) return { ...found, licence: found.lockLicence, texts: [] };
  const folder = join(root, found.path);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isNotice(entry.name))
    .map((entry) => entry.name)
    .sort();
  const texts = files.map((name) => tidy(readFileSync(join(folder, name), 'utf8')));
  return { ...found, licence: licenceOf(manifest, texts), texts };
}

function tidy(text) {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** What forbids shipping: a sentence for each package whose licence we do not allow or do not know. */
export function refusals(packages) {
  return packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, version, licence }) => `${name} ${version}: ${licence ?? 'no licence known'}`);
}

const byName = (a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);

/** The notices as Markdown: every package named with its licence, equal texts written once. */
export function renderNotices(packages) {
  const listed = packages.filter((found) => !found.isForOnePlatform);
  const named = listed.map((found) => ({ ...found, title: `${found.name} ${found.version}` }));
  const unique = [...new Map(named.map((found) => [found.title, found])).values()].sort(byName);
  const lines = unique.map(
    ({ title, name, licence }) =>
      `- ${title}: ${licence}${credits[name] ? `. ${credits[name]}` : ''}`,
  );
  const groups = new Map();
  for (const { title, texts } of unique) {
    for (const text of texts) groups.set(text, [...(groups.get(text) ?? []), title]);
  }
  const texts = [...groups].map(
    ([text, titles]) => `## ${titles.join(', ')}\n\n~~~text\n${text}\n~~~`,
  );
  const head =
    '# Third-party notices\n\nWhat Homegrown contains or runs on, and under which terms. Written by `npm run notices`.';
  return `${[head, lines.join('\n'), ...texts].join('\n\n')}\n`;
}

function writeWhenChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The notices of what is installed; throws when a licence is not allowed. */
export function currentNotices() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const packages = shippedPackages(lock).map(describe);
  const refused = refusals(packages);
  if (refused.length > 0) throw new StepError(`licence not allowed: ${refused.join('; ')}`);
  return renderNotices(packages);
}

if (isProgram(import.meta.url)) {
  await runMain((args) => {
    const text = currentNotices();
    const committed = join(root, 'THIRD-PARTY-NOTICES.md');
    if (args.includes('--check')) {
      if (existsSync(committed) && readFileSync(committed, 'utf8') === text) return;
      throw new StepError('THIRD-PARTY-NOTICES.md is not up to date: run npm run notices');
    }
    writeWhenChanged(committed, text);
    writeWhenChanged(join(root, 'public/third-party-notices.txt'), text);
  });
}
