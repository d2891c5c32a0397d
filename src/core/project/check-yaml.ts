import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Place, Problems } from './problems.ts';

/** A YAML file's value, and where in the file a part of it stands (its nearest parent where it is left out). */
export interface PlacedYaml<T> {
  value: T;
  placeOf(path: readonly unknown[]): Place;
}

// A project is read again at each keystroke, and one file of a hundred is another then.
const sound = new WeakMap<object, Map<string, PlacedYaml<unknown>>>();
const mostSound = 1000;

/**
 * Parses a YAML file and holds it against a schema. All that is wrong, syntax or values that do not fit, goes to `problems` with
 * its line and column; undefined where anything is. What fits is read once: do not change it.
 */
export function checkYaml<T>(
  text: string,
  file: string,
  schema: v.GenericSchema<unknown, T>,
  problems: Problems,
): PlacedYaml<T> | undefined {
  const known = sound.get(schema) ?? new Map<string, PlacedYaml<unknown>>();
  sound.set(schema, known);
  const before = known.get(text) as PlacedYaml<T> | undefined;
  if (before !== undefined) return before;
  const read = parseYaml(text, file, schema, problems);
  if (known.size >= mostSound) known.clear();
  if (read !== undefined) known.set(text, read);
  return read;
}

function parseYaml<T>(
  text: string,
  file: string,
  schema: v.GenericSchema<unknown, T>,
  problems: Problems,
): PlacedYaml<T> | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  for (const broken of document.errors) {
    const place = lines.linePos(broken.pos[0]);
    const message = broken.message.split('\n')[0] ?? 'not YAML';
    problems.add(file, `broken YAML: ${message}`, { line: place.line, column: place.col });
  }
  if (document.errors.length > 0) return undefined;
  const content = contentOf(document, file, problems);
  if (content === undefined) return undefined;
  const result = v.safeParse(schema, content.value);
  const placeOf = (path: readonly unknown[]): Place => placeOfNode(document, path, lines);
  if (result.success) return { value: result.output, placeOf };
  for (const issue of result.issues) {
    const path = (issue.path ?? []).map((item) => item.key);
    problems.add(file, `${path.join('.') || 'file'}: ${inWords(issue)}`, placeOf(path));
  }
  return undefined;
}

function inWords({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type !== 'strict_object') return message;
  if (expected === 'never') return 'no such key is known here';
  return received === 'undefined' ? 'this key is missing' : message;
}

/** The document as plain values; undefined, with the problem told, where an alias has no anchor or too many of them. */
function contentOf(
  document: Document,
  file: string,
  problems: Problems,
): { value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    problems.add(file, `broken YAML: ${error.message}`);
    return undefined;
  }
}

function placeOfNode(document: Document, path: readonly unknown[], lines: LineCounter): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) {
      const place = lines.linePos(node.range[0]);
      return { line: place.line, column: place.col };
    }
  }
  return { line: 1, column: 1 };
}
