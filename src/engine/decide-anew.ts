import type { ClassifiedAction } from '../core/enrich/action-type.ts';
import { throwIfCancelled } from '../core/errors.ts';
import { actionFacts, channelFacts, reclassifyTables } from '../core/ingest/plan-reclassify.ts';
import { compileReclassifier } from '../core/rules/reclassify.ts';
import type {
  Decided,
  KeptAttribution,
  KeptChannel,
  Reclassifier,
} from '../core/rules/reclassify.ts';
import type { Rules } from '../core/rules/rules.ts';
import { changedKinds } from '../core/rules/same-rules.ts';
import type { Block, Column, Database } from './ports.ts';

export interface DecideInput {
  before: Rules;
  after: Rules;
  /** The table of requests of which `load.ruled` was made. */
  requests: string;
  signal: AbortSignal | undefined;
  /** Hears of everything, changed or not, with the rows that it stands for. */
  onAction?: (decided: Decided<ClassifiedAction>, rows: number) => void;
  onChannel?: (decided: Decided<KeptAttribution>, kept: KeptChannel, rows: number) => void;
}

/** Decides the actions and channels of `load.ruled` by both sets of rules; where they differ, those of after stand beside it. */
export async function decideAnew(db: Database, input: DecideInput): Promise<void> {
  const { before, after, requests, signal } = input;
  const kinds = changedKinds(before, after);
  const hosts = await db.rows(
    `select distinct dim_hostname::varchar as host from ${requests} where dim_hostname is not null`,
  );
  const siteHosts = new Set(hosts.map((row) => String(row['host'])));
  const rules = compileReclassifier(before, after, siteHosts);
  if (input.onAction || kinds.includes('actions')) await decideActions(db, rules, input);
  throwIfCancelled(signal);
  if (input.onChannel || kinds.includes('channels') || kinds.includes('hosts'))
    await decideChannels(db, rules, input);
}

async function decideActions(
  db: Database,
  rules: Reclassifier,
  { signal, onAction }: DecideInput,
): Promise<void> {
  for await (const block of db.blocks(actionFacts, { signal })) {
    throwIfCancelled(signal);
    const read = reader(block);
    const changed: number[] = [];
    const decisions: ClassifiedAction[] = [];
    for (let i = 0; i < block.rows; i++) {
      const decided = rules.action({
        hasMethods: read.truth('has_methods', i),
        hasEventNames: read.truth('has_event_names', i),
        eventName: read.text('event_name', i),
        method: read.text('method', i),
        status: read.text('status', i),
        path: read.text('dim_path', i) ?? '',
        host: read.text('dim_hostname', i),
      });
      onAction?.(decided, read.number('n', i));
      const { before, after } = decided;
      if (before.action === after.action && before.rule === after.rule) continue;
      changed.push(i);
      decisions.push(after);
    }
    await insert(db, reclassifyTables.actions, read.keys('action_key', changed), [
      ['action', decisions.map(({ action }) => action)],
      ['rule', decisions.map(({ rule }) => rule)],
    ]);
  }
}

async function decideChannels(
  db: Database,
  rules: Reclassifier,
  { signal, onChannel }: DecideInput,
): Promise<void> {
  for await (const block of db.blocks(channelFacts, { signal })) {
    throwIfCancelled(signal);
    const read = reader(block);
    const changed: number[] = [];
    const decisions: KeptAttribution[] = [];
    for (let i = 0; i < block.rows; i++) {
      const kept = keptChannel(read, i);
      const decided = rules.channel(kept);
      onChannel?.(decided, kept, read.number('n', i));
      if (isSame(decided)) continue;
      changed.push(i);
      decisions.push(decided.after);
    }
    await insert(db, reclassifyTables.channels, read.keys('channel_key', changed), [
      ['referrer', decisions.map(({ referrer }) => referrer)],
      ['source', decisions.map(({ source }) => source)],
      ['channel', decisions.map(({ channel }) => channel)],
      ['settled', decisions.map(({ settled }) => settled)],
    ]);
  }
}

function keptChannel(read: Reader, i: number): KeptChannel {
  return {
    host: read.text('dim_hostname', i),
    referrer: read.text('dim_referrer', i) ?? '',
    utmSource: read.text('utm_source', i),
    utmMedium: read.text('utm_medium', i),
    clickIds: read.text('click_ids', i),
    source: read.text('dim_source', i) ?? '',
    channel: read.text('dim_channel', i) ?? '',
  };
}

const compared = ['channel', 'settled', 'source', 'referrer'] as const;

function isSame({ before, after }: Decided<KeptAttribution>): boolean {
  return compared.every((part) => before[part] === after[part]);
}

interface Reader {
  text(name: string, row: number): string | null;
  truth(name: string, row: number): boolean;
  number(name: string, row: number): number;
  keys(name: string, rows: number[]): Column;
}

function reader(block: Block): Reader {
  const columns = new Map(block.columns.map((column) => [column.name, column.values]));
  const valuesOf = <T>(name: string): T => columns.get(name) as T;
  return {
    text: (name, row) => valuesOf<(string | null)[]>(name)[row] ?? null,
    truth: (name, row) => valuesOf<Uint8Array>(name)[row] === 1,
    number: (name, row) => valuesOf<Float64Array>(name)[row] ?? 0,
    keys: (name, rows) => ({
      name,
      type: 'UBIGINT',
      values: BigUint64Array.from(rows, (row) => valuesOf<BigUint64Array>(name)[row]!),
    }),
  };
}

async function insert(
  db: Database,
  table: string,
  keys: Column,
  texts: [name: string, values: string[]][],
): Promise<void> {
  const rows = texts[0]![1].length;
  const columns = texts.map(([name, values]): Column => ({ name, type: 'VARCHAR', values }));
  if (rows > 0) await db.insert(table, { rows, columns: [keys, ...columns] });
}
