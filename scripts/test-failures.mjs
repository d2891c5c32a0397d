import { stripVTControlCharacters } from 'node:util';

/** What failed of a Vitest JSON report: a line for each test, and for each file that did not load. */
export function failuresOfVitest({ testResults }) {
  return testResults.flatMap(({ name, message, status, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [lineOf(name, message)] : [];
    return failed.map(({ fullName, failureMessages }) =>
      lineOf(`${name} › ${fullName}`, failureMessages[0]),
    );
  });
}

/**
 * The same of a Playwright JSON report.
 *
 * @param {{ suites: any[]; errors?: { message: string }[] }} report
 */
export function failuresOfPlaywright({ suites, errors = [] }) {
  return [
    ...errors.map(({ message }) => lineOf('end to end', message)),
    ...suites.flatMap(failuresOfSuite),
  ];
}

function failuresOfSuite({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) =>
      lineOf(`${file}:${line} › ${title}`, firstErrorOf(tests)),
    );
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

function firstErrorOf(tests) {
  return tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message;
}

// Of a message the first lines tell.
function lineOf(place, message) {
  const plain = stripVTControlCharacters(message ?? '').trim();
  return `${place}\n    ${plain.split('\n').slice(0, 6).join('\n    ')}`;
}
