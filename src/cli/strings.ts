import type { ErrorCode } from '../core/errors.ts';

export const help = `Homegrown: raw web exports into audited tables, metrics and Parquet, on your own machine.

usage:
  homegrown run FILE|FOLDER... --warehouse DIR [options]   load, check and publish
  homegrown query SQL --warehouse DIR [--format table|csv|json]
  homegrown checks --warehouse DIR [--format human|json]
  homegrown export --warehouse DIR --out DIR [--format parquet|csv] [--table T]
  homegrown sample [options]                               write realistic raw exports to try it with

options of run:
  --dry-run              read, build and check; publish nothing
  --format human|json    how the report is written
  --host H               site of records that carry none, e.g. www.example.com
  --timezone Z           IANA zone of times without offset, e.g. Europe/Berlin (UTC)
  --date-order ORDER     mdy, dmy or ymd: how dates such as 03/04/2026 are read
  --encoding E           utf-8, utf-16le, utf-16be or windows-1252
  --mapping M            role=column,role=column (an empty column unmaps), or a JSON file {"role": "column"}
  --on-overlap WHAT      add, replace or fail: a file that shares days with a published one (add)

everywhere:
  --threads N, --memory SIZE   limits of the engine, e.g. --threads 2 --memory 4GB
  --help, --version

A folder is read with all its folders, hidden files left out. A file that cannot be used is named with its reason
and the rest goes on. Results go to stdout, progress and messages to stderr.

exit codes:
  0   published, or nothing new, or the command did what it says
  1   failed, cancelled, or a file was refused or needs an answer (what could be loaded is published)
  2   held: a check found an error, the published tables are as before
  64  wrong usage
`;

/** What to do about each kind of failure, after the message that names it. */
export const nextSteps: Record<ErrorCode, string> = {
  usage: 'homegrown --help shows the usage',
  'file-unreadable': 'check that the file is there and that you may read it',
  'file-empty': 'export it again: it holds no records',
  'format-unknown':
    'CSV, TSV, JSON, NDJSON, Parquet and web-server access logs are read, also gzipped or zipped',
  'format-refused': 'export it as CSV, JSON, Parquet or as a web-server access log',
  'file-damaged': 'copy or export it again: a damaged file loads nothing',
  'file-too-wide': 'export fewer columns',
  'file-suspicious': 'unpack it yourself and look at it first',
  'mapping-incomplete': 'name the missing columns with --mapping role=column',
  'question-open': 'answer with the option that the message names',
  'host-unknown': 'answer with --host',
  'no-records': 'nothing was published',
  'model-broken': 'correct the model; nothing was published',
  'warehouse-damaged': 'keep the folder as it is and restore it from a copy; nothing was written',
  'warehouse-busy': 'wait until the other run has ended',
  'warehouse-moved': 'run it again: it then builds on what the other program published',
  'warehouse-newer': 'use the newer version of homegrown; nothing was written',
  'held-unknown': 'homegrown held lists the runs that wait for a decision',
  'reason-missing': 'say why with --reason "..."; it is kept with the run',
  'table-unknown': 'homegrown query "show all tables" lists the tables',
  'query-failed':
    'correct the SQL; tables are named by schema and name, e.g. core.fct_website_events',
  'engine-failed': 'run it again; published tables are as before',
  'storage-full': 'free some space; published tables are as before',
  cancelled: 'nothing was published',
};

export const stepNames = {
  engine: 'starting',
  read: 'reading',
  enrich: 'enriching',
  build: 'building tables',
  audit: 'checking',
  publish: 'publishing',
  export: 'exporting',
} as const;
