import { serveParquet } from '../src/hosts/browser/serve-parquet.ts';
import type { ParquetPort } from '../src/hosts/browser/serve-parquet.ts';

serveParquet(self as unknown as ParquetPort);
