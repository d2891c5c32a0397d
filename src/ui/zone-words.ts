/** Words of time zones. */
export const zoneWords = {
  zone: 'Time zone',
  search: 'City or region',
  device: 'this device',
  none: 'No time zone of that name.',
  found: (count: number) => `${count} found`,
  hint: 'Arrow keys choose, Enter takes it.',
  /** Beside the list, where this device's clock is not the one that is used. */
  differs: (zone: string) => `Days and hours are in UTC. This device is in ${zone}.`,
  kept: 'Events are stored in UTC. Every day and hour of the overview follows this clock.',
  days: (zone: string) => (zone === 'UTC' ? 'Days in UTC' : `Days in ${zone} time`),
  hours: (zone: string) => (zone === 'UTC' ? 'Hours in UTC' : `Hours in ${zone} time`),
  /** On screens whose tables are by the day of UTC, whatever clock the overview goes by. */
  utcHere: 'Days on this screen are in UTC.',
  utcOnly: 'Counted by days of UTC only',
  again: (hour: string) => `${hour} (again)`,
};
