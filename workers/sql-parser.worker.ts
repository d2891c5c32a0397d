import { serveSqlParser } from '../src/hosts/browser/serve-sql-parser.ts';
import type { SqlParserPort } from '../src/hosts/browser/serve-sql-parser.ts';

serveSqlParser(self as unknown as SqlParserPort);
