/** The day it is in China (UTC+8) at an ISO 8601 instant, `YYYY-MM-DD`. */
export const dayInChina = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3600 * 1000).toISOString().slice(0, 10);
