import { format } from '../../format.ts';

/** Codes that have a name and are no country: unions, outlying parts, regions for tests. */
const others = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** All countries by their names in the reader's language, sorted; the codes are those in force today. */
export function countryList(): { code: string; name: string }[] {
  const collator = new Intl.Collator();
  return letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => !others.has(code) && new Intl.Locale(`und-${code}`).region === code)
    .map((code) => ({ code, name: format.country(code) }))
    .filter(({ code, name }) => name !== code)
    .sort((a, b) => collator.compare(a.name, b.name));
}
