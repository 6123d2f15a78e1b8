/**
 * Numbers that the platform gives: a prefix, the district, the day or year, and a serial number.
 *
 * The serial that a client gave its own record (`G0007`, `T20260317001`) is taken over where it is free, so that a
 * recorded chain, whose later messages name the numbers of its earlier receipts, can be replayed into an empty registry.
 * Other records take the upper half of the series, so the two never meet.
 */
export interface Series {
  readonly prefix: string;
  readonly digits: number;
}

/** The registry's own numbers of goods are of the series SC too: filing gives them, and takes over those that are free. */
export type NumberKind = 'ORG' | 'SC' | 'R' | 'JY' | 'XY' | 'ZH' | 'ZX';

const DIGITS: Readonly<Record<NumberKind, number>> = { ORG: 4, SC: 6, R: 6, JY: 5, XY: 5, ZH: 5, ZX: 5 };

/** @param day of the message, `YYYY-MM-DD` */
export function seriesOf(kind: NumberKind, districtId: string, day: string): Series {
  const digits = DIGITS[kind];
  if (kind === 'R') return { prefix: 'R', digits };
  if (kind === 'ORG') return { prefix: `ORG${districtId}`, digits };
  return { prefix: `${kind}${districtId}${kind === 'SC' ? day.slice(0, 4) : day.replaceAll('-', '')}`, digits };
}

/** The last serial before those that are given one after another. */
export const halfOf = ({ digits }: Series): number => 5 * 10 ** (digits - 1) - 1;

export const numberOf = ({ prefix, digits }: Series, serial: number): string =>
  prefix + String(serial).padStart(digits, '0');

/** The number with the serial of the client's own identifier; undefined where that has none in the lower half. */
export function ownNumber(series: Series, clientId: string | undefined): string | undefined {
  const serial = Number(/(\d{1,6})$/.exec(clientId?.replace(/^\D*\d{8}(?=\d)/, '') ?? '')?.[1] ?? 0);
  return serial > 0 && serial <= halfOf(series) ? numberOf(series, serial) : undefined;
}

/** The day on which a client made a message, which ends its identifier; the day given where it does not. */
export function dayOfMessage(messageId: string, today: string): string {
  const [, year, month, day] = /_(20\d\d)(\d\d)(\d\d)\d{9,12}$/.exec(messageId) ?? [];
  const text = `${year}-${month}-${day}`;
  return Number.isNaN(Date.parse(text)) || new Date(text).toISOString().slice(0, 10) !== text ? today : text;
}
