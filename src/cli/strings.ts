import type { ErrorCode } from '../core/errors.ts';

export const help = `Homegrown: raw web exports into audited tables, metrics and Parquet, on your own machine.

load and read:
  homegrown run FILE|FOLDER... --warehouse DIR [options]   load, check and publish
  homegrown query SQL --warehouse DIR [--format table|csv|json]
  homegrown metric [NAME] --warehouse DIR [options]        one metric by dimensions and days, compiled from its file;
                                                           without a name: what metrics there are
  homegrown checks --warehouse DIR                         what the checks of the last run saw
  homegrown export --warehouse DIR --out DIR [--format parquet|csv] [--table T]
  homegrown sample [options]                               write realistic raw exports to try it with

decide:
  homegrown held [ID] --warehouse DIR                      runs that checks stopped; one of them whole: failing
                                                           checks, their rows, what would change
  homegrown decide ID --warehouse DIR --publish --reason "..." [--by NAME]
  homegrown decide ID --warehouse DIR --again              check it anew on what is published now; published where
                                                           nothing fails any more
  homegrown decide ID --warehouse DIR --discard [--reason "..."] [--by NAME]
  homegrown journal --warehouse DIR [--last N] [--day YYYY-MM-DD] [--format human|json|slack]
                                                           what happened and who decided what; as slack: the state
                                                           of the data of the newest day or of --day

keep:
  homegrown publications --warehouse DIR                   what can be put back, room taken, last backup
  homegrown undo GENERATION --warehouse DIR                put an earlier publication back
  homegrown verify --warehouse DIR                         read every file and compare it with its hash
  homegrown backup --warehouse DIR --out FILE.zip          the whole warehouse as one zip
  homegrown restore FILE.zip|DIR --warehouse DIR           replace the warehouse by that one; undo takes it back

tune the checks:
  homegrown settings --warehouse DIR                       annotations, limits, reviews, new normals, retired hosts
  homegrown settings set FILE.json --warehouse DIR [--reason "..."] [--by NAME]
                                                           replace the parts that the file names
  homegrown annotate --warehouse DIR --from DAY [--to DAY] --kind launch|outage|holiday|fault|note --text "..."
                     [--host H] [--by NAME]                days that are no history for the checks (a note is only told)
  homegrown backtest --warehouse DIR                       how often the checks would have spoken up until now

your own models, tests, metrics and rules (a folder of files as src/models has them):
  homegrown ls [--select S] [--exclude S] [--project DIR] [--warehouse DIR]
                                                           the models, in the order they are built
  homegrown check --project DIR                            what is wrong with the folder's files, each with file, line
                                                           and column; exit code 1 where anything is
  homegrown build --warehouse DIR --project DIR [--select S] [--reason "..."] [--by NAME] [--publish-anyway]
                                                           make them the warehouse's own: build what they touch, check
                                                           it, publish tables and files together; the folder is the
                                                           whole of your own files, --select takes some of its models
  homegrown test --warehouse DIR [--select S] [--project DIR]
                                                           data tests on the published tables, and unit tests
  homegrown rules [--kind K] [--project DIR] [--warehouse DIR]
                                                           the rules in force, in the order they are tried; K: actions,
                                                           channels, hosts, bots, devices or countries
  homegrown rules try [--url U] [--host H] [--referrer R] [--event-name E] [--method M] [--status S] [--ip A]
                     [--user-agent T] [--project DIR] [--warehouse DIR]
                                                           what the rules make of one record, and which decided
  --select S: as dbt spells it: stg_users, +fct_orders, dim_users+, tag:shop, path:core, a,b for both, "a b" for either;
              of tests also test_type:unit (data, generic, singular), test_name:unique, config.severity:warn

hand over:
  homegrown spec [--warehouse DIR] [--project DIR] [--out FILE.md]
                                                           the specification: goals, metrics, flow, schemas and
                                                           checks, from the models, tests and metrics that run
  homegrown export-dbt --out DIR [--warehouse DIR] [--project DIR]
                                                           the same as a dbt project, into a new folder; with a
                                                           warehouse also the Parquet it starts from

options of metric:
  --by A,B               dimensions, and ds, week (its Monday) or month (its first day)
  --from DAY, --to DAY   days as YYYY-MM-DD, both included
  --where A=VALUE        keep these rows; again for more values or dimensions, A= for rows without a value
  --bots WHAT            exclude, include or only (exclude)
  --timezone Z           days and hours of this IANA zone, e.g. Asia/Kolkata (UTC)
  --project DIR          metrics of this folder over those of the warehouse
  --format table|csv|json

options of run:
  --dry-run              read, build and check; publish nothing, alert nobody
  --host H               site of records that carry none, e.g. www.example.com
  --timezone Z           IANA zone of times without offset, e.g. Europe/Berlin (UTC)
  --date-order ORDER     mdy, dmy or ymd: how dates such as 03/04/2026 are read
  --encoding E           utf-8, utf-16le, utf-16be or windows-1252
  --mapping M            role=column,role=column (an empty column unmaps), or a JSON file {"role": "column"}
  --project DIR          with the models, tests and metrics of this folder as your own; they are kept with what they
                         make. query, checks and export take it, too, and change nothing
  --keep-contacts        of a shop: keep names, e-mail, phone and street addresses; they are left out otherwise
  --on-overlap WHAT      add, replace or fail: a file that shares days with a published one (add)
  --notify URL           POST a Slack message there (Block Kit as JSON) when a run is published with warnings, is
                         held, fails or refuses a file; without it the message is in the report, on stderr where
                         the report is JSON
  --notify-leads URL     POST held runs there, too
                         Nothing else is called, redirects are not followed. A post that fails in 10 seconds is told
                         on stderr; the exit code stays that of the run.

everywhere:
  --format human|json    how the result is written, where the command names no other format
  --threads N, --memory SIZE   limits of the engine, e.g. --threads 2 --memory 4GB
  --help, --version

A folder is read with all its folders, hidden files left out. A file that cannot be used is named with its reason
and the rest goes on. Results go to stdout, progress and messages to stderr. One program at a time writes to a
warehouse; another one is told that it is busy, and any number may read.

exit codes:
  0   published, or nothing new, or the command did what it says
  1   failed, cancelled, busy, or a file was refused or needs an answer (what could be loaded is published);
      verify: a file is missing or changed
  2   held: a check found an error, or a file waits in a held run already; the published tables are as before
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
  'metric-unknown': 'homegrown metric lists the metrics',
  'selection-unknown': 'select as dbt does: a name, +name, name+, tag:NAME, path:FOLDER',
  'query-failed':
    'correct the SQL; tables are named by schema and name, e.g. core.fct_website_events',
  'query-too-long': 'narrow it down, or allow it more seconds',
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
