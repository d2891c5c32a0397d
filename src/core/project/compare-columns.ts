import type { Place } from './problems.ts';
import type { Model, ModelColumn } from './model.ts';
import type { ProjectProblem } from './project-view.ts';
import type { YamlPlaces } from './yaml-places.ts';

type Column = Pick<ModelColumn, 'name' | 'type'>;

/**
 * Holds the columns that a model's YAML names against those that its SQL gives: name, type, order. `typeOf`: the engine's name of a
 * type as written, undefined where it knows none. A YAML without columns is compared with nothing.
 */
export function compareColumns(
  { file, columns: declared }: Pick<Model, 'file' | 'columns'>,
  real: readonly Column[],
  typeOf: (type: string) => string | undefined,
  places: YamlPlaces,
): ProjectProblem[] {
  if (declared.length === 0) return [];
  const columns = asWritten(declared, real, typeOf);
  const problem = (message: string, { line, column }: Place): ProjectProblem => {
    return { file: file.replace(/\.sql$/, '.yml'), line, column, message, columns };
  };
  const types = new Map(real.map(({ name, type }) => [name, type]));
  const problems = declared.flatMap(({ name, type }) => {
    const place = places.columns.get(name) ?? { name: places.model, type: places.model };
    const found = types.get(name);
    const known = typeOf(type);
    if (found === undefined) return [problem(`not a column of the SQL: ${name}`, place.name)];
    if (known === undefined) return [problem(`unknown type: ${type}`, place.type)];
    if (plainType(known) === found) return [];
    return [problem(`the SQL gives ${name} as ${found}, not ${type}`, place.type)];
  });
  const named = new Set(declared.map(({ name }) => name));
  const unnamed = real
    .filter(({ name }) => !named.has(name))
    .map(({ name, type }) =>
      problem(`a column of the SQL is missing: ${name} ${type}`, places.model),
    );
  if (problems.length + unnamed.length > 0) return [...problems, ...unnamed];
  const first = declared.findIndex(({ name }, i) => real[i]!.name !== name);
  if (first < 0) return [];
  const place = places.columns.get(declared[first]!.name)?.name ?? places.model;
  return [problem(`the SQL gives another column here: ${real[first]!.name}`, place)];
}

/** The columns of the SQL; a type that the YAML writes another way stays as written. */
function asWritten(
  declared: readonly Column[],
  real: readonly Column[],
  typeOf: (type: string) => string | undefined,
): Column[] {
  const written = new Map(declared.map(({ name, type }) => [name, type]));
  return real.map(({ name, type }) => {
    const own = written.get(name) ?? type;
    return { name, type: plainType(typeOf(own) ?? '') === type ? own : type };
  });
}

/** Columns in memory may be coded as ENUMs; they are published as texts. */
export function plainType(type: string): string {
  return type.replace(/ENUM\((?:[^()']|'(?:[^']|'')*')*\)/g, 'VARCHAR');
}
