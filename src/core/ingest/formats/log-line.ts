/** How the lines of one access log are built. */
export interface LogDialect {
  /** `host:port` stands first. */
  vhost: boolean;
  /** Referrer and user agent follow the bytes. */
  combined: boolean;
  /** Fields after the last standard one. */
  extras: number;
  /** Words between the brackets: 2 for `25/Oct/2015:04:11:25 +0100`, 1 without zone. */
  timeWords: number;
}

/** One line, cut. */
export interface LogLine {
  host: string | null;
  fixed: [
    ip: string,
    identity: string,
    user: string,
    time: string,
    request: string,
    status: string,
    bytes: string,
  ];
  referrer: string | null;
  agent: string | null;
  extras: string[];
}

// Servers stop at 8 to 16 KiB a field; without a limit a hostile line of a MiB would take the patterns many seconds.
const longestLine = 32 * 1024;

const quoted = '"((?:[^"\\\\]|\\\\.)*)"';
const start = '(\\S+) (\\S+) (\\S.*?|) ?\\[([^\\]]+)\\] ';
const result = ' (\\d{3}|-) (\\d+|-)';
const strict = new RegExp(`^${start}${quoted}${result}(?: ${quoted} ${quoted})?(.*)$`);
// Servers that do not escape quotes inside a field: the fields are told by what surrounds them.
const lenient = new RegExp(`^${start}"(.*?)"${result}(?: "(.*?)" "(.*)")?( *)$`);
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*|-|localhost|unknown)$/;

/** Cuts a line of a combined or common log; null when it is none. */
export function parseLogLine(line: string): LogLine | null {
  if (line.length > longestLine) return null;
  const plain = cutBy(strict, line) ?? cutBy(lenient, line);
  if (plain !== null && !startsWithHost(plain)) return plain;
  const space = line.indexOf(' ');
  if (space <= 0) return plain;
  const rest = line.slice(space + 1);
  const behind = cutBy(strict, rest) ?? cutBy(lenient, rest);
  if (behind === null || !address.test(behind.fixed[0])) return plain;
  return { ...behind, host: line.slice(0, space) };
}

// `www.example.com:443 203.0.113.7 - - [...]` also fits the plain pattern, with a user of two words.
function startsWithHost({ fixed: [first, second] }: LogLine): boolean {
  return second !== '-' && address.test(second) && /[a-z]/i.test(first);
}

function cutBy(pattern: RegExp, line: string): LogLine | null {
  const found = pattern.exec(line);
  if (found === null) return null;
  const [, ip, identity, user, time, request, status, bytes, referrer, agent, rest] = found;
  const extras = cutExtras(rest!);
  if (extras === null) return null;
  return {
    host: null,
    fixed: [ip!, identity!, user!, time!, unescapeQuotes(request!), status!, bytes!],
    referrer: referrer === undefined ? null : unescapeQuotes(referrer),
    agent: agent === undefined ? null : unescapeQuotes(agent),
    extras,
  };
}

function cutExtras(rest: string): string[] | null {
  if (rest.trim() === '') return [];
  const words = /(?: "((?:[^"\\]|\\.)*)"| ([^\s"]+)| (?=\s|$))/y;
  const extras: string[] = [];
  while (words.lastIndex < rest.length) {
    const word = words.exec(rest);
    if (word === null) return null;
    if (word[1] !== undefined) extras.push(unescapeQuotes(word[1]));
    else if (word[2] !== undefined) extras.push(word[2]);
  }
  return extras;
}

// Other escapes (`\x16`, `\\`) stay as they are written.
function unescapeQuotes(field: string): string {
  return field.includes('\\"') ? field.replaceAll('\\"', '"') : field;
}

/** Method, URL and protocol of a request line; all null for junk such as `\x16\x03` or `-`. */
export function splitRequest(
  request: string,
): [method: string | null, url: string | null, protocol: string | null] {
  const space = request.indexOf(' ');
  const method = request.slice(0, Math.max(space, 0));
  if (!/^[A-Z][^ ]*$/.test(method) || method !== method.toUpperCase()) return [null, null, null];
  const protocol = / HTTP\/(?:.\..|.)$/.exec(request);
  const url = request.slice(space + 1, Math.max(protocol?.index ?? request.length, space + 1));
  return [method, url === '' ? null : url, protocol === null ? null : protocol[0].slice(1)];
}

/** `-` and the empty text mean absent. */
export function absentAsNull(field: string | null | undefined): string | null {
  return field === undefined || field === null || field === '' || field === '-' ? null : field;
}
