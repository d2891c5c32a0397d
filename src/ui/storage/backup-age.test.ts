import { expect, it } from 'vitest';
import { isBackupOverdue } from './backup-age.ts';

const now = Date.parse('2026-10-20T12:00:00Z');

it.each([
  ['nothing is published', null, [], false],
  ['the first data came today', null, ['2026-10-20T08:00:00Z'], false],
  [
    'data has been here for eight days, never saved',
    null,
    ['2026-10-20T08:00:00Z', '2026-10-12T08:00:00Z'],
    true,
  ],
  ['the last backup is six days old', '2026-10-14T13:00:00Z', ['2026-09-01T00:00:00Z'], false],
  ['the last backup is eight days old', '2026-10-12T11:00:00Z', ['2026-10-20T08:00:00Z'], true],
])('%s', (_, lastBackup, published, overdue) => {
  expect(isBackupOverdue(lastBackup, published, now)).toBe(overdue);
});
