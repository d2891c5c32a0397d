import type { FastRead } from '../recognition.ts';
import type { LogDialect } from './log-line.ts';

/**
 * Lets DuckDB read a log as CSV cut by spaces (three times as fast as by regexp). Only lines of exactly the sampled number of
 * words pass; `\x16` stays as written, a line with an escaped quote is rejected and needs the careful reader.
 */
export function logFastRead(dialect: LogDialect): FastRead {
  const { vhost, combined, extras, timeWords } = dialect;
  let next = 0;
  const word = (): string => `c${next++}`;
  const host = vhost ? [absent(`split_part(${word()}, ':', 1)`)] : [];
  const people = [absent(word()), absent(word()), absent(word())];
  const firstTime = next;
  const time = timeExpression(Array.from({ length: timeWords }, word));
  const lastTime = next - 1;
  const request = word();
  const status = word();
  const bytes = word();
  const rest = Array.from({ length: (combined ? 2 : 0) + extras }, () => absent(word()));
  return {
    options: `skip=0, delim=' ', quote='"', escape='', strict_mode=true, null_padding=false`,
    width: next,
    expressions: [
      ...host,
      ...people,
      time,
      ...requestExpressions(request),
      absent(status),
      absent(bytes),
      ...rest,
    ],
    wellFormed: {
      condition: [
        `c${firstTime}[1] = '['`,
        `c${lastTime}[-1] = ']'`,
        `(${status} = '-' or length(${status}) = 3 and try_cast(${status} as usmallint) is not null)`,
        `(${bytes} = '-' or try_cast(${bytes} as ubigint) is not null)`,
      ].join(' and '),
      reason: 'not a line of an access log',
    },
  };
}

function absent(expression: string): string {
  return `nullif(${expression}, '-')`;
}

function timeExpression(words: string[]): string {
  const joined = words.join(` || ' ' || `);
  return `substr(${joined}, 2, length(${joined}) - 2)`;
}

// The same rules as `splitRequest`; cheaper than three regular expressions a row.
function requestExpressions(request: string): string[] {
  const space = `strpos(${request}, ' ')`;
  const method = `left(${request}, ${space} - 1)`;
  const proper = `${space} > 1 and ${request}[1] between 'A' and 'Z' and ${method} = upper(${method})`;
  const long = `right(${request}, 9) like ' HTTP/_._'`;
  const short = `right(${request}, 7) like ' HTTP/_'`;
  const url = (tail: number): string =>
    `substr(${request}, ${space} + 1, greatest(length(${request}) - ${space} - ${tail}, 0))`;
  return [
    `case when ${proper} then ${method} end`,
    `case when ${proper} then nullif(case when ${long} then ${url(9)} when ${short} then ${url(7)} else ${url(0)} end, '') end`,
    `case when ${proper} then case when ${long} then right(${request}, 8) when ${short} then right(${request}, 6) end end`,
  ];
}
