/** Counts of a Vitest JSON report: {passed, failed, skipped}. */
export function countsOfVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts of a Playwright JSON report; a test that passed on a retry passed. */
export function countsOfPlaywright({ stats }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  };
}

/**
 * What one runner's end means: a runner that failed without a failed test (a file that does not
 * load, a crash, no report, no test at all) counts as one failure, so that it cannot pass unseen.
 */
export function judge(counts, exitCode) {
  const known = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const isSound = counts && exitCode === 0 && known.passed > 0;
  return isSound || known.failed > 0 ? known : { ...known, failed: 1 };
}

/** The sum of several runners' counts. */
export function sumCounts(all) {
  const total = (key) => all.reduce((sum, counts) => sum + counts[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** The closing line that people and machines read. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
