import assumptions from '../../../../seeds/reference/gzsw-assumptions.json' with { type: 'json' };
import { parseDecimal, scaledToNumber } from '../../../shared/kernel/decimal.ts';
import type { PreparedTrade } from '../import.ts';
import type { Refusal } from '../refusal.ts';
import { titleOf } from './columns.ts';
import type { JudgedLine } from './judge.ts';
import { type Fault } from './row.ts';

/** Between whom and where to a line is traded; what the sheet does not say is given with the commit or proposed. */
export interface Terms {
  readonly buyerId: string;
  readonly tradeOperatorId: string | undefined;
  readonly destinationCountry: string | undefined;
  readonly portOfDischarge: string;
}

/** One trade that a sheet's lines make. */
export interface SheetTrade {
  readonly terms: Terms;
  readonly lines: readonly JudgedLine[];
}

/** A trade takes 200 lines. */
const MAX_LINES = 200;

/** What the port is called until the declaration names it. */
export const PORT_UNKNOWN = assumptions.portOfDischarge;

/** Lines of one merchant, currency and terms are one trade, in the order of the sheet. */
export function tradesOf(lines: readonly JudgedLine[], termsOf: (line: JudgedLine) => Terms): SheetTrade[] {
  const groups = Map.groupBy(lines, (judged) => {
    const { line, goods } = judged;
    return JSON.stringify([line.trade, goods.merchantId, line.currency, termsOf(judged)]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const terms = termsOf(first);
    const parts = Math.ceil(group.length / MAX_LINES);
    return Array.from({ length: parts }, (_, part) => ({
      terms,
      lines: group.slice(part * MAX_LINES, (part + 1) * MAX_LINES),
    }));
  });
}

/** A trade as it is registered, whatever becomes of the sheet and of what is filed. */
export const prepared = (trade: SheetTrade, explanation: string | undefined): PreparedTrade => ({
  body: JSON.stringify(bodyOf(trade, explanation)),
  merchantId: trade.lines[0]?.goods.merchantId ?? '',
  rows: trade.lines.map(({ line }) => line.no),
  packages: trade.lines.map(({ line: { packages, packageKind, weightKg } }) => ({ packages, packageKind, weightKg })),
});

const bodyOf = ({ terms, lines }: SheetTrade, explanation: string | undefined) => ({
  merchantId: lines[0]?.goods.merchantId,
  buyerId: terms.buyerId,
  tradeOperatorId: terms.tradeOperatorId,
  exportMode: terms.tradeOperatorId === undefined ? 'SELF' : 'ENTRUSTED',
  destinationCountry: terms.destinationCountry,
  portOfDischarge: terms.portOfDischarge,
  currency: lines[0]?.line.currency,
  explanation,
  lines: lines.map(({ line, goods, unitPrice, legalQuantity }) => ({
    goodsId: goods.goodsId,
    quantity: Number(line.quantity),
    unit: line.unit,
    legalQuantity: Number(legalQuantity),
    secondQuantity: line.secondQuantity === '' ? undefined : Number(line.secondQuantity),
    unitPrice,
    amount: line.amount,
    cartons: cartonsOf(line),
  })),
});

/**
 * Cartons only where the sheet gives their measures; the weights of the line are spread evenly, to the gram. What does not
 * divide makes some of them a gram heavier than others: together they weigh what the sheet says.
 */
function cartonsOf({ carton, packages, weightKg, netWeightKg }: JudgedLine['line']) {
  if (!carton) return undefined;
  const [lengthMm, widthMm, heightMm] = carton;
  const gross = spread(weightKg, packages);
  const net = spread(netWeightKg === '' ? weightKg : netWeightKg, packages);
  const cuts = [...new Set([0, gross.heavier, net.heavier, packages])].toSorted((a, b) => a - b);
  return cuts.slice(1).map((until, index) => {
    const from = cuts[index] ?? 0;
    const each = ({ grams, heavier }: typeof gross): number => scaledToNumber(grams + (from < heavier ? 1 : 0), 3);
    return { count: until - from, lengthMm, widthMm, heightMm, grossWeightKg: each(gross), netWeightKg: each(net) };
  });
}

/** Kilograms over so many cartons: whole grams of each, and how many are a gram heavier. */
function spread(kilograms: string, cartons: number): { readonly grams: number; readonly heavier: number } {
  const total = parseDecimal(kilograms, 3) ?? 0;
  return { grams: Math.floor(total / cartons), heavier: total % cartons };
}

const COLUMN_OF: Readonly<Record<string, Parameters<typeof titleOf>[0]>> = {
  goodsId: 'name',
  quantity: 'quantity',
  unit: 'unit',
  legalQuantity: 'legalQuantity',
  secondQuantity: 'secondQuantity',
  unitPrice: 'unitPrice',
  amount: 'amount',
  cartons: 'packages',
};

/**
 * Where a finding of a trade stands in the sheet. A line is its row; what concerns the whole trade stands at the row that
 * the trade begins with, so that no two trades of a sheet share a pointer: `/lines/0/unitPrice` is `/rows/2/unitPrice`,
 * `/portOfDischarge` is `/rows/2/trade/portOfDischarge`.
 */
export function sheetPointer({ rows }: Pick<PreparedTrade, 'rows'>, pointer: string): string {
  const [, index, rest] = /^\/lines\/(\d+)(.*)$/.exec(pointer) ?? [];
  return index === undefined
    ? `/rows/${rows[0] ?? 0}/trade${pointer}`
    : `/rows/${rows[Number(index)] ?? 0}${rest ?? ''}`;
}

/** A finding of the trade as a fault of the row that it is about, or of the trade's first row. */
export function faultOf(
  trade: Pick<PreparedTrade, 'rows'>,
  { pointer, code, message, severity }: Refusal['errors'][number],
): Fault {
  const { rows } = trade;
  const [, index, field] = /^\/lines\/(\d+)(?:\/(\w+))?/.exec(pointer) ?? [];
  const key = COLUMN_OF[field ?? ''];
  return {
    row: rows[Number(index ?? 0)] ?? 0,
    column: key === undefined ? '' : titleOf(key),
    code,
    // The trade counts its own lines; the row says where it is in the sheet.
    message: index === undefined ? message : message.replace(/^第 \d+ 行/, ''),
    ...(severity === 'WARNING' ? { warningId: `${code}@${sheetPointer(trade, pointer)}` } : {}),
  };
}
