/** The word for so many: day, days. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? one : many;
