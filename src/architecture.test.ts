import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The rooms, lowest first, each with the rooms it may import; `type:` allows types only. The first
 * prefix that fits is a file's room. `packages` are the only imports from outside that it may name.
 */
const rooms: { at: string; may: string[]; packages?: RegExp }[] = [
  { at: 'src/lib/', may: [], packages: /^$/ },
  { at: 'src/core/', may: ['src/lib/'] },
  { at: 'src/workbench.ts', may: ['type:src/core/'] },
  { at: 'src/models/', may: ['type:src/core/'] },
  { at: 'src/engine/ports.ts', may: ['type:src/workbench.ts', 'type:src/core/'] },
  { at: 'src/engine/', may: ['src/engine/ports.ts', 'src/workbench.ts', 'src/core/', 'src/lib/'] },
  { at: 'src/hosts/browser/', may: ['src/engine/ports.ts', 'src/core/', 'src/lib/'] },
  { at: 'src/hosts/node/', may: ['src/engine/ports.ts', 'src/core/', 'src/lib/'] },
  { at: 'src/rpc/', may: ['src/workbench.ts', 'src/core/errors.ts'] },
  { at: 'src/ui/', may: ['type:src/workbench.ts', 'src/core/', 'src/lib/'] },
  { at: 'src/main.ts', may: ['src/ui/', 'src/rpc/', 'type:src/workbench.ts'] },
  {
    at: 'workers/',
    may: ['src/hosts/browser/', 'src/engine/', 'src/models/', 'src/rpc/', 'src/core/', 'src/lib/'],
  },
  {
    at: 'src/cli/',
    may: [
      'src/hosts/node/',
      'src/engine/',
      'src/models/',
      'src/workbench.ts',
      'src/core/',
      'src/lib/',
    ],
  },
];
/** Packages that only some rooms may import. */
const keptTo: [RegExp, string[]][] = [
  [/^(@duckdb\/|parquet-wasm|@polyglot-sql\/)/, ['src/hosts/browser/', 'src/hosts/node/']],
  [/^node:/, ['src/hosts/node/', 'src/cli/']],
  [/^(svelte|bits-ui)(\/|$)/, ['src/ui/', 'src/main.ts']],
];
/** Screens: what two of them need lives beside them (`ui/project`, `ui/code`, `ui/parts`). The one exception is named. */
const screens =
  /^src\/ui\/(explore|exports|growth|import|models|overview|quality|rules|shop|storage)\//;
const sisters = ['storage -> import'];
const isTest = (file: string) => /\.(test|bench)\.ts$|\/testing\//.test(file);
const roomOf = (file: string) => rooms.find((room) => file.startsWith(room.at));

interface Import {
  from: string;
  isType: boolean;
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s*)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The imports of a source text: relative ones as paths from the project's folder. */
function importsOf(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found = [
    ...[...code.matchAll(statement)].map((m) => ({ from: m[2] ?? '', isType: Boolean(m[1]) })),
    ...[...code.matchAll(dynamic)].map((m) => ({ from: m[1] ?? '', isType: false })),
  ];
  return found.map(({ from, isType }) => {
    const path = from.replace(/\?.*$/, '');
    return { from: path.startsWith('.') ? posix.join(posix.dirname(file), path) : path, isType };
  });
}

function objection(file: string, { from, isType }: Import): string | undefined {
  const room = roomOf(file);
  if (!room) return undefined;
  if (!/^(src|workers)\//.test(from)) {
    const isKept = keptTo.some(([name, at]) => name.test(from) && !at.includes(room.at));
    const isBarred = room.packages?.test(from) === false;
    return isKept || isBarred ? `${file} may not import package ${from}` : undefined;
  }
  if (isTest(from)) return `${file} imports a test: ${from}`;
  const [here, there] = [file, from].map((path) => screens.exec(path)?.[1]);
  if (here && there && here !== there && !sisters.includes(`${here} -> ${there}`))
    return `${file} may not import of a sibling screen: ${from}`;
  if (roomOf(from) === room) return undefined;
  // By prefix, so that leave for one file (src/core/errors.ts) is not leave for its room.
  const allows = (may: string) =>
    from.startsWith(may.replace('type:', '')) && (isType || !may.startsWith('type:'));
  return room.may.some(allows)
    ? undefined
    : `${file} may not import ${from}${isType ? ' (type)' : ''}`;
}

