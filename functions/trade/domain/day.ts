const UTC_OFFSET_MS = 8 * 3_600_000;

/** The calendar day in China (UTC+8, no daylight saving) of an ISO 8601 instant, `YYYY-MM-DD`. */
export const dayInChina = (instant: string): string =>
  new Date(Date.parse(instant) + UTC_OFFSET_MS).toISOString().slice(0, 10);
