import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import { visitorRulesPrint } from '../core/enrich/visitor-rules.ts';
import { throwIfCancelled } from '../core/errors.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import { compileTime, timeRejectSql } from '../core/ingest/parse-time.ts';
import {
  loadTables,
  planDistinct,
  planRefused,
  planRepeats,
  planTyped,
  resolveColumns,
} from '../core/ingest/plan-load.ts';
import type { LoadColumns } from '../core/ingest/plan-load.ts';
import {
  planDeliveryDays,
  planEvents,
  planJoinStar,
  planLoadTables,
  planProperties,
} from '../core/ingest/plan-star.ts';
import type { Recognition } from '../core/ingest/recognition.ts';
import type { Reject } from '../core/ingest/record-reader.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import type { Rules } from '../core/rules/rules.ts';
import { literal } from '../lib/sql.ts';
import {
  enrichLoadedRequests,
  enrichLoadedVisitors,
  findPersonalValues,
  numberTextUsers,
} from './enrich-load.ts';
import type { EnrichInput } from './enrich-load.ts';
import type { OpenedSource } from './open-source.ts';
import type { Database } from './ports.ts';
import { readRecords } from './read-records.ts';
import type { ReadOutcome } from './reading.ts';

export interface LoadInput {
  db: Database;
  name: string;
  opened: OpenedSource;
  recognition: Recognition;
  mapping: Mapping;
  countries: CountryLookup;
  rules: Rules;
  /** What the guess of the mapping had to say. */
  notes: string[];
  now: Date;
  signal: AbortSignal | undefined;
  onShare: (share: number, rows: number) => void;
}

/** What loading one file into the star came to; `rejects` stay in the session. */
export interface LoadOutcome {
  report: Omit<DeliveryReport, 'sha256' | 'bytes' | 'status'>;
  rejects: Reject[];
}

/** Rejected records kept for showing, a file; all are counted. */
export const keptRejects = 100_000;

/** Reads, types and enriches one file and adds its accepted records to the star. */
export async function loadFile(input: LoadInput): Promise<LoadOutcome> {
  const { db, recognition, mapping, signal } = input;
  const columns = resolveColumns(recognition, mapping, visitorRulesPrint(input.rules));
  await db.run(planLoadTables());
  const read = await readRecords({
    ...input,
    plain: input.opened.plain,
    columns,
    // Hashing goes on beside reading.
    onReading: () => void input.opened.sha256(),
  });
  throwIfCancelled(signal);
  const repeats = recognition.keepsRepeats ? 0 : await removeRepeats(db, columns, signal);
  const dropped = await typeAndEnrich(input, columns, read);
  const typed = await typedRejects(input, columns);
  const delivery = (await input.opened.sha256()).slice(0, 16);
  await db.run(`insert into ingest.deliveries values (${literal(delivery)}, ${literal(input.name)},
    ${columns.has('user_agent')}, ${recognition.keepsRepeats}, ${columns.has('method')}, ${columns.has('event_name')})`);
  await db.run(planEvents(delivery), { signal });
  const days = await db.rows(planDeliveryDays(delivery));
  const notes = [...input.notes, ...(await gapNotes(input, columns))];
  await dropLoadTables(db);
  return {
    rejects: [...read.rejects, ...typed.rejects]
      .sort((a, b) => a.line - b.line)
      .slice(0, keptRejects),
    report: {
      id: delivery,
      name: input.name,
      format: recognition.label,
      textBytes: input.opened.plain.size,
      bytesRead: read.bytes,
      seen: read.seen,
      accepted: read.read - repeats - typed.total,
      rejected: read.rejects.length + typed.total,
      repeats,
      rejectReasons: countReasons(read.rejects, typed.reasons),
      personalDropped: dropped,
      hasMethods: columns.has('method'),
      hasEventNames: columns.has('event_name'),
      notes,
      days: days.map((row) => [String(row['host']), String(row['ds']), Number(row['n'])]),
    },
  };
}

async function removeRepeats(
  db: Database,
  columns: LoadColumns,
  signal: AbortSignal | undefined,
): Promise<number> {
  const plan = planRepeats(columns);
  // A record's line is its position in the table, so positions are kept before rows go.
  const rows = await db.rows(plan.count, { signal });
  const repeats = Number(rows[0]!['repeats']);
  if (repeats > 0) await db.run(plan.remove, { signal });
  return repeats;
}

