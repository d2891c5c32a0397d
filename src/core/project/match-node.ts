import type { SelectionAtom } from './parse-selection.ts';
import type { SelectionNode } from './selection-nodes.ts';

/** Whether an atom of a selection names the node itself, whatever comes with it. */
export function matchesNode({ method, value }: SelectionAtom, node: SelectionNode): boolean {
  const fits = (text: string): boolean => pattern(value).test(text);
  if (method.startsWith('config.'))
    return node.config[method.slice('config.'.length)]?.some(fits) ?? false;
  switch (method) {
    case 'tag':
      return node.tags.some(fits);
    case 'path':
      return pathsOf(node).some((path) => pattern(plainPath(value)).test(path));
    case 'file':
      return filesOf(node).some(fits);
    case 'source':
      return sourcesOf(node).some(fits);
    case 'package':
      return value === 'this' || fits('homegrown');
    case 'resource_type':
      return fits(node.type);
    case 'test_type':
      return typesOf(node).some(fits);
    case 'test_name':
      return node.kind !== undefined && fits(node.kind);
    default:
      return node.names.some(fits);
  }
}

/** A node's file with and without its ending, and its folder. */
function pathsOf({ file }: SelectionNode): string[] {
  return [file, file.replace(/\.\w+$/, ''), file.split('/')[0]!];
}

function filesOf({ file }: SelectionNode): string[] {
  const name = file.split('/').at(-1)!;
  return [name, name.replace(/\.\w+$/, '')];
}

function sourcesOf({ key, type }: SelectionNode): string[] {
  if (type !== 'source') return [];
  const source = key.replace('source:', '');
  return [source, source.split('.')[0]!];
}

function typesOf({ type, test }: SelectionNode): string[] {
  if (type === 'unit_test') return ['unit'];
  return test === undefined ? [] : ['data', test];
}

/** dbt's paths begin with the folder of the models. */
function plainPath(path: string): string {
  return path.replace(/^(\.\/)?(models\/)?/, '').replace(/\/$/, '');
}

/** `*`, `?`, `[ab]` and `[!ab]`, as a shell has them. */
function pattern(value: string): RegExp {
  const parts = value.split(/(\[!?[^\]]+\]|\*|\?)/).map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (/^\[.+\]$/.test(part)) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return part.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`);
}
