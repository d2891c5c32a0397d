import { describe, expect, it } from 'vitest';
import { failuresOfPlaywright, failuresOfVitest } from './test-failures.mjs';

describe('what failed', () => {
  it('names tests, and files that did not load', () => {
    const failed = { status: 'failed', fullName: 'adds up', failureMessages: ['Error: 3\n  at x'] };
    const passed = { status: 'passed', fullName: 'is there', failureMessages: [] };
    const testResults = [
      { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [passed, failed] },
      { name: 'b.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', message: '', assertionResults: [passed] },
    ];
    expect(failuresOfVitest({ testResults })).toEqual([
      'a.test.ts › adds up\n    Error: 3\n      at x',
      'b.test.ts\n    no such file',
    ]);
  });

  it('finds them however deep they are nested', () => {
    const error = { message: '\u001b[31mExpected 1\u001b[39m' };
    const spec = { file: 'x.spec.ts', line: 7, title: 'a tab', ok: false };
    const specs = [
      { ...spec, tests: [{ results: [{ error }] }] },
      { ...spec, title: 'another', ok: true, tests: [] },
    ];
    const report = { errors: [{ message: 'no port' }], suites: [{ suites: [{ specs }] }] };
    expect(failuresOfPlaywright(report)).toEqual([
      'end to end\n    no port',
      'x.spec.ts:7 › a tab\n    Expected 1',
    ]);
  });
});
