/** What the platform's own clock of a zone shows at a moment, given in milliseconds since 1970: `YYYY-MM-DD, HH:MM`. */
export function wallClock(timezone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => format.format(at);
}
