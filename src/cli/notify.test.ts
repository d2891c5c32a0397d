import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../core/errors.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { finding, runReport } from '../core/run/testing/made-run.ts';
import { alertOf, alertOfFailure, sendAlert } from './notify.ts';

const checked = (status: Finding['status']): Finding =>
  finding({ id: 'core.x.volume', title: 'Usual rows', status, message: 'Half of what is usual.' });
const report = (status: RunReport['status'], ...findings: Finding[]): RunReport =>
  runReport({ status, findings, verdict: `The run is ${status}.` });
const refused = [{ file: 'a.csv', code: 'file-empty', message: 'it holds no records' }];
const alertFor = (run: RunReport | undefined, files: typeof refused = []) =>
  alertOf({ report: run, plan: [], refused: files, waiting: [] }, ['exports/']);

describe('alertOf', () => {
  it('keeps quiet about runs that went well', () => {
    expect(alertFor(report('published', checked('pass'), checked('learning')))).toBeUndefined();
    expect(alertFor(report('unchanged', checked('warn')))).toBeUndefined();
  });

  it('tells of warnings, and of held runs to the leads, too', () => {
    const warned = alertFor(report('published', checked('warn')));
    expect([warned?.isHeld, warned?.message.text]).toEqual([
      false,
      expect.stringContaining('Half of what is usual.'),
    ]);
    const held = alertFor(report('held', checked('error')));
    expect([held?.isHeld, held?.message.text]).toEqual([
      true,
      expect.stringContaining('The run is held.'),
    ]);
  });

  it('names every file that could not be used, whatever became of the rest', () => {
    for (const run of [undefined, report('published'), report('held', checked('error'))])
      expect(alertFor(run, refused)?.message.text).toContain('a.csv: it holds no records');
    expect(alertFor(undefined, refused)?.message.text).toContain('exports/');
  });
});

it('tells of failures and of defects, not of a run that a person cancelled', () => {
  const busy = new WorkbenchError('warehouse-busy', 'another program publishes');
  expect(alertOfFailure(busy, ['a.csv'])?.message.text).toContain('another program publishes');
  expect(alertOfFailure(new TypeError('x is not'), ['a.csv'])?.message.text).toContain('x is not');
  expect(alertOfFailure(new WorkbenchError('cancelled', 'cancelled'), ['a.csv'])).toBeUndefined();
});

it('prints where no address was named and the report is for programs', async () => {
  const alert = alertFor(report('held', checked('error')))!;
  for (const format of ['human', 'json'] as const) {
    let told = '';
    await sendAlert(alert, { urls: {}, format }, { write: (text) => (told += text) });
    expect(told).toBe(format === 'json' ? `${alert.message.text}\n` : '');
  }
});
