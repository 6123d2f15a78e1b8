import type { Batch, KeptFact } from '../../../../functions/shipment/domain/fact.ts';
import { printLabel } from '../../../../functions/shipment/domain/label.ts';
import { lotCode } from '../../../../functions/shipment/domain/subject.ts';
import { type Registered, tallyOf } from '../../../../functions/shipment/domain/tally.ts';

export const TRADE = 'trade-500111-01M8MRXSK29H0FQY1TXQCM3FV2';
const NUMBER = 'JD5001112026000123';
export const A = 'TEMU7654328';
export const B = 'CBHU9876547';
const WAREHOUSE = { role: 'agent', entityId: 'entity-500111-WAREHOUSE' } as const;

export const carton = (lineNo: number, no: number): string =>
  printLabel({ of: 'CARTON', lot: lotCode(NUMBER, lineNo), carton: no });

export const pile = (lineNo: number, no: string, count: number): string =>
  printLabel({ of: 'PILE', lot: lotCode(NUMBER, lineNo), pile: no, count });

export const lift = (lineNo: number): string => lotCode(NUMBER, lineNo);

let facts = 0;

/** A fact of one phone, on 2026-03-18 at so many hours, minutes and seconds. */
export function fact(lineNo: number | undefined, at: string, changes: Partial<KeptFact>): KeptFact {
  facts += 1;
  return {
    factId: `fact-${facts}`,
    deviceId: 'phone-1',
    session: 's1',
    seq: facts,
    kind: 'RECEIVE',
    at: `2026-03-18T${at}Z`,
    subject: lineNo === undefined ? '' : lift(lineNo),
    place: '一号仓',
    ...(lineNo !== undefined && { lineNo }),
    ...changes,
  };
}

/** Facts that were heard in one batch; by default at once, at the end of the day. */
export const batch = (
  content: readonly KeptFact[],
  { receivedAt = '2026-03-18T20:00:00.000Z', by = WAREHOUSE, delayMs = 0 }: Partial<Batch> & { delayMs?: number } = {},
): Batch => ({
  receivedAt,
  by,
  delays: [
    ...new Map(
      content.map(({ deviceId, session }) => [`${deviceId}/${session}`, { deviceId, session, delayMs }]),
    ).values(),
  ],
  facts: [...content],
});

export const registered = (...cartons: (number | undefined)[]): Registered => ({
  lines: cartons.map((n, index) => ({ lineNo: index + 1, cartons: n })),
});

/** The tally of a trade whose first lines have so many cartons. */
export const tally = (batches: readonly Batch[], ...cartons: number[]) =>
  tallyOf(TRADE, batches, registered(...cartons));

export const codesOf = (lot: { troubles: readonly { code: string }[] } | undefined): string[] =>
  (lot?.troubles ?? []).map(({ code }) => code);

export const upTo = (n: number, from = 1): number[] => Array.from({ length: n - from + 1 }, (_, index) => from + index);
