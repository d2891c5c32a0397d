import { deviceBrandRules } from './generated/device-brand-rules.ts';

// One spelling a brand, whichever of the two rule lists found it; others keep the list's own.
const spellings = new Map(
  [
    'Acer',
    'Advan',
    'Alcatel',
    'Amazon',
    'Apple',
    'Asus',
    'BlackBerry',
    'BLU',
    'Coolpad',
    'Dell',
    'Essential',
    'Fairphone',
    'Google',
    'Hisense',
    'Honor',
    'HP',
    'HTC',
    'Huawei',
    'Infinix',
    'itel',
    'Kyocera',
    'Lenovo',
    'LG',
    'Meizu',
    'Meta',
    'Micromax',
    'Microsoft',
    'Motorola',
    'NEC',
    'Nintendo',
    'Nokia',
    'Nothing',
    'NVIDIA',
    'OnePlus',
    'OPPO',
    'Panasonic',
    'Philips',
    'Realme',
    'RIM',
    'Roku',
    'Samsung',
    'Sharp',
    'Siemens',
    'Sony',
    'TCL',
    'Tecno',
    'Tesla',
    'Toshiba',
    'vivo',
    'Vodafone',
    'Wiko',
    'Xiaomi',
    'ZTE',
  ].map((brand) => [brand.toLowerCase(), brand]),
);
const aliases = new Map([
  ['facebook', 'Meta'],
  ['sonyericsson', 'Sony'],
  ['sony ericsson', 'Sony'],
  ['lge', 'LG'],
  ['rim', 'BlackBerry'],
  ['oculus', 'Meta'],
  ['redmi', 'Xiaomi'],
  ['poco', 'Xiaomi'],
  ['tct', 'Alcatel'],
  ['kindle', 'Amazon'],
  ['cus:medion', 'Medion'],
]);

let compiled: { pattern: RegExp; brand: string }[] | undefined;

function rules(): { pattern: RegExp; brand: string }[] {
  compiled ??= deviceBrandRules.map(([pattern, flags, brand]) => ({
    pattern: new RegExp(pattern, flags),
    brand,
  }));
  return compiled;
}

/** One spelling of a brand, or null for what names no maker ("Generic_Android", "Spider", "SmartPhone"). */
export function normalizeBrand(raw: string | undefined): string | null {
  const brand = raw?.trim() ?? '';
  if (brand === '' || /^(?:generic|spider|smart ?phone|tablet|unknown|linux|android)/i.test(brand))
    return null;
  const lower = brand.toLowerCase();
  return aliases.get(lower) ?? spellings.get(lower) ?? brand;
}

/** The brand that uap-core's device rules find in a user agent, or null. */
export function findDeviceBrand(userAgent: string): string | null {
  for (const { pattern, brand } of rules()) {
    const match = pattern.exec(userAgent);
    if (match)
      return normalizeBrand(
        brand.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? ''),
      );
  }
  return null;
}
