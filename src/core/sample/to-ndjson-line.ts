import type { SampleEvent } from './sample-event.ts';

/**
 * One JSON object with its line feed. Absent values are left out, what belongs to a purchase is nested in
 * `properties`. A broken record has an impossible time or is cut in the middle or runs on after its end.
 */
export function toNdjsonLine(event: SampleEvent): string {
  const { price, plan } = event;
  const record = {
    event_time:
      event.defect === 'bad-time' ? '2026-13-45T99:61:00Z' : new Date(event.time).toISOString(),
    ip: event.ip,
    user_agent: event.userAgent,
    host: event.host,
    url: event.url,
    referrer: event.referrer || undefined,
    user_id: event.userId ?? undefined,
    anonymous_id: event.anonymousId || undefined,
    event_name: event.eventName,
    properties: plan ? { plan, price: price ?? undefined } : undefined,
    experiment: event.experiment || undefined,
    variant: event.variant || undefined,
    release: event.release || undefined,
    email: event.email || undefined,
    request_id: event.requestId,
  };
  const text = JSON.stringify(record);
  if (event.defect === 'cut-line') return `${text.slice(0, text.length >> 1)}\n`;
  return event.defect === 'extra-field' ? `${text},"surplus"}\n` : `${text}\n`;
}
