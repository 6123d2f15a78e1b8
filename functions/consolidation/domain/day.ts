const CHINA_OFFSET_MS = 8 * 3600 * 1000;

/** The calendar day in China, `YYYY-MM-DD`, of an instant (ISO 8601). */
export const chinaDay = (at: string): string => new Date(Date.parse(at) + CHINA_OFFSET_MS).toISOString().slice(0, 10);
