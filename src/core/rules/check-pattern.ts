/** Why a regular expression cannot be a rule's; undefined when it can. */
export function objectionToPattern(source: string): string | undefined {
  if (source === '') return 'an empty expression matches everything';
  try {
    return isRunaway(source, new RegExp(source, 'i'))
      ? 'this expression could take forever: a repeated group holds what repeats by itself, such as (a+)+'
      : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `no regular expression: ${error.message.split(': ').at(-1)}`;
  }
}

const repeatedGroup = /\)(?:[*+]|\{\d+,\})/;
const lengths = Array.from({ length: 9 }, (_, i) => 8 + 2 * i);
// What an expression that fits all before it may yet fail at.
const ends = ['\u0000', '//'];
/** What no honest expression needs for fifty letters, in milliseconds. */
const longest = 25;

/**
 * Whether an expression backtracks without end. It is tried on short texts of its own letters, each a little longer than the one
 * before: what doubles with every letter is seen long before it hurts. A pause of the machine does not happen three times.
 */
function isRunaway(source: string, expression: RegExp): boolean {
  if (!repeatedGroup.test(source)) return false;
  const start = /^\^?([\w/ -]*)(?![*+?{])/.exec(source)?.[1] ?? '';
  const texts = pumpsOf(source).flatMap((pump) => ends.map((end) => ({ pump, end })));
  return texts.some(({ pump, end }) =>
    lengths.some((length) => isSlow(expression, start + pump.repeat(length) + end)),
  );
}

function isSlow(expression: RegExp, text: string): boolean {
  return [1, 2, 3].every(() => {
    const before = Date.now();
    expression.test(text);
    return Date.now() - before > longest;
  });
}

/** Texts to repeat: the letters of the expression, what its classes may stand for, and neighbours. */
function pumpsOf(source: string): string[] {
  const letters = [...new Set(['a', '0', '/', '-', ' ', ...source.replace(/\\./g, '')])];
  const pairs = letters.slice(0, 8).flatMap((one) => letters.slice(0, 8).map((two) => one + two));
  return [...new Set([...letters, ...pairs])];
}
