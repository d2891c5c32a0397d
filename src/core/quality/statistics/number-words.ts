/** `12,345`: whole numbers for people. */
export function countWords(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `3.2 %` of 0.032: one digit below 10 %, none above. */
export function percentWords(share: number): string {
  const percent = share * 100;
  return `${percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}

/** `52 % fewer`, `30 % more` of a relative change. */
export function changeWords(change: number, [less, more] = ['fewer', 'more']): string {
  return `${percentWords(Math.abs(change))} ${change < 0 ? less : more}`;
}

/** `; -12 % week over week`, or nothing where it is not known. */
export function weekWords(weekOverWeek: number | undefined): string {
  if (weekOverWeek === undefined) return '';
  return `; ${weekOverWeek > 0 ? '+' : ''}${percentWords(weekOverWeek)} week over week`;
}
