import type { SampleEvent } from './sample-event.ts';

const columns =
  'event_time,ip,user_agent,host,url,referrer,user_id,anonymous_id,event_name,plan,price,experiment,variant,release,email';

/** First line of a CSV export. */
export const csvHeader = (withIds: boolean): string =>
  withIds ? `${columns},request_id\n` : `${columns}\n`;

const needsQuotes = /[",\r\n]/;

function field(value: string): string {
  return needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * One line with its line feed. A broken record keeps its quotes closed, so that only its own line is bad:
 * an impossible time, only the first three fields, or two fields too many.
 */
export function toCsvLine(event: SampleEvent): string {
  const time =
    event.defect === 'bad-time' ? '2026-13-45T99:61:00Z' : new Date(event.time).toISOString();
  const head = `${time},${event.ip},${field(event.userAgent)}`;
  if (event.defect === 'cut-line') return `${head}\n`;
  const tail = event.defect === 'extra-field' ? ',surplus,surplus\n' : '\n';
  const id = event.requestId === undefined ? '' : `,${event.requestId}`;
  return (
    `${head},${event.host},${field(event.url)},${field(event.referrer)},${event.userId ?? ''},` +
    `${event.anonymousId},${event.eventName},${event.plan},${event.price ?? ''},` +
    `${event.experiment},${event.variant},${event.release},${event.email}${id}${tail}`
  );
}
