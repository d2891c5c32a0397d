import type { HeldRun } from '../core/run/held-run.ts';
import { sameName } from '../core/run/mends.ts';
import type { ByteSource, Host } from './ports.ts';
import type { ConfirmedFile } from './run-context.ts';

/** A file that a held run has already. */
export interface HeldAgain {
  sha256: string;
  /** Id of the held run. */
  held: string;
}

/**
 * Files of a drop that a held run has already, byte for byte: there is nothing new about them, and a person is to decide. A drop
 * that also mends a file of that run takes the others along: they would be left behind otherwise.
 */
export async function findHeldAgain(
  host: Pick<Host, 'sha256'>,
  held: readonly HeldRun[],
  files: readonly Pick<ConfirmedFile, 'file'>[],
): Promise<Map<ByteSource, HeldAgain>> {
  const sources = files.map(({ file }) => file.source);
  const sizes = new Set(held.flatMap(({ deliveries }) => deliveries.map(({ bytes }) => bytes)));
  const sums = new Map<ByteSource, string>();
  for (const { bytes } of sources) {
    if (sizes.has(bytes.size)) sums.set(bytes, await sha256Of(host, bytes));
  }
  const again = new Map<ByteSource, HeldAgain>();
  for (const { id, deliveries } of held) {
    const isMended = deliveries.some((one) =>
      sources.some(({ name, bytes }) => sameName(name, one.name) && sums.get(bytes) !== one.sha256),
    );
    const known = new Set(isMended ? [] : deliveries.map(({ sha256 }) => sha256));
    for (const [bytes, sha256] of sums)
      if (known.has(sha256)) again.set(bytes, { sha256, held: id });
  }
  return again;
}

async function sha256Of(host: Pick<Host, 'sha256'>, bytes: ByteSource): Promise<string> {
  const hash = await host.sha256();
  const reader = bytes.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return hash.hex();
    hash.update(value);
  }
}
