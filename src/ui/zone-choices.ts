import { isTimezone } from '../lib/time-zone.ts';

/** A time zone in the list. */
export interface ZoneChoice {
  /** As the address and the engine have it. */
  name: string;
  /** As people read it: America/New York. */
  label: string;
}

/** Rows of the list at most: who looks for more goes on typing. */
const most = 40;

// Browsers still list some cities by the names they had.
const renamed: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Asia/Rangoon': 'Asia/Yangon',
  'Europe/Kiev': 'Europe/Kyiv',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
};

// What stands in the list before anything is typed, from west to east.
const wellKnown = [
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Lagos',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
];

let all: string[] | undefined;

/** The zone that this device's own clock goes by. */
export function deviceZone(): string {
  return currentName(new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** The zones to choose from: this device's first, UTC second, then what was typed or, without that, well-known ones. */
export function zoneChoices(typed: string, device = deviceZone()): ZoneChoice[] {
  const wanted = plain(typed).split(' ').filter(Boolean);
  const named = wanted.length === 0 ? wellKnown : allZones();
  const names = [...new Set([device, 'UTC', ...named])].filter((name) =>
    wanted.every((word) => ` ${plain(name)}`.includes(` ${word}`)),
  );
  return names.slice(0, most).map((name) => ({ name, label: zoneLabel(name) }));
}

/** America/New York */
export function zoneLabel(name: string): string {
  return name.replaceAll('_', ' ');
}

/** New York: the city alone. */
export function zoneCity(name: string): string {
  return zoneLabel(name.split('/').at(-1) ?? name);
}

/** How far a zone's clocks are from UTC on a day: UTC+5:30; UTC itself where they are not. */
export function zoneOffset(name: string, day: string): string {
  const at = day === '' ? new Date() : new Date(`${day}T12:00:00Z`);
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'shortOffset' });
  const found = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return found.replace('GMT', 'UTC').replace(/\+0$/, '').replace('-', '\u2212');
}

function allZones(): string[] {
  all ??= [...new Set(Intl.supportedValuesOf('timeZone').map(currentName))].sort();
  return all;
}

function currentName(name: string): string {
  const now = renamed[name];
  return now !== undefined && isTimezone(now) ? now : name;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[_/\s]+/g, ' ')
    .trim();
}
