/** A day of the registry is a day of China: UTC+8, no daylight saving. */

const CHINA_MS = 8 * 3_600_000;

/** What a clock in China shows at an ISO 8601 instant, `YYYY-MM-DD HH:mm:ss`. */
export const timeInChina = (instant: string): string =>
  new Date(Date.parse(instant) + CHINA_MS).toISOString().slice(0, 19).replace('T', ' ');

/** The same as people are told it, to the minute: `2026-03-25 18:00（北京时间）`. */
export const chinaTime = (instant: string): string => `${timeInChina(instant).slice(0, 16)}（北京时间）`;

/** The day it is in China at an ISO 8601 instant, `YYYY-MM-DD`. */
export const dayInChina = (instant: string): string => timeInChina(instant).slice(0, 10);

/** The instants at which a day in China begins and of its last millisecond, ISO 8601. @param day `YYYY-MM-DD` */
export const spanOfDay = (day: string): { readonly from: string; readonly to: string } => {
  const begins = Date.parse(`${day}T00:00:00.000Z`) - CHINA_MS;
  return { from: new Date(begins).toISOString(), to: new Date(begins + 24 * 3_600_000 - 1).toISOString() };
};

/** The last day of a term that ends at an instant, which is no more in it. @param end ISO 8601 */
export const lastDayBefore = (end: string): string => dayInChina(new Date(Date.parse(end) - 1).toISOString());
