import { literal } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';

/** What an event must be to take a step: of an action, or on a page. */
export interface FunnelStep {
  kind: 'action' | 'path';
  /** An action type, or a path; a path that ends in `*` is met by all that begin so. */
  value: string;
}

/** What a funnel can be told apart by: the first event's. */
export type FunnelSplit = 'none' | 'dim_channel' | 'dim_device_type';

/** A funnel as a person builds it. */
export interface FunnelInput {
  /** 2 to 8. */
  steps: FunnelStep[];
  /** `strict`: each step is the very next event after the one before; `sequential`: other events may lie between. */
  order: 'strict' | 'sequential';
  /** Minutes from the first step to the last. */
  windowMinutes: number;
  by: FunnelSplit;
  /** Days of the first step, inclusive. */
  from: string;
  to: string;
  /** Hosts of all steps; absent or empty: all. */
  hosts?: string[];
}

const maxWindow = 90 * 24 * 60;

/**
 * A funnel over `core.fct_website_events` as one query: `slice` ('' when it is not split), then `step_1` to `step_n`, the visitors
 * who came that far. Everyone has one try, which begins at their first event of the range that takes the first step. Sequential:
 * each step is the first event after the one before that takes it. Strict: it is the visitor's very next event; assets, API calls,
 * errors and bots are no events here. Throws `usage` for fewer than 2 or more than 8 steps, an empty one, or a window beyond 90 days.
 */
export function compileFunnel(input: FunnelInput): string {
  requireSound(input);
  const { steps, by } = input;
  const named = by === 'none' ? `''` : `coalesce(${by}, '(unknown)')`;
  const reached = steps.map((_, i) => `count(at_${i + 1}) as step_${i + 1}`);
  return `with events as materialized (
  select
    logged_out_user_id, event_timestamp, dim_path, dim_action_type, ${named} as slice, ds${nextColumn(input)}
  from core.fct_website_events
  where ${conditionOf(input)}
),
${stepsOf(input)}
select slice, ${reached.join(', ')}
from took_${steps.length}
group by slice
order by step_1 desc, slice`;
}

function requireSound({ steps, windowMinutes }: FunnelInput): void {
  if (steps.length < 2 || steps.length > 8)
    throw usage(`a funnel has 2 to 8 steps: ${steps.length}`);
  const empty = steps.findIndex(({ value }) => value.trim() === '');
  if (empty >= 0) throw usage(`a step says nothing: ${empty + 1}`);
  if (!Number.isInteger(windowMinutes) || windowMinutes < 1 || windowMinutes > maxWindow)
    throw usage(`a window has 1 minute to 90 days: ${windowMinutes} minutes`);
}

// Events after the range may still end what began in it.
function conditionOf({ from, to, hosts = [], windowMinutes, steps, order }: FunnelInput): string {
  const last = new Date(Date.parse(`${to}T24:00:00Z`) + windowMinutes * 60_000);
  const parts = [
    `not is_bot and dim_action_type not in ('asset', 'api_call', 'error', 'other')`,
    `ds between ${literal(from)} and ${literal(last.toISOString().slice(0, 10))}`,
  ];
  if (hosts.length > 0) parts.push(`dim_hostname in (${hosts.map(literal).join(', ')})`);
  // Where others may lie between, they need not be looked at.
  if (order === 'sequential')
    parts.push(`(${[...new Set(steps.map((step) => taken(step)))].join(' or ')})`);
  return parts.join('\n    and ');
}

// The next event's time says whether an event is the very next one.
function nextColumn({ order }: FunnelInput): string {
  if (order === 'sequential') return '';
  return `,
    lead(event_timestamp) over (partition by logged_out_user_id order by event_timestamp) as next_at`;
}

function stepsOf(input: FunnelInput): string {
  const first = `took_1 as (
  select
    logged_out_user_id, min(event_timestamp) as at_1, arg_min(slice, event_timestamp) as slice${
      input.order === 'strict' ? `,\n    arg_min(next_at, event_timestamp) as next_at` : ''
    }
  from events
  where ${taken(input.steps[0]!)} and ds <= ${literal(input.to)}
  group by logged_out_user_id
)`;
  const later = input.steps
    .slice(1)
    .map((step, i) => (input.order === 'strict' ? strictStep : freeStep)(step, i + 2, input));
  return [first, ...later].join(',\n');
}

/** The first event after the step before. */
function freeStep(step: FunnelStep, n: number, { windowMinutes }: FunnelInput): string {
  const keys = ['slice', ...atColumns(n - 1)].map((name) => `t.${name}`).join(', ');
  return `took_${n} as (
  select t.logged_out_user_id, ${keys}, min(e.event_timestamp) as at_${n}
  from took_${n - 1} t
  left join events e on e.logged_out_user_id = t.logged_out_user_id and ${taken(step, 'e.')}
    and e.event_timestamp > t.at_${n - 1} and e.event_timestamp <= t.at_1 + interval '${windowMinutes}' minute
  group by t.logged_out_user_id, ${keys}
)`;
}

/** The very next event, where it takes the step. */
function strictStep(step: FunnelStep, n: number, { windowMinutes }: FunnelInput): string {
  const keys = ['slice', ...atColumns(n - 1)].map((name) => `t.${name}`).join(', ');
  return `took_${n} as (
  select t.logged_out_user_id, ${keys}, e.event_timestamp as at_${n}, e.next_at
  from took_${n - 1} t
  left join events e on e.logged_out_user_id = t.logged_out_user_id and ${taken(step, 'e.')}
    and e.event_timestamp = t.next_at and e.event_timestamp <= t.at_1 + interval '${windowMinutes}' minute
)`;
}

function atColumns(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `at_${i + 1}`);
}

/** A landing is a page view, too. */
function taken({ kind, value }: FunnelStep, of = ''): string {
  const text = value.trim();
  if (kind === 'action') {
    const actions = text === 'page_view' ? ['page_view', 'landing'] : [text];
    return `${of}dim_action_type in (${actions.map(literal).join(', ')})`;
  }
  if (text.endsWith('*')) return `starts_with(${of}dim_path, ${literal(text.slice(0, -1))})`;
  return `${of}dim_path = ${literal(text)}`;
}

function usage(message: string): WorkbenchError {
  return new WorkbenchError('usage', message);
}
