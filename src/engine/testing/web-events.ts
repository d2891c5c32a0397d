/** A made-up event with all that an export may hold; every value is its own, so that tests can tell where it went. */
export interface WebEvent {
  time: number;
  ip: string;
  agent: string;
  url: string;
  referrer: string;
  userId: string;
  name: string;
  plan: string;
  seq: number;
}

interface Person {
  ip: string;
  agent: string;
  country: string;
  brand: string | null;
}

/** Visitors with what a person reading the address and the agent would say of them. */
export const people: Person[] = [
  {
    ip: '193.99.144.80',
    agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    country: 'DE',
    brand: 'Apple',
  },
  {
    ip: '133.11.0.1',
    agent:
      'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
    country: 'JP',
    brand: 'Samsung',
  },
  {
    ip: '2001:db8::1',
    agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    country: 'Unknown',
    brand: null,
  },
  {
    ip: '10.1.2.3',
    agent:
      'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0 "quoted", Ünïcode',
    country: 'Unknown',
    brand: null,
  },
  {
    ip: '193.99.144.80',
    agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    country: 'DE',
    brand: null,
  },
];

export const day = 86_400_000;
export const firstDay = Date.UTC(2026, 8, 1);

/** Deterministic numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pages = ['/', '/blog/data-modeling', '/bootcamp', '/about?ref=x&session=s3cret'];
const referrers = [
  '',
  'https://www.linkedin.com/feed/',
  'https://www.google.com/',
  'https://x.com/a?b=c',
];

/** Three days on two hosts: ties within a second, visits of all lengths, signups and purchases among them. */
export function makeEvents(count = 600, seed = 7): WebEvent[] {
  const random = numbers(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const events = Array.from({ length: count }, (_, seq): WebEvent => {
    const who = Math.floor(random() * people.length);
    const name = random() < 0.9 ? 'page_view' : pick(['signup', 'login', 'purchase']);
    const host = pick(['www.eczachly.com', 'www.zachwilson.tech']);
    // Every visitor has busy minutes, so that seconds collide.
    const minute =
      Math.floor(random() * 3 * 24 * 4) * 15 * 60_000 + Math.floor(random() * 5) * 1000;
    return {
      time: firstDay + minute,
      ip: people[who]!.ip,
      agent: people[who]!.agent,
      url: `https://${host}${pick(pages)}`,
      referrer: pick(referrers),
      userId: random() < 0.3 ? String(9_007_199_254_740_993n + BigInt(who)) : '',
      name,
      plan: name === 'purchase' ? pick(['free', 'pro']) : '',
      seq,
    };
  });
  return events.sort((a, b) => a.time - b.time || a.seq - b.seq);
}

const columns = [
  'event_time',
  'ip',
  'user_agent',
  'url',
  'referrer',
  'user_id',
  'event_name',
  'plan',
  'seq',
];

function cells(event: WebEvent): string[] {
  const { ip, agent, url, referrer, userId, name, plan, seq } = event;
  return [
    new Date(event.time).toISOString(),
    ip,
    agent,
    url,
    referrer,
    userId,
    name,
    plan,
    String(seq),
  ];
}

const quoted = (cell: string): string =>
  /[",\n;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export function toCsv(events: WebEvent[], delimiter = ','): string {
  const lines = [columns, ...events.map(cells)];
  return lines.map((line) => `${line.map(quoted).join(delimiter)}\n`).join('');
}

function asObject(event: WebEvent): Record<string, string> {
  return Object.fromEntries(cells(event).map((cell, i) => [columns[i]!, cell]));
}

export function toNdjson(events: WebEvent[]): string {
  return events.map((event) => `${JSON.stringify(asObject(event))}\n`).join('');
}

export function toJsonArray(events: WebEvent[]): string {
  return JSON.stringify(events.map(asObject), null, 1);
}

export function toUtf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Lines of a combined log: no site, names or accounts in them. */
export function toLog(events: WebEvent[]): string {
  return events
    .map(({ time, ip, agent, url, referrer }) => {
      const at = new Date(time);
      const two = (n: number): string => String(n).padStart(2, '0');
      const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
      const date = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
      const path = url.replace(/^https:\/\/[^/]+/, '');
      const said = agent.replace(/["\\]/g, '\\$&');
      return `${ip} - - [${date}:${clock} +0000] "GET ${path} HTTP/1.1" 200 512 "${referrer || '-'}" "${said}"\n`;
    })
    .join('');
}
