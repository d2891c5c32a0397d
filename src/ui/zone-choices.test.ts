import { expect, it } from 'vitest';
import { isTimezone } from '../lib/time-zone.ts';
import { keepZone, keptZone } from './kept-zone.ts';
import { zoneChoices, zoneCity, zoneOffset } from './zone-choices.ts';

const names = (typed: string, device?: string) =>
  zoneChoices(typed, device).map(({ name }) => name);

it('begins with the zone of the device and UTC, each once', () => {
  expect(names('', 'Europe/Vienna').slice(0, 3)).toEqual([
    'Europe/Vienna',
    'UTC',
    'America/Los_Angeles',
  ]);
  expect(names('', 'UTC').slice(0, 2)).toEqual(['UTC', 'America/Los_Angeles']);
  expect(names('', 'Asia/Kolkata').filter((name) => name === 'Asia/Kolkata')).toHaveLength(1);
});

it('finds by city, region or both, in the names that cities have today', () => {
  expect(names('new york', 'UTC')).toContain('America/New_York');
  expect(names('lord', 'UTC')).toEqual(['Australia/Lord_Howe']);
  expect(names('asia kat', 'UTC')).toEqual(['Asia/Kathmandu']);
  expect(names('kolkata', 'UTC')).toEqual(['Asia/Kolkata']);
  expect(names('berlin', 'Europe/Vienna')).toEqual(['Europe/Berlin']);
  expect(names('nowhere')).toEqual([]);
  expect(names('a').length).toBeLessThanOrEqual(40);
  expect(names('a').filter((name) => !isTimezone(name))).toEqual([]);
});

it('says how far a clock is from UTC on a day', () => {
  expect(zoneOffset('Asia/Kolkata', '2026-10-04')).toBe('UTC+5:30');
  expect(zoneOffset('America/New_York', '2026-10-31')).toBe('UTC−4');
  expect(zoneOffset('America/New_York', '2026-11-02')).toBe('UTC−5');
  expect(zoneOffset('UTC', '2026-11-02')).toBe('UTC');
  expect(zoneCity('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});

it('is remembered on this device, unless it is no zone', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  expect(keptZone(storage)).toBeUndefined();
  keepZone(storage, 'Asia/Kolkata');
  expect(keptZone(storage)).toBe('Asia/Kolkata');
  keepZone(storage, 'Mars/Base');
  expect(keptZone(storage)).toBeUndefined();
  keepZone(storage, 'UTC');
  expect(keptZone(storage)).toBeUndefined();
});
