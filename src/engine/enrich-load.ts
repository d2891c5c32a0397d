import { throwIfCancelled } from '../core/errors.ts';
import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import { enrichRequests } from '../core/enrich/enrich-requests.ts';
import type { RequestContext } from '../core/enrich/enrich-requests.ts';
import { enrichVisitors } from '../core/enrich/enrich-visitors.ts';
import type { VisitorContext } from '../core/enrich/enrich-visitors.ts';
import { classifyPersonalValue } from '../core/enrich/personal-data.ts';
import { userIdNumber } from '../core/enrich/visitor-id.ts';
import { loadTables, planDistinct, planTextUsers } from '../core/ingest/plan-load.ts';
import type { LoadColumns } from '../core/ingest/plan-load.ts';
import { planPersonalCount, planSuspects } from '../core/ingest/plan-star.ts';
import type { Block, Column, Database } from './ports.ts';

export interface EnrichInput {
  db: Database;
  columns: LoadColumns;
  countries: CountryLookup;
  visitors: Omit<VisitorContext, 'countries'>;
  requests: RequestContext;
  signal: AbortSignal | undefined;
}

type Texts = (string | null)[];

function texts(block: Block, name: string): Texts {
  return block.columns.find((column) => column.name === name)!.values as Texts;
}

function text(name: string, values: Texts): Column {
  return { name, type: 'VARCHAR', values };
}

/** Enriches the distinct visitors of `load.raw` into `load.visitors`; returns how many are refused for their address. */
export async function enrichLoadedVisitors(input: EnrichInput): Promise<number> {
  let refused = 0;
  const { db, signal } = input;
  const context: VisitorContext = { ...input.visitors, countries: input.countries };
  for await (const block of db.blocks(planDistinct(input.columns).visitors, { signal })) {
    throwIfCancelled(signal);
    const out = enrichVisitors(
      {
        ip: texts(block, 'ip'),
        userAgent: texts(block, 'user_agent'),
        anonymousId: texts(block, 'anonymous_id'),
        userId: texts(block, 'user_id'),
      },
      context,
    );
    refused += out.reject.filter((reason) => reason !== null).length;
    await db.insert(loadTables.visitors, {
      rows: block.rows,
      columns: [
        block.columns.find((column) => column.name === 'visitor_key')!,
        { name: 'visitor_id', type: 'BIGINT', values: out.visitorId },
        text('dim_country', out.country),
        text('dim_device_brand', out.brand),
        text('dim_device_type', out.deviceType),
        text('dim_os', out.os),
        text('dim_browser', out.browser),
        { name: 'is_bot', type: 'BOOLEAN', values: out.isBot },
        text('bot_reason', out.botReason),
        { name: 'has_public_ip', type: 'BOOLEAN', values: out.hasPublicIp },
        { name: 'unreliable', type: 'BOOLEAN', values: out.unreliable },
        text('reject', out.reject),
      ],
    });
  }
  return refused;
}

/** Enriches the distinct requests of `load.raw` into `load.requests`; returns how many values were redacted. */
export async function enrichLoadedRequests(input: EnrichInput): Promise<number> {
  const { db, signal } = input;
  let redacted = 0;
  for await (const block of db.blocks(planDistinct(input.columns).requests, { signal })) {
    throwIfCancelled(signal);
    const out = enrichRequests(
      {
        url: texts(block, 'url'),
        host: texts(block, 'host'),
        referrer: texts(block, 'referrer'),
        eventName: texts(block, 'event_name'),
        method: texts(block, 'method'),
        status: texts(block, 'status'),
      },
      input.requests,
    );
    redacted += out.redacted;
    await db.insert(loadTables.requests, {
      rows: block.rows,
      columns: [
        block.columns.find((column) => column.name === 'request_key')!,
        { name: 'request_hash', type: 'BIGINT', values: out.requestHash },
        text('dim_hostname', out.hostname),
        text('dim_path', out.path),
        text('dim_referrer', out.referrer),
        text('dim_source', out.source),
        text('dim_channel', out.channel),
        text('utm_source', out.utmSource),
        text('utm_medium', out.utmMedium),
        text('utm_campaign', out.utmCampaign),
        text('utm_term', out.utmTerm),
        text('utm_content', out.utmContent),
        text('click_ids', out.clickIds),
        text('event_name', out.eventName),
        text('method', texts(block, 'method')),
        text('status', texts(block, 'status')),
        text('dim_action_type', out.action),
        text('action_rule', out.actionRule),
      ],
    });
  }
  return redacted;
}

/** Gives ids that are not integers their number, in `load.users`; returns whether there are any. */
export async function numberTextUsers({ db, columns, signal }: EnrichInput): Promise<boolean> {
  if (!columns.has('user_id')) return false;
  return insertUserNumbers(db, planTextUsers(columns), signal);
}

/** Fills `load.users` with the number of each user id that the query gives; false: there were none. */
export async function insertUserNumbers(
  db: Database,
  query: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let found = false;
  for await (const block of db.blocks(query, { signal })) {
    const ids = texts(block, 'user_id') as string[];
    found ||= ids.length > 0;
    await db.insert(loadTables.users, {
      rows: ids.length,
      columns: [
        text('user_text', ids),
        { name: 'user_number', type: 'BIGINT', values: BigInt64Array.from(ids, userIdNumber) },
      ],
    });
  }
  return found;
}

/** Finds property values that look personal (`load.personal`); returns the properties that hold any and the rows concerned. */
export async function findPersonalValues({
  db,
  columns,
  signal,
}: EnrichInput): Promise<{ personal: Set<number>; dropped: number }> {
  const personal = new Set<number>();
  if (columns.properties.length === 0) return { personal, dropped: 0 };
  const query = planSuspects(columns);
  for await (const block of db.blocks(query, { signal })) {
    const properties = block.columns[0]!.values as Int32Array;
    const values = texts(block, 'value') as string[];
    const kept = values.map((_, i) => i).filter((i) => classifyPersonalValue(values[i]!) !== null);
    for (const i of kept) personal.add(properties[i]!);
    if (kept.length === 0) continue;
    await db.insert(loadTables.personal, {
      rows: kept.length,
      columns: [
        { name: 'property', type: 'INTEGER', values: Int32Array.from(kept, (i) => properties[i]!) },
        text(
          'value',
          kept.map((i) => values[i]!),
        ),
      ],
    });
  }
  const rows = await db.rows(planPersonalCount(columns, personal));
  return { personal, dropped: Number(rows[0]!['dropped']) };
}
