import type { Manifest } from '../../src/core/warehouse/manifest.ts';
import type { WarehouseDamage } from '../../src/workbench.ts';
import type { Fault } from './fault-points.ts';

/** What every data file of a warehouse was made of: table, then ds, then the token that `bytesOf` makes its bytes from. */
export type Contents = Record<string, Record<string, string>>;

/** A publication that the worker is told to make. */
export interface Order {
  /** Names the publication and its delivery: 16 hex digits. */
  token: string;
  contents: Contents;
  /** Deliveries that are live no more. */
  superseded: string[];
  fault?: Fault;
}

/** The answer of the worker. `stopped`: it stands still at the fault point and will not answer any more. */
export type Answer =
  { value: unknown } | { failure: { code: string; message: string } } | { stopped: string };

/** What a publication came to. `fired`: the fault point was met. */
export interface Acknowledgement {
  generation: number;
}

/** A file as it lies in OPFS, read past the store and hashed by the browser's own SHA-256. */
export interface FileOnDisk {
  path: string;
  bytes: number;
  sha256: string;
}

/** What a newly opened warehouse says of itself, and what lies on the disk. */
export interface Inspection {
  head: Manifest | null;
  damage: WarehouseDamage | null;
  disk: FileOnDisk[];
  /** Why garbage could not be collected; null: it could, or nobody tried. */
  collectFailure: string | null;
  /** JSON of the copies of earlier manifests, by path. */
  copies: Record<string, string>;
  /** SHA-256 of what the warehouse serves, by table, in the order of ds. */
  served: Record<string, string[]>;
}
