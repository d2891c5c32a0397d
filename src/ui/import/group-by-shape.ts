import type { Recognition } from '../../core/ingest/recognition.ts';
import type { MappingGuess } from '../../core/ingest/mapping.ts';
import type { InspectedFile } from '../../workbench.ts';

/** A file of the drop that can be loaded. */
export interface MappedFile extends InspectedFile {
  recognition: Recognition;
  guess: MappingGuess;
}

/** Loadable files by the shape of their columns, in the order of the drop; a file without a shape stands alone. */
export function groupByShape(files: InspectedFile[]): [string, MappedFile[]][] {
  const groups = new Map<string, MappedFile[]>();
  for (const file of files) {
    if (!isMapped(file)) continue;
    const id = file.shape ?? file.id;
    const group = groups.get(id);
    if (group) group.push(file);
    else groups.set(id, [file]);
  }
  return [...groups];
}

function isMapped(file: InspectedFile): file is MappedFile {
  return !file.refusal && file.guess !== undefined && file.recognition !== undefined;
}
