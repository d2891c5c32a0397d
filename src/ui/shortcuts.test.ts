import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

interface Node {
  type?: string;
  name?: string;
  [part: string]: unknown;
}
/** Keys that a component or a part of its template may add, with the file each is added in. */
type Keys = Map<string, string>;

/** Pairs of files below `root` that can be open together and add the same key. */
function clashesOf(
  root: string,
  read: (path: string) => string,
  visit: (path: string) => void = () => {},
): string[] {
  const known = new Map<string, Keys>();
  const clashes = new Set<string>();

  const join2 = (all: Keys, more: Keys): Keys => {
    for (const [key, file] of more) {
      const other = all.get(key);
      if (other !== undefined) clashes.add(`${key}: ${other} and ${file}`);
      all.set(key, file);
    }
    return all;
  };

  const keysOfComponent = (path: string): Keys => {
    const found = known.get(path);
    if (found) return found;
    known.set(path, new Map());
    const source = read(path);
    if (source.includes('shortcuts.add(')) visit(path);
    const imports = importsOf(source, path);
    const { fragment } = parse(source, { modern: true });
    const keys = join2(ownKeys(source, path), keysOfNode(fragment as unknown as Node, imports));
    known.set(path, keys);
    return keys;
  };

  // Of an if and its else only one is there at a time; all else is there together.
  const keysOfNode = (node: Node, imports: Map<string, string>): Keys => {
    if (node.type === 'IfBlock') {
      const sides = [node.consequent, node.alternate].map((side) =>
        side ? keysOfNode(side as Node, imports) : new Map<string, string>(),
      );
      return new Map(sides.flatMap((side) => [...side]));
    }
    const path = node.type === 'Component' ? imports.get(shownBy(node)) : undefined;
    const own = path === undefined ? new Map<string, string>() : new Map(keysOfComponent(path));
    return childrenOf(node).reduce((all, child) => join2(all, keysOfNode(child, imports)), own);
  };

  keysOfComponent(root);
  return [...clashes];
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flatMap((part) => (Array.isArray(part) ? part : [part]))
    .filter((part): part is Node => typeof part === 'object' && part !== null && 'type' in part);
}

/** What a component's tag shows: itself, or of a `LazyPart` what it loads. */
function shownBy(node: Node): string {
  const load = (node.attributes as Node[]).find(({ name }) => name === 'load');
  const expression = (load?.value as Node | undefined)?.expression as Node | undefined;
  return (node.name === 'LazyPart' ? expression?.name : node.name) ?? '';
}

/** Components by the name they have in the template; one that is loaded later has that of its file and of its loader. */
function importsOf(source: string, path: string): Map<string, string> {
  const found = [
    ...source.matchAll(/import (\w+) from '(\.[^']+\.svelte)'/g),
    ...[...source.matchAll(/import\('(\.[^']+?(\w+)\.svelte)'\)/g)].map(([all, from, name]) => [
      all,
      name,
      from,
    ]),
    ...[...source.matchAll(/const (\w+) = \(\) => import\('(\.[^']+\.svelte)'\)/g)],
  ];
  return new Map(found.map(([, name = '', from = '']) => [name, join(dirname(path), from)]));
}

function ownKeys(source: string, path: string): Keys {
  const script = /<script[^>]*>([\s\S]*?)<\/script>/.exec(source)?.[1] ?? '';
  if (!script.includes('shortcuts.add(')) return new Map();
  const keys = [...script.matchAll(/\bkey: '([^']+)'/g)].map(([, key = '']) => key);
  const file = path.slice(path.lastIndexOf('/') + 1);
  expect({ file, keys }).toEqual({ file, keys: [...new Set(keys)] });
  return new Map(keys.map((key) => [key, file]));
}

const app = fileURLToPath(new URL('./frame/App.svelte', import.meta.url));

describe('keys', () => {
  it('are never given to two actions that can be started at the same time', () => {
    const visited: string[] = [];
    const read = (path: string) => readFileSync(path, 'utf8');
    expect(clashesOf(app, read, (path) => visited.push(path))).toEqual([]);
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => path.endsWith('.svelte') && read(path).includes('shortcuts.add('));
    expect(visited.sort()).toEqual(all.sort());
  });

  it('are found with those of the frame, of a screen and of its parts', () => {
    const clash = (source: string) =>
      clashesOf('/App.svelte', (path) => (path === '/App.svelte' ? source : withKey));
    const script = `<script>import A from './A.svelte'; import B from './B.svelte';</script>`;
    expect(clash(`${script}<A /><div><B /></div>`)).toEqual(['x: A.svelte and B.svelte']);
    expect(clash(`${script}{#if a}<A />{:else}<B />{/if}`)).toEqual([]);
    expect(
      clash(`${withKey.replace('</script>', "import A from './A.svelte';</script>")}<A />`),
    ).toEqual(['x: App.svelte and A.svelte']);
  });
});

const withKey = `<script>$effect(() => shortcuts.add({ key: 'x', run }));</script>`;
