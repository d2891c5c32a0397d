/** Licences that a run-time dependency may carry. Copyleft ones are left out on purpose. */
export const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

const textMarks = [
  ['MIT', /permission is hereby granted, free of charge, to any person obtaining a copy/],
  ['ISC', /permission to use, copy, modify, and\/or distribute this software for any purpose/],
  ['Apache-2.0', /apache license,? version 2\.0/],
];

/** The licence that a text plainly is, for packages whose package.json does not say. */
export function licenceOfText(text) {
  const plain = text.toLowerCase().replace(/\s+/g, ' ');
  return textMarks.find(([, mark]) => mark.test(plain))?.[0];
}

/**
 * The licence expression of a package: its `license` field, the old `licenses` list (a choice), or
 * what its licence file plainly is. Undefined when none tells.
 */
export function licenceOf(manifest, texts) {
  const { license, licenses } = manifest;
  if (typeof license === 'string') return license;
  if (typeof license?.type === 'string') return license.type;
  const listed = Array.isArray(licenses) ? licenses.map((entry) => entry.type ?? entry) : [];
  if (listed.length > 0) return listed.join(' OR ');
  return texts.map(licenceOfText).find(Boolean);
}

/**
 * Whether an SPDX expression leaves us a licence that we allow: one side of an OR, both of an AND.
 * An unknown name or an exception (WITH) is not allowed.
 */
export function isAllowed(expression) {
  const tokens = expression?.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const operand = () => {
    const token = tokens[at++];
    if (token !== '(') return allowedLicences.has(token);
    const inner = either();
    return tokens[at++] === ')' && inner;
  };
  const chain = (word, next, join) => {
    let result = next();
    while (tokens[at] === word) {
      at += 1;
      result = join(next(), result);
    }
    return result;
  };
  const both = () => chain('AND', operand, (a, b) => a && b);
  const either = () => chain('OR', both, (a, b) => a || b);
  const result = either();
  return result && at === tokens.length;
}