/** The first circle found, as the files around it. */
function findCircle(graph: Map<string, string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  return [...graph.keys()].map((file) => visit(file, [])).find(Boolean);
}

/** What is wrong with a set of files (path to text): no room, an upward import, a circle. */
function faultsOf(files: Map<string, string>): string[] {
  const checked = [...files].filter(([file]) => !isTest(file));
  const imports = new Map(checked.map(([file, text]) => [file, importsOf(file, text)]));
  const homeless = [...files.keys()].filter((file) => !roomOf(file));
  const upward = [...imports].flatMap(([file, list]) => list.map((one) => objection(file, one)));
  const circle = findCircle(
    new Map([...imports].map(([file, list]) => [file, list.map(({ from }) => from)])),
  );
  return [
    ...homeless.map((file) => `${file} is in no room`),
    ...upward.filter((text) => text !== undefined),
    ...(circle ? [`circle: ${circle.join(' -> ')}`] : []),
  ];
}

/** The project's source files: everything under src and workers that is compiled. */
function projectFiles(): Map<string, string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const names = ['src', 'workers'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    ),
  );
  const sources = names.filter(
    (name) => /\.(ts|svelte|js|mjs)$/.test(name) && name !== 'src/architecture.test.ts',
  );
  return new Map(sources.map((name) => [name, readFileSync(`${root}${name}`, 'utf8')]));
}

describe('the house', () => {
  it('has every file in a room, imports that go down the stairs only, and no circle', () => {
    expect(faultsOf(projectFiles())).toEqual([]);
  });

  it.each([
    ['a file in no room', { 'src/attic/x.ts': '' }, 'src/attic/x.ts is in no room'],
    [
      'an upward import',
      { 'src/lib/a.ts': "import { b } from '../core/b.ts';" },
      'may not import src/core/b.ts',
    ],
    [
      'an import of a sibling screen',
      { 'src/ui/rules/a.ts': "import { b } from '../models/b.ts';" },
      'may not import of a sibling screen: src/ui/models/b.ts',
    ],
    [
      'an upward export',
      { 'src/core/a.ts': "export {\n  b,\n} from '../engine/b.ts';" },
      'may not import src/engine/b.ts',
    ],
    [
      'an upward dynamic import',
      { 'src/core/a.ts': "await import('../ui/b.ts')" },
      'may not import src/ui/b.ts',
    ],
    [
      'a value where types are allowed',
      { 'src/workbench.ts': "import { b } from './core/b.ts';" },
      'may not import src/core/b.ts',
    ],
    [
      'one host in another',
      { 'src/hosts/node/a.ts': "import type { b } from '../browser/b.ts';" },
      'may not import src/hosts/browser/b.ts',
    ],
    [
      'the engine behind its ports',
      { 'src/hosts/node/a.ts': "import { b } from '../../engine/run.ts';" },
      'may not import src/engine/run.ts',
    ],
    [
      'an engine in a component',
      {
        'src/ui/A.svelte': '<script lang="ts">\n  import { b } from \'../engine/b.ts\';\n</script>',
      },
      'may not import src/engine/b.ts',
    ],
    [
      'a database in the core',
      { 'src/core/a.ts': "import { b } from '@duckdb/node-api';" },
      'may not import package @duckdb/node-api',
    ],
    [
      'a package in the cellar',
      { 'src/lib/a.ts': "import 'yaml';" },
      'may not import package yaml',
    ],
    [
      'test support in the product',
      { 'src/core/a.ts': "import { b } from '../lib/testing/b.ts';" },
      'imports a test',
    ],
    [
      'a circle',
      { 'src/core/a.ts': "import './b.ts';", 'src/core/b.ts': "import type { a } from './a.ts';" },
      'circle: src/core/a.ts -> src/core/b.ts -> src/core/a.ts',
    ],
  ])('would notice %s', (_, files, fault) => {
    expect(faultsOf(new Map(Object.entries(files))).join('\n')).toContain(fault);
  });

  it('lets pass what the table allows', () => {
    const files = {
      'src/workbench.ts': "import type { Event } from './core/event.ts';",
      'src/core/event.ts': "// import './nowhere.ts'\nimport { ident } from '../lib/sql.ts';",
      'src/lib/sql.ts': '',
      'src/core/event.test.ts': "import { openDatabase } from '../hosts/node/database.ts';",
    };
    expect(faultsOf(new Map(Object.entries(files)))).toEqual([]);
  });
});
