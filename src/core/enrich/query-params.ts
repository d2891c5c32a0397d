import { classifyPersonalValue } from './personal-data.ts';

const utmFields = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

export type UtmField = (typeof utmFields)[number];

/** Parameters by which advertisers mark a click. */
const clickIdNames: readonly string[] = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'gad_source',
  'msclkid',
  'fbclid',
  'igshid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'epik',
  'rdt_cid',
  'sccid',
  'scclid',
  'yclid',
  'irclickid',
  'mc_cid',
  'aff_id',
];

/** What is kept of a query. */
export interface QueryParams {
  utm: Partial<Record<UtmField, string>>;
  clickIds: Record<string, string>;
  /** Values left out because they look personal. */
  redacted: number;
}

const maxText = 512;
const noParams: QueryParams = { utm: {}, clickIds: {}, redacted: 0 };
const wanted = new Map<string, 'utm' | 'click'>([
  ...utmFields.map((name) => [name, 'utm'] as const),
  ...clickIdNames.map((name) => [name, 'click'] as const),
]);

/** Percent-decoding that leaves what is no valid UTF-8 as it is written. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const tidyAscii = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/** Trims, drops control characters, and caps at 512 characters without splitting one. */
export function tidyText(text: string): string {
  // Nearly all texts are tidy already, and Unicode classes are slow.
  if (text.length <= maxText && tidyAscii.test(text)) return text;
  const tidy = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return tidy.length <= maxText ? tidy : tidy.slice(0, maxText).replace(/[\ud800-\udbff]$/, '');
}

/** Campaign ids are long numbers: in utm_* and click ids plain digits are no phone number. */
function isPersonal(value: string, kind: 'utm' | 'click'): boolean {
  if (kind === 'click' && !value.includes('@') && !value.includes('%40')) return false;
  const personal = classifyPersonalValue(value);
  if (kind === 'click') return personal === 'email';
  return personal !== null && !(personal === 'phone' && /^\d+$/.test(value));
}

/**
 * Keeps utm_* and click ids of a query (without its `?`) and nothing else. Names are read in any
 * case; of a repeated one the first that holds something counts.
 */
export function parseQueryParams(query: string): QueryParams {
  if (query === '') return noParams;
  const params: QueryParams = { utm: {}, clickIds: {}, redacted: 0 };
  for (const pair of query.split(/[&;]/)) {
    const equals = pair.indexOf('=');
    if (equals < 1) continue;
    // A query copied out of HTML separates by `&amp;`.
    const name = pair.slice(0, equals).toLowerCase();
    const kind = wanted.get(name);
    if (kind === undefined) continue;
    const value = tidyText(decodePercent(pair.slice(equals + 1).replaceAll('+', ' ')));
    if (value === '') continue;
    if (isPersonal(value, kind)) params.redacted++;
    else if (kind === 'utm') params.utm[name as UtmField] ??= value;
    else params.clickIds[name] ??= value;
  }
  return params;
}
