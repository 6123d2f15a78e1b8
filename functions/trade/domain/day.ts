/** When the hour of an ISO 8601 instant began, in the same form; China's hours begin with those of UTC. */
export const hourOf = (instant: string): string => `${new Date(instant).toISOString().slice(0, 13)}:00:00.000Z`;

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
