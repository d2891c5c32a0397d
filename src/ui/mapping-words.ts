import type { Encoding } from '../core/ingest/encoding.ts';
import type { Role, TimeFormat } from '../core/ingest/mapping.ts';

/** Words for what a mapping is made of; a part of `strings`. */
export const mappingWords = {
  roles: {
    time: ['Time', 'when it happened'],
    ip: ['IP address', 'for country and visitor'],
    user_agent: ['User agent', 'for device, bots and visitor'],
    host: ['Host', 'which site'],
    url: ['URL or path', 'which page'],
    referrer: ['Referrer', 'where the visit came from'],
    user_id: ['User id', 'the account, when signed in'],
    anonymous_id: ['Anonymous id', 'a cookie or device id'],
    event_name: ['Event name', 'what happened'],
    method: ['Method', 'GET, POST…'],
    status: ['Status', '200, 404…'],
    session_id: ['Session id', 'from the source'],
    experiment: ['Experiment', 'name of a test'],
    variant: ['Variant', 'arm of a test'],
    release: ['Release', 'version of the site'],
  } satisfies Record<Role, [string, string]>,

  timeFormats: {
    iso: 'ISO, 2026-09-30 14:05:00',
    epoch: 'Epoch, 1790777100',
    log: 'Log, 30/Sep/2026:14:05:00 +0000',
    mdy: 'Month first, 09/30/2026',
    dmy: 'Day first, 30/09/2026',
    ymd: 'Year first, 2026/09/30',
    'month-name': 'Month in letters, 30 Sep 2026',
  } satisfies Record<TimeFormat, string>,

  encodings: {
    'utf-8': 'UTF-8',
    'utf-16le': 'UTF-16, little endian',
    'utf-16be': 'UTF-16, big endian',
    'windows-1252': 'Western European (Windows-1252)',
  } satisfies Record<Encoding, string>,
} as const;
