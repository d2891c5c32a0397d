import type { Model } from '../project/model.ts';
import { dbtSql } from './dbt-model-sql.ts';
import { maskSql } from './mask-sql.ts';

export type OtherEngine = 'spark' | 'trino';

interface Obstacle {
  /** Over SQL without strings and comments, macros already in place. */
  pattern: RegExp;
  engines: OtherEngine[];
  reason: string;
}

const both: OtherEngine[] = ['spark', 'trino'];

/** What keeps a model's SQL from running elsewhere as it stands. */
const obstacles: readonly Obstacle[] = [
  {
    pattern: /\brow_number\(\) over \(\)/i,
    engines: both,
    reason: 'relies on rows coming in the order they were sorted in (`row_number() over ()`)',
  },
  {
    pattern: /\bover \(rows\b|\blag\([^)]*\) over \(\)/i,
    engines: both,
    reason: 'windows without an order',
  },
  { pattern: /\bgroup by all\b/i, engines: ['trino'], reason: '`group by all`' },
  { pattern: /\basof\b.*\bjoin\b/i, engines: both, reason: '`asof join`' },
  { pattern: /\blambda\b/i, engines: both, reason: "`lambda` and DuckDB's list functions" },
  {
    pattern: /\blist_\w+\(|\bmap_from_entries\(|\bstring_split\(/i,
    engines: both,
    reason: "DuckDB's list functions",
  },
  { pattern: /\bhugeint\b/i, engines: both, reason: '128-bit integers (`hugeint`)' },
  { pattern: /<<|>>/, engines: ['trino'], reason: 'bits are shifted with `<<` and `>>`' },
  { pattern: /\bxor\(/i, engines: both, reason: '`xor()`' },
  { pattern: /\bmake_timestamp\(/i, engines: both, reason: '`make_timestamp()` of microseconds' },
  { pattern: /\brecursive\b/i, engines: both, reason: 'a recursive query' },
  { pattern: /\*\s*(exclude|replace)\s*\(/i, engines: both, reason: '`* exclude` or `* replace`' },
  { pattern: /\bmedian\(|\bquantile\w*\(/i, engines: ['trino'], reason: 'an exact median' },
  {
    pattern: /\bany_value\([^)]*\) filter/i,
    engines: ['trino'],
    reason: '`any_value` with a filter',
  },
];

/** Why a model does not run on an engine as it stands; empty where nothing is known against it. */
export function obstaclesOf(model: Pick<Model, 'sql' | 'file'>, engine: OtherEngine): string[] {
  const code = maskSql(dbtSql(model.sql, model.file).replace(/\{\{[\s\S]*?\}\}/g, ' '));
  return obstacles
    .filter(({ pattern, engines }) => engines.includes(engine) && pattern.test(code))
    .map(({ reason }) => reason);
}
