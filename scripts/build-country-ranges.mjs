// Writes public/data/country-ranges.bin and .json from the npm package of country ranges.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const packageName = '@ip-location-db/geo-whois-asn-country';
const load = async (path) => (await runnerImport(join(root, 'src/core/enrich', path))).module;

/** The day in the package's version: 2.3.2026061719 is of 2026-06-17. */
function versionDate(version) {
  const found = /(\d{4})(\d{2})(\d{2})\d{2}$/.exec(version);
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null;
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the .json says when it and the .bin are those of this package and format, else undefined. */
function readFresh(target, version, format) {
  try {
    const about = JSON.parse(readFileSync(join(target, 'country-ranges.json'), 'utf8'));
    const bytes = readFileSync(join(target, 'country-ranges.bin'));
    if (about.version === version && about.format === format && about.sha256 === sha256(bytes))
      return about;
  } catch (error) {
    if (error.code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}

/** Writes both files unless those of the installed package are there already; returns what the .json says. */
export async function buildCountryRanges() {
  const source = join(root, 'node_modules', ...packageName.split('/'));
  const target = join(root, 'public', 'data');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const { encodeCountryRanges, countryRangesMagic } = await load('encode-country-ranges.ts');
  const fresh = readFresh(target, version, countryRangesMagic);
  if (fresh) return fresh;
  const { parseCountryRangesCsv } = await load('country-ranges.ts');
  const read = (family) =>
    readFileSync(join(source, `geo-whois-asn-country-${family}.csv`), 'utf8');
  const ranges = parseCountryRangesCsv(read('ipv4') + read('ipv6'));
  const bytes = encodeCountryRanges(ranges);
  const about = {
    format: countryRangesMagic,
    source: packageName,
    version,
    date: versionDate(version),
    licence: 'CC0-1.0 (package), CC-BY-4.0 (registry data of the NRO)',
    credit: 'Contains information of the Number Resource Organization (NRO), nro.net',
    ranges: { ipv4: ranges.ipv4.length, ipv6: ranges.ipv6.length },
    bytes: bytes.length,
    sha256: sha256(bytes),
  };
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'country-ranges.bin'), bytes);
  writeFileSync(join(target, 'country-ranges.json'), `${JSON.stringify(about, null, 2)}\n`);
  return about;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const about = await buildCountryRanges();
  console.log(`country ranges of ${about.date}: ${about.bytes} bytes`);
}
