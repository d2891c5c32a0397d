import { WorkbenchError } from '../../core/errors.ts';
import type { Manifest } from '../../core/warehouse/manifest.ts';
import { chooseHead, decodeSlot } from '../../core/warehouse/slot.ts';
import { openZipEntry, readZipDirectory } from '../../lib/zip-directory.ts';
import type { SourceFile } from '../../workbench.ts';

/** A warehouse among dropped files: a backup zip, or the folder of the command line or of a mirror. */
export interface FoundWarehouse {
  /** What `restore` takes. */
  files: SourceFile[];
  /** Name of the zip or folder; '' for a folder dropped without its name. */
  name: string;
  /** What its manifest says; null when the manifest cannot be read here. */
  facts: { publishedAt: string; events: number; from: string; to: string } | null;
}

const slotName = /(?:^|[/\\])manifest\.[01]$/;

/** The warehouse that dropped files make up; null when they are anything else. */
export async function findWarehouse(files: SourceFile[]): Promise<FoundWarehouse | null> {
  const slots = files.filter(({ name }) => slotName.test(name));
  if (slots.length > 0) {
    const bytes = await Promise.all(slots.map(({ bytes: source }) => source.arrayBuffer()));
    return { files, name: slots[0]!.folder.split('/').at(-1)!, facts: factsOf(bytes) };
  }
  const [zip] = files;
  if (files.length !== 1 || !zip) return null;
  const bytes = await slotsOfZip(zip);
  return bytes.length === 0 ? null : { files, name: zip.name, facts: factsOf(bytes) };
}

async function slotsOfZip({ bytes: zip }: SourceFile): Promise<ArrayBuffer[]> {
  const magic = new Uint8Array(await zip.slice(0, 2).arrayBuffer());
  if (magic[0] !== 0x50 || magic[1] !== 0x4b) return [];
  const entries = (await readZipDirectory(zip)) ?? [];
  const slots = entries.filter(({ path }) => slotName.test(path));
  return Promise.all(
    slots.map(async (entry) => {
      const packed = await openZipEntry(zip, entry);
      // What cannot be unpacked here is refused, with its reason, by who restores it.
      if (packed === null || (entry.method !== 0 && entry.method !== 8)) return new ArrayBuffer(0);
      if (entry.method === 0) return packed.arrayBuffer();
      const stream = packed.stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
      const unpacked = stream.pipeThrough(new DecompressionStream('deflate-raw'));
      return new Response(unpacked).arrayBuffer().catch(() => new ArrayBuffer(0));
    }),
  );
}

function factsOf(slots: ArrayBuffer[]): FoundWarehouse['facts'] {
  const [first, second] = slots.map(readSlot);
  const head = chooseHead(first, second);
  if (!head) return null;
  const days = head.tables['core.fct_website_events']?.partitions ?? {};
  const names = Object.keys(days).sort();
  return {
    publishedAt: head.publishedAt ?? head.createdAt,
    events: Object.values(days).reduce((sum, { rows }) => sum + rows, 0),
    from: names[0] ?? '',
    to: names.at(-1) ?? '',
  };
}

function readSlot(bytes: ArrayBuffer): Manifest | undefined {
  try {
    return decodeSlot(new Uint8Array(bytes));
  } catch (error) {
    // Of a version too new to be read: who restores it says so.
    if (error instanceof WorkbenchError) return undefined;
    throw error;
  }
}
