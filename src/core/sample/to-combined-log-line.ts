import type { SampleEvent } from './sample-event.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `[31/Aug/2026:07:05:09 +0000]`, whole seconds as web servers write them. */
function logTime(time: number): string {
  const iso = new Date(time).toISOString();
  const month = months[Number(iso.slice(5, 7)) - 1] as string;
  return `[${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000]`;
}

function quoted(value: string): string {
  if (value === '') return '"-"';
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/**
 * One line of an access log in the combined form with the virtual host first (Apache's `vhost_combined`):
 * `host:port address - - [time] "request" status bytes "referrer" "agent"`, and the request id where there is one.
 */
export function toCombinedLogLine(event: SampleEvent): string {
  const host = event.host.includes(':') || event.host === '-' ? event.host : `${event.host}:443`;
  const time = event.defect === 'bad-time' ? '[45/Foo/2026:99:61:00 +0000]' : logTime(event.time);
  const head = `${host} ${event.ip} - - ${time}`;
  if (event.defect === 'cut-line') return `${head}\n`;
  const request = quoted(`${event.method} ${event.url} ${event.isBot ? 'HTTP/1.1' : 'HTTP/2.0'}`);
  // Two fields between status and bytes, not after the agent, where further fields are allowed.
  const surplus = event.defect === 'extra-field' ? ' surplus surplus' : '';
  const id = event.requestId === undefined ? '' : ` ${quoted(event.requestId)}`;
  return `${head} ${request} ${event.status}${surplus} ${event.bytes} ${quoted(event.referrer)} ${quoted(event.userAgent)}${id}\n`;
}
