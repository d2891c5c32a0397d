import { sampleFiles } from '../core/sample/sample-files.ts';
import type { SourceFile } from '../workbench.ts';
import type { Host } from './ports.ts';

/** Writes the sample files to scratch, as if a person had dropped them. */
export async function generateSampleSources(
  host: Host,
  input: { rows?: number },
): Promise<SourceFile[]> {
  const encoder = new TextEncoder();
  const sources: SourceFile[] = [];
  for (const { name, chunks } of sampleFiles(input)) {
    const scratch = await host.openScratch();
    for (const chunk of chunks) await scratch.append(encoder.encode(chunk));
    sources.push({ name, folder: '', bytes: await scratch.finish() });
  }
  return sources;
}
