import { sampleFiles } from '../core/sample/sample-files.ts';
import { shopSampleFiles } from '../core/sample/shop/shop-sample-files.ts';
import type { Subject } from '../core/subject.ts';
import type { SourceFile } from '../workbench.ts';
import type { Host } from './ports.ts';

/** Writes the sample files of the website, or of the shop, to scratch, as if a person had dropped them. */
export async function generateSampleSources(
  host: Host,
  { subject, ...input }: { rows?: number; subject?: Subject },
): Promise<SourceFile[]> {
  const encoder = new TextEncoder();
  const sources: SourceFile[] = [];
  for (const { name, chunks } of subject === 'shop' ? shopSampleFiles(input) : sampleFiles(input)) {
    const scratch = await host.openScratch();
    for (const chunk of chunks) await scratch.append(encoder.encode(chunk));
    sources.push({ name, folder: '', bytes: await scratch.finish() });
  }
  return sources;
}
