import type { SourceFile } from '../../workbench.ts';
import { textFile } from './open-house.ts';

const agents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
];
const hosts = ['www.eczachly.com', 'www.zachwilson.tech'];
const dayMs = 86_400_000;

export interface QuietDay {
  /** Rows of each host; 200 unless said. */
  rows?: number;
  /** Rows of the first host alone. */
  first?: number;
  name?: string;
}

/** The ds that is `days` after 1 September 2026. */
export function dsAfter(days: number): string {
  return new Date(Date.UTC(2026, 8, 1) + days * dayMs).toISOString().slice(0, 10);
}

/** The file of a day on which nothing happens: the same rows on both hosts at the same hours as on every other. */
export function quietDay(
  index: number,
  { rows = 200, first = rows, name }: QuietDay = {},
): SourceFile {
  const start = Date.parse(`${dsAfter(index)}T00:00:00Z`);
  const lines = hosts.flatMap((host, h) =>
    Array.from({ length: h === 0 ? first : rows }, (_, i) => {
      const time = new Date(
        start + Math.floor(((i + 0.5) * dayMs) / rows) + h * 1000,
      ).toISOString();
      const event = i % 10 === 3 ? 'signup' : i % 40 === 7 ? 'purchase' : 'page_view';
      const ip = `193.99.${h}.${(i % 50) + 1}`;
      return `${time},${ip},"${agents[i % 2]!}",https://${host}/page-${i % 7},${event}\n`;
    }),
  );
  const head = 'event_time,ip,user_agent,url,event_name\n';
  return textFile(name ?? `events-${dsAfter(index)}.csv`, head + lines.join(''));
}

/** The files of the days from `from` to `to`, both included. */
export function quietDays(from: number, to: number): SourceFile[] {
  return Array.from({ length: to - from + 1 }, (_, i) => quietDay(from + i));
}