/**
 * Types the records and enriches what is distinct in them, side by side: the engine works on one while TypeScript works on the
 * other. Returns how many values were dropped as personal.
 */
async function typeAndEnrich(
  input: LoadInput,
  columns: LoadColumns,
  read: ReadOutcome,
): Promise<number> {
  const { db, signal } = input;
  const context = enrichInput(input, columns);
  const keepProperties = async (): Promise<number> => {
    await db.run(planDistinct(columns).tuples, { signal });
    const { personal, dropped } = await findPersonalValues(context);
    await db.run(planProperties(columns, personal), { signal });
    return dropped;
  };
  const type = async (): Promise<void> =>
    typeRecords(input, columns, read, await numberTextUsers(context));
  const [refused, redacted, dropped] = await allDone([
    enrichLoadedVisitors(context),
    enrichLoadedRequests(context),
    keepProperties(),
    type(),
  ]);
  if (refused > 0) await db.run(planRefused(), { signal });
  await db.run(planJoinStar(), { signal });
  return redacted + dropped;
}

/** Like Promise.all, but waits for all also when one fails: nothing goes on behind the caller's back. */
async function allDone<T extends readonly unknown[]>(tasks: {
  [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  const settled = await Promise.allSettled(tasks);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

function enrichInput(input: LoadInput, columns: LoadColumns): EnrichInput {
  const { db, signal, mapping, rules } = input;
  const hasEventNames = columns.has('event_name');
  return {
    db,
    columns,
    countries: input.countries,
    signal,
    visitors: {
      hasUserAgentColumn: columns.has('user_agent'),
      hasEventNames,
      identity: { mode: 'plain' },
      rules,
    },
    requests: {
      defaultHost: mapping.host,
      ownHosts: new Set(rules.hosts),
      hasMethods: columns.has('method'),
      hasEventNames,
      channelRules: rules.channels,
      actionRules: rules.actions,
    },
  };
}

async function typeRecords(
  input: LoadInput,
  columns: LoadColumns,
  read: ReadOutcome,
  hasTextUsers: boolean,
): Promise<void> {
  await input.db.run(
    planTyped({
      columns,
      timeSql: compileTime(columns.role('time'), input.mapping).sql,
      timeReject: (ts) => timeRejectSql(ts, input.now),
      hasTextUsers,
      firstLine: read.firstLine,
      malformedReason: input.recognition.fast?.wellFormed?.reason ?? 'malformed',
    }),
    { signal: input.signal },
  );
}

/** Local times that a clock change left out were moved forward: worth a word. */
async function gapNotes({ db, mapping }: LoadInput, columns: LoadColumns): Promise<string[]> {
  const { gapSql } = compileTime(columns.role('time'), mapping);
  if (gapSql === 'false') return [];
  const [row] = await db.rows(`select count(*) as n from ${loadTables.raw} where ${gapSql}`);
  const count = Number(row!['n']);
  const zone = mapping.timezone;
  return count === 0
    ? []
    : [`${count} local times do not exist in ${zone} (clocks went forward): moved forward`];
}

async function typedRejects(
  { db }: LoadInput,
  columns: LoadColumns,
): Promise<{ rejects: Reject[]; reasons: Map<string, number>; total: number }> {
  const counts = await db.rows(
    'select reason, count(*) as n from load.typed where reason is not null group by reason',
  );
  const reasons = new Map(counts.map((row) => [String(row['reason']), Number(row['n'])]));
  const total = [...reasons.values()].reduce((sum, n) => sum + n, 0);
  if (total === 0) return { rejects: [], reasons, total };
  const rows =
    await db.rows(`select t.record as line, t.reason, left(concat_ws(' ', ${columns.all.join(', ')}), 2000) as text
from load.typed t join ${loadTables.raw} r on r.rowid = t.id
where t.reason is not null order by t.record limit ${keptRejects}`);
  const rejects = rows.map((row) => ({
    line: Number(row['line']),
    reason: String(row['reason']),
    text: String(row['text']),
  }));
  return { rejects, reasons, total };
}

function countReasons(rejects: Reject[], typed: Map<string, number>): Record<string, number> {
  const reasons = new Map(typed);
  for (const { reason } of rejects) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return Object.fromEntries(reasons);
}

async function dropLoadTables(db: Database): Promise<void> {
  const tables = [...Object.values(loadTables), 'load.typed', 'load.equal_lines'];
  await db.run(tables.map((table) => `drop table if exists ${table}`).join('; '));
}
