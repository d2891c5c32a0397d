import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import { WorkbenchError } from '../errors.ts';

/**
 * Parses a YAML file and holds it against a schema. Throws `model-broken` with line and column of the syntax error or
 * of the value that does not fit.
 */
export function readYaml<T>(text: string, file: string, schema: v.GenericSchema<unknown, T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken) {
    const place = lines.linePos(broken.pos[0]);
    const message = broken.message.split('\n')[0] ?? 'not YAML';
    throw new WorkbenchError('model-broken', `broken YAML: ${message}`, {
      file,
      line: place.line,
      column: place.col,
    });
  }
  const result = v.safeParse(schema, document.toJS({ maxAliasCount: 100 }));
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = (issue.path ?? []).map((item) => item.key);
  throw new WorkbenchError('model-broken', `${path.join('.') || 'file'}: ${issue.message}`, {
    file,
    ...placeOfNode(document, path, lines),
  });
}

function placeOfNode(
  document: Document,
  path: unknown[],
  lines: LineCounter,
): { line: number; column: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) {
      const place = lines.linePos(node.range[0]);
      return { line: place.line, column: place.col };
    }
  }
  return { line: 1, column: 1 };
}
