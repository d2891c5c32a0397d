import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, Pair, YAMLMap } from 'yaml';
import type { Place } from './problems.ts';

/** Where the parts of a model's YAML stand. */
export interface YamlPlaces {
  /** Its name. */
  model: Place;
  /** By name. */
  columns: Map<string, { name: Place; type: Place }>;
  /** Data tests in the order of `buildTests`: those of columns first. */
  tests: Place[];
  /** By name. */
  unitTests: Map<string, Place>;
}

/** Finds the parts of a model's YAML that the engine may object to. The text is one that loads. */
export function yamlPlaces(text: string): YamlPlaces {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (node: Node | null | undefined): Place => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return { line, column: col };
  };
  const model = itemsOf(document.get('models', true))[0];
  const columns = itemsOf(valueOf(model, 'columns'));
  const unitTests = itemsOf(document.get('unit_tests', true));
  return {
    model: place(valueOf(model, 'name')),
    columns: new Map(
      columns.map((column) => {
        const name = valueOf(column, 'name');
        return [textOf(name), { name: place(name), type: place(valueOf(column, 'data_type')) }];
      }),
    ),
    tests: [...columns, ...(model === undefined ? [] : [model])]
      .flatMap((one) => itemsOf(valueOf(one, 'data_tests')))
      .map(place),
    unitTests: new Map(
      unitTests.map((test) => [textOf(valueOf(test, 'name')), place(valueOf(test, 'name'))]),
    ),
  };
}

function itemsOf(node: unknown): Node[] {
  return isSeq(node) ? (node.items as Node[]) : [];
}

function valueOf(node: Node | undefined, key: string): Node | undefined {
  if (!isMap(node)) return undefined;
  const pairs = (node as YAMLMap).items as Pair<Node, Node | null>[];
  return pairs.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value ?? undefined;
}

function textOf(node: Node | undefined): string {
  return isScalar(node) ? String(node.value) : '';
}
