/** A regular expression as a person says it. `pattern`: the expression itself. */
export interface PatternText {
  how: PatternWay;
  text: string;
}

export const patternWays = ['starts', 'is', 'contains', 'ends', 'pattern'] as const;
export type PatternWay = (typeof patternWays)[number];

/** `whole`: the rule fits the expression to the whole text by itself. */
export type PatternScope = 'pattern' | 'whole';

const special = /[\\^$.*+?()[\]{}|]/g;

const frames: Record<PatternScope, Record<Exclude<PatternWay, 'pattern'>, [string, string]>> = {
  pattern: { starts: ['^', ''], is: ['^', '$'], contains: ['', ''], ends: ['', '$'] },
  whole: { starts: ['', '.*'], is: ['', ''], contains: ['.*', '.*'], ends: ['.*', ''] },
};
/** The narrowest first: what is framed at both ends is not merely framed at one. */
const tried = {
  pattern: ['is', 'starts', 'ends', 'contains'],
  whole: ['contains', 'starts', 'ends', 'is'],
} as const;

/** The regular expression that means what was said. */
export function toPattern({ how, text }: PatternText, scope: PatternScope): string {
  if (how === 'pattern') return text;
  const [before, after] = frames[scope][how];
  return `${before}${text.replace(special, String.raw`\$&`)}${after}`;
}

/** What an expression says, in the plainest way that means exactly it. */
export function fromPattern(pattern: string, scope: PatternScope): PatternText {
  for (const how of tried[scope]) {
    const [before, after] = frames[scope][how];
    if (!pattern.startsWith(before) || !pattern.endsWith(after)) continue;
    if (pattern.length <= before.length + after.length) continue;
    const inner = pattern.slice(before.length, pattern.length - after.length);
    const text = inner.replace(/\\([^a-z0-9])/gi, '$1');
    if (toPattern({ how, text }, scope) === pattern) return { how, text };
  }
  return { how: 'pattern', text: pattern };
}
