/** Schemas that hold something else than a project's models. */
const reservedSchemas = new Set([
  'ingest',
  'load',
  'shop',
  'shop_replaced',
  'main',
  'temp',
  'system',
  'memory',
  'information_schema',
  'pg_catalog',
  'tests',
  'metrics',
  'rules',
]);

// Databases that the workbench attaches: a schema of that name could not be told from one.
const databases = /^(run|preview|preview_star|preview_rules)_\d+$|^project_check$/;

// Words that cannot name a table without quotes, in DuckDB, Spark (ANSI) or Trino.
const sqlWords = new Set(
  `all alter analyse analyze and any array as asc asymmetric authorization between both by case cast check collate column
  constraint create cross cube current_catalog current_date current_path current_role current_time current_timestamp
  current_user deallocate default deferrable delete desc describe distinct do drop else end escape except execute exists
  extract false fetch for foreign from full function grant group grouping having in initially inner insert intersect into
  is join json_array json_object lambda lateral leading left like limit listagg localtime localtimestamp natural normalize
  not null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing prepare primary qualify recursive
  references returning right rollup select session_user show skip some summarize symmetric table then to trailing trim
  true uescape union unique unnest unpivot user using values variadic when where window with`.split(
    /\s+/,
  ),
);

const plain = /^[a-z_][a-z0-9_]*$/;

/** Why a name cannot be a model's (lower case, after its file); undefined when it can. */
export function objectionToName(name: string): string | undefined {
  if (!plain.test(name))
    return `a model's name has lower-case letters, digits and underscores only: ${name}`;
  return sqlWords.has(name) ? `a word of SQL cannot name a model: ${name}` : undefined;
}

/** Why a folder cannot hold models; undefined when it can. */
export function objectionToSchema(schema: string): string | undefined {
  if (reservedSchemas.has(schema) || databases.test(schema))
    return `this folder holds no models: ${schema}`;
  if (!plain.test(schema) || sqlWords.has(schema))
    return `a folder's name has lower-case letters, digits and underscores only: ${schema}`;
  return undefined;
}
