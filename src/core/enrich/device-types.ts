export const deviceTypes = [
  'desktop',
  'mobile',
  'tablet',
  'tv',
  'console',
  'wearable',
  'bot',
  'other',
] as const;

export type DeviceType = (typeof deviceTypes)[number];
