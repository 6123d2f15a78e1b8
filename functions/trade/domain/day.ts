const UTC_OFFSET_MS = 8 * 3_600_000;

/** The calendar day in China (UTC+8, no daylight saving) of an ISO 8601 instant, `YYYY-MM-DD`. */
export const dayInChina = (instant: string): string => hourInChina(instant).slice(0, 10);

/** The hour in China of an ISO 8601 instant, `YYYY-MM-DDTHH`. */
export const hourInChina = (instant: string): string =>
  new Date(Date.parse(instant) + UTC_OFFSET_MS).toISOString().slice(0, 13);

/** The quarter `YYYY-Qn` of a day, and the one before it. */
export const quarters = (day: string): [now: string, before: string] => {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const quarter = Math.ceil(month / 3);
  return [`${year}-Q${quarter}`, quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`];
};

/** The months `YYYY-MM` before a month, the latest first. */
export const monthsBefore = (month: string, count: number): string[] => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return Array.from({ length: count }, (_one, back) =>
    new Date(Date.UTC(year, number - 2 - back, 1)).toISOString().slice(0, 7),
  );
};
