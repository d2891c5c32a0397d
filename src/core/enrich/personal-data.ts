import { parseIpv4, parseIpv6 } from './ip-address.ts';

export type PersonalKind = 'email' | 'ip' | 'phone' | 'token';

// Bounded by RFC 5321, so that a long text without an address stays cheap.
const email =
  /[^\s@<>()[\]",;:/]{1,64}(?:@|%40)[\p{L}\d](?:[\p{L}\d.-]{0,250}[\p{L}\d])?\.\p{L}{2,24}(?![\p{L}\d])/iu;
const uuid = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const knownToken =
  /^(?:eyJ[\w-]{5,}\.[\w-]+\.[\w-]*|(?:bearer|basic) [\w.~+/=-]{8,}|[srp]k_(?:live|test)_\w{8,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35})$/i;
const longHex = /^(?:0x)?[0-9a-f]{32,}$/i;
const base64 = /^[\w+/-]{32,}={0,2}$/;

const isoDate =
  /^\d{4}[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12]\d|3[01])(?:[T _]?\d{2}[:.]?\d{2}.*)?$/;
const decimal = /^[+-]?\d*\.\d+$/;
const phoneShape = /^(?:tel:)?[+(]?[\d(][\d\s()./-]{7,24}\d(?: ?(?:ext\.?|x) ?\d{1,6})?$/i;
const international = /^(?:tel:)?(?:\+|00)[1-9]/i;
// North American: area and exchange code never start with 0 or 1, which tells epoch seconds apart.
const plainNorthAmerican = /^[2-9]\d{2}[2-9]\d{6}$/;
const grouped = [
  /^(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?: ?(?:ext\.?|x) ?\d{1,6})?$/i,
  /^0\d(?:[ .-]\d{2}){4}$/,
  /^\(0\d{1,5}\)[ /-]?\d{2,}(?:[ /-]\d{2,})*$/,
  /^0\d{1,5}[ /-]\d{3,}(?:[ -]\d{2,})*$/,
];

function isIp(value: string): boolean {
  const bare = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(value)?.[1] ?? value;
  if (parseIpv4(bare.replace(/:\d{1,5}$/, '')) >= 0) return true;
  return /[0-9a-f]/i.test(bare) && parseIpv6(bare.replace(/%[\w.-]+$/, '')) !== undefined;
}

function isPhone(value: string): boolean {
  if (plainNorthAmerican.test(value)) return true;
  if (/^\d+$/.test(value) || isoDate.test(value) || decimal.test(value) || !phoneShape.test(value))
    return false;
  const digits = value.replace(/(?:ext\.?|x) ?\d+$/i, '').replace(/\D/g, '').length;
  if (digits < 9 || digits > 17) return false;
  return international.test(value) || grouped.some((shape) => shape.test(value));
}

/** Random letters and digits, which words joined by hyphens or capitals are not. */
function isHighEntropy(value: string): boolean {
  let [upper, lower, digits, turns] = [0, 0, 0, 0];
  let last = '';
  for (const letter of value) {
    const kind =
      letter >= '0' && letter <= '9'
        ? 'd'
        : letter >= 'a' && letter <= 'z'
          ? 'l'
          : letter >= 'A' && letter <= 'Z'
            ? 'u'
            : '';
    if (kind === 'd') digits++;
    else if (kind === 'l') lower++;
    else if (kind === 'u') upper++;
    if (kind !== '' && last !== '' && kind !== last) turns++;
    last = kind;
  }
  return upper >= 3 && lower >= 3 && digits >= 2 && turns >= value.length * 0.35;
}

function isToken(value: string): boolean {
  if (uuid.test(value)) return false;
  return (
    knownToken.test(value) || longHex.test(value) || (base64.test(value) && isHighEntropy(value))
  );
}

/**
 * What kind of personal or secret data a value looks like, or null. An e-mail address counts anywhere
 * in the value, the others only as the whole of it. UUIDs, dates, decimals and plain integers are
 * legitimate, save ten digits in the shape of a North American phone number.
 */
export function classifyPersonalValue(value: string): PersonalKind | null {
  const text = value.trim();
  if (text.length < 3) return null;
  if ((text.includes('@') || text.includes('%40')) && email.test(text)) return 'email';
  if (text.length <= 64 && /[.:]/.test(text) && text.split(',').every((part) => isIp(part.trim())))
    return 'ip';
  if (text.length <= 40 && isPhone(text)) return 'phone';
  return isToken(text) ? 'token' : null;
}
