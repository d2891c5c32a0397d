/** This instant, ISO. */
export const instantNow = (): string => new Date().toISOString();
