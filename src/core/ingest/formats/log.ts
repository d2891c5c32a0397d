import { createLineReader, eachLine } from '../record-lines.ts';
import type { Format, RecordReader } from '../record-reader.ts';
import type { FastRead, Recognition, Sample } from '../recognition.ts';
import type { Role } from '../mapping.ts';
import { pickSampleRows } from '../sample-rows.ts';
import { absentAsNull, parseLogLine, splitRequest } from './log-line.ts';
import type { LogDialect, LogLine } from './log-line.ts';
import { logFastRead } from './log-fast-read.ts';

const sampledLines = 1000;
const leastShare = 0.6;

/** Access logs of Apache, nginx and their kin: common and combined, a virtual host before, more fields after. */
export const log: Format = {
  id: 'log',
  detect(sample) {
    const lines = sampleLines(sample);
    const parsed = lines.map(parseLogLine).filter((line) => line !== null);
    if (parsed.length === 0 || parsed.length < lines.length * leastShare) return null;
    const dialect = dialectOfLines(parsed);
    return {
      format: 'log',
      label: labelOf(dialect),
      encoding: sample.encoding,
      columns: logColumns(dialect),
      sampleRows: pickSampleRows(createLogReader(dialect), sample),
      headerLines: 0,
      keepsRepeats: true,
      fixedRoles: fixedRoles(dialect),
      fast: fastRead(dialect, parsed, sample),
      dialect: { ...dialect },
    };
  },
  openReader(recognition) {
    return createLogReader(dialectOf(recognition));
  },
};

function sampleLines(sample: Sample): string[] {
  const lines: string[] = [];
  const text = sample.complete
    ? sample.text
    : sample.text.slice(0, sample.text.lastIndexOf('\n') + 1);
  eachLine(text.slice(0, 1 << 18), 1, (line) => {
    if (line !== '' && lines.length < sampledLines) lines.push(line);
  });
  return lines;
}

function dialectOfLines(lines: LogLine[]): LogDialect {
  return {
    vhost: mostly(lines, ({ host }) => host !== null),
    combined: mostly(lines, ({ agent }) => agent !== null),
    extras: Math.max(...lines.map(({ extras }) => extras.length)),
    timeWords: lines[0]!.fixed[3].split(' ').length,
  };
}

function mostly(lines: LogLine[], has: (line: LogLine) => boolean): boolean {
  return lines.filter(has).length * 2 > lines.length;
}

/** Names of the columns of a log, in order. */
function logColumns(dialect: LogDialect): string[] {
  return [
    ...(dialect.vhost ? ['host'] : []),
    ...[
      'client_ip',
      'identity',
      'remote_user',
      'time',
      'method',
      'url',
      'protocol',
      'status',
      'bytes',
    ],
    ...(dialect.combined ? ['referrer', 'user_agent'] : []),
    ...Array.from({ length: dialect.extras }, (_, i) => `extra_${i + 1}`),
  ];
}

function fixedRoles(dialect: LogDialect): Partial<Record<Role, string>> {
  const roles: Partial<Record<Role, string>> = {
    time: 'time',
    ip: 'client_ip',
    url: 'url',
    method: 'method',
    status: 'status',
  };
  if (dialect.vhost) roles.host = 'host';
  if (dialect.combined) Object.assign(roles, { referrer: 'referrer', user_agent: 'user_agent' });
  return roles;
}

function labelOf(dialect: LogDialect): string {
  const parts = [dialect.combined ? 'Combined log' : 'Common log'];
  if (dialect.vhost) parts.push('with virtual host');
  if (dialect.extras > 0)
    parts.push(`and ${dialect.extras} more ${dialect.extras === 1 ? 'field' : 'fields'}`);
  return parts.join(' ');
}

function fastRead(dialect: LogDialect, lines: LogLine[], sample: Sample): FastRead | null {
  const uniform = lines.every(
    (line) =>
      (line.host !== null) === dialect.vhost &&
      (line.agent !== null) === dialect.combined &&
      line.extras.length === dialect.extras &&
      line.fixed[3].split(' ').length === dialect.timeWords,
  );
  // An escaped quote makes DuckDB reject a line that can be read.
  const plain = !sample.text.includes('\\"') && !/[\0\uFFFD]|\r(?!\n)./.test(sample.text);
  return uniform && plain ? logFastRead(dialect) : null;
}

function dialectOf(recognition: Recognition): LogDialect {
  const { vhost, combined, extras, timeWords } = recognition.dialect;
  return {
    vhost: vhost === true,
    combined: combined === true,
    extras: Number(extras),
    timeWords: Number(timeWords),
  };
}

function createLogReader(dialect: LogDialect): RecordReader {
  const width = logColumns(dialect).length;
  return createLineReader(width, 0, (line, accept) => {
    const parsed = parseLogLine(line);
    if (parsed === null) return 'not a line of an access log';
    const reason = misfit(parsed, dialect);
    if (reason === null) accept(logFields(parsed, dialect));
    return reason;
  });
}

// What has no column must not be lost in silence.
function misfit(line: LogLine, dialect: LogDialect): string | null {
  if (line.host !== null && !dialect.vhost) return 'a virtual host where none is expected';
  if (line.agent !== null && !dialect.combined)
    return 'referrer and user agent where none are expected';
  if (line.extras.length > dialect.extras)
    return `${line.extras.length} further fields where ${dialect.extras} are expected`;
  return null;
}

function logFields(line: LogLine, dialect: LogDialect): (string | null)[] {
  const [ip, identity, user, time, request, status, bytes] = line.fixed;
  const fields: (string | null)[] = dialect.vhost ? [withoutPort(line.host)] : [];
  fields.push(absentAsNull(ip), absentAsNull(identity), absentAsNull(user), time);
  fields.push(...splitRequest(request), absentAsNull(status), absentAsNull(bytes));
  if (dialect.combined) fields.push(absentAsNull(line.referrer), absentAsNull(line.agent));
  for (let i = 0; i < dialect.extras; i++) fields.push(absentAsNull(line.extras[i]));
  return fields;
}

function withoutPort(host: string | null): string | null {
  return host === null ? null : absentAsNull(host.split(':', 1)[0]);
}
