import { Lexer, Parser } from 'yaml';
import type { CST } from 'yaml';

/** The lines of a rule, with the comments that stand directly on top of it. */
export interface RuleChunk {
  /** Lines before it that belong to no rule: blank ones, and comments that a blank line parts from it. */
  gap: string[];
  comments: string[];
  lines: string[];
}

/** A file of rules by its lines: they give the text back, one after the other. */
export interface RuleChunks {
  /** All before the first rule and its comments. */
  head: string[];
  chunks: RuleChunk[];
  /** All after the last rule. */
  tail: string[];
  /** Column of the dashes. */
  indent: number;
  /** What ends a line before its line feed: nothing, or a carriage return. */
  end: '' | '\r';
  /** Whether rules lean on one another by anchors. */
  hasAnchors: boolean;
}

// While a rule is edited its file is taken apart at each keystroke.
let last: { text: string; chunks: RuleChunks | undefined } | undefined;

/** Takes a file apart by its rules; undefined where they are not a list of lines, such as `hosts: []`. Do not change it. */
export function ruleChunks(text: string): RuleChunks | undefined {
  if (last?.text !== text) last = { text, chunks: takeApart(text) };
  return last.chunks;
}

function takeApart(text: string): RuleChunks | undefined {
  const dashes = dashesOf(text);
  const [first] = dashes;
  if (first === undefined) return undefined;
  const starts = lineStarts(text);
  const at = dashes.map((dash) => lineAt(starts, dash));
  if (new Set(at).size < at.length) return undefined;
  const lines = text.split('\n');
  const tokens = tokensOf(text);
  const isFree = freeLines(tokens, starts, lines);
  const begins = at.map((line, i) => walkUp(line, (at[i - 1] ?? -1) + 1, isFree));
  const ends = at.map((line, i) => {
    const next = at[i + 1];
    return walkUp(next ?? lines.length, line + 1, isFree);
  });
  const commentsAt = at.map((line, i) => walkUp(line, begins[i]!, (one) => !isBlank(lines[one]!)));
  return {
    head: lines.slice(0, commentsAt[0]),
    chunks: at.map((line, i) => ({
      gap: i === 0 ? [] : lines.slice(ends[i - 1], commentsAt[i]),
      comments: lines.slice(commentsAt[i], line),
      lines: lines.slice(line, ends[i]),
    })),
    tail: lines.slice(ends.at(-1)),
    indent: first - starts[at[0]!]!,
    hasAnchors: tokens.some(({ source }) => /^[&*]./.test(source)),
    end: text.includes('\r\n') ? '\r' : '',
  };
}

/** All comments of a file, in their order, each as `# text`. */
export function commentsOf(text: string): string[] {
  return tokensOf(text)
    .filter(({ source }) => source.startsWith('#'))
    .map(({ source }) => source.trimEnd());
}

/** Offsets of the dashes of the file's one list. */
function dashesOf(text: string): number[] {
  const documents = [...new Parser().parse(text)].filter((one) => one.type === 'document');
  const value = documents.length === 1 ? documents[0]!.value : undefined;
  if (value?.type !== 'block-map' || value.items.length !== 1) return [];
  const list = value.items[0]!.value;
  return list?.type === 'block-seq' ? list.items.flatMap(dashOf) : [];
}

function dashOf({ start }: CST.BlockSequence['items'][number]): number[] {
  return start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset);
}

/** Tells of a line whether it says nothing, or nothing but a comment. */
function freeLines(
  tokens: readonly Token[],
  starts: readonly number[],
  lines: readonly string[],
): (line: number) => boolean {
  const commented = new Set(
    tokens
      .filter(({ source }) => source.startsWith('#'))
      .map(({ offset }) => lineAt(starts, offset)),
  );
  // A line of a text may begin with # and be no comment.
  return (line) => isBlank(lines[line]!) || (/^\s*#/.test(lines[line]!) && commented.has(line));
}

/** The first line of those that hold directly above `line`, no higher than `top`. */
function walkUp(line: number, top: number, holds: (line: number) => boolean): number {
  let first = line;
  while (first > top && holds(first - 1)) first -= 1;
  return first;
}

interface Token {
  source: string;
  offset: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  for (const source of new Lexer().lex(text)) {
    // Marks of the lexer itself, which are not in the text.
    if (['\u{2}', '\u{18}', '\u{1f}'].includes(source)) continue;
    tokens.push({ source, offset });
    offset += source.length;
  }
  return tokens;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const isBlank = (line: string): boolean => line.trim() === '';
