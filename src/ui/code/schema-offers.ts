/** What is looked at of a valibot schema. */
interface Schema {
  kind?: string;
  type?: string;
  pipe?: readonly unknown[];
  entries?: Record<string, unknown>;
  wrapped?: unknown;
  item?: unknown;
  options?: readonly unknown[];
  literal?: unknown;
  /** Of a schema that is chosen by what it is given. */
  getter?: (input: unknown) => unknown;
}

/** Keys and values that a schema allows in one place. */
export interface SchemaOffers {
  keys: string[];
  values: string[];
}

/** Walks a valibot schema along keys ('[]' for the item of a list): what the file's reader accepts is what is offered. */
export function schemaOffers(schema: unknown, path: readonly string[]): SchemaOffers {
  let at = forms(schema);
  for (const step of path) at = at.flatMap((form) => below(form, step)).flatMap(forms);
  return {
    keys: unique(at.flatMap(({ entries }) => Object.keys(entries ?? {}))),
    values: unique(at.flatMap(valuesOf)),
  };
}

function below({ entries, item, getter }: Schema, step: string): unknown[] {
  if (getter) return forms(getter({ [step]: {} })).flatMap((form) => below(form, step));
  const next = step === '[]' ? item : entries?.[step];
  return next === undefined ? [] : [next];
}

function valuesOf(schema: Schema): string[] {
  if (schema.type === 'picklist') return (schema.options ?? []).map(String);
  if (schema.type === 'literal') return [String(schema.literal)];
  if (schema.getter) return forms(schema.getter(undefined)).flatMap(valuesOf);
  return schema.type === 'boolean' ? ['true', 'false'] : [];
}

/** The plain forms behind optional, union and pipe. */
function forms(schema: unknown): Schema[] {
  const one = schema as Schema;
  const parts = one.pipe?.filter((part) => part !== schema && (part as Schema).kind === 'schema');
  // The first of a pipe is the schema itself without it.
  const own = { ...one, pipe: undefined };
  const inner = [own, ...(parts?.slice(1).flatMap(forms) ?? [])];
  return inner.flatMap((form) => {
    if (form.wrapped !== undefined) return forms(form.wrapped);
    if (form.type === 'union') return (form.options ?? []).flatMap(forms);
    return [form];
  });
}

const unique = (names: string[]): string[] => [...new Set(names)];
