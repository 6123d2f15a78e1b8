import { z } from 'zod';
import { FaultJson, SHOWN } from '../import.ts';
import { type JudgedLine, type JudgedRow, totalsOf } from '../sheet/judge.ts';

const SHOWN_LINES = 20;

/** How the rows of a sheet were judged, as far as an answer shows it: one item, whatever the sheet's length. */
export const Judgement = z.object({
  judgedAt: z.string(),
  goodRowCount: z.int(),
  totals: z.array(z.object({ amount: z.string(), currency: z.string() })),
  /** How many faults the rows have; the first 500 stand in `errors`. */
  errorCount: z.int(),
  errors: z.array(FaultJson),
  notes: z.array(z.string()),
  lines: z.array(
    z.object({
      row: z.int(),
      merchantId: z.string(),
      goodsId: z.string(),
      name: z.string(),
      hsCode: z.string(),
      quantity: z.string(),
      unit: z.string(),
      unitPrice: z.string(),
      amount: z.string(),
      currency: z.string(),
    }),
  ),
  /** Whether a good row says nothing of its buyer. */
  isBuyerOpen: z.boolean(),
});

export type Judgement = z.infer<typeof Judgement>;

/** @param at ISO 8601 instant of judging */
export function judgementOf(rows: readonly JudgedRow[], at: string): Judgement {
  const lines = rows.flatMap((row) => row.judged ?? []);
  const errors = rows.flatMap(({ faults }) => faults);
  return {
    judgedAt: at,
    goodRowCount: lines.length,
    totals: totalsOf(lines),
    errorCount: errors.length,
    errors: errors.slice(0, SHOWN),
    notes: notesOn(lines),
    lines: lines.slice(0, SHOWN_LINES).map(previewOf),
    isBuyerOpen: lines.some(({ line }) => line.buyer === ''),
  };
}

const previewOf = ({ line, goods, unitPrice }: JudgedLine): Judgement['lines'][number] => ({
  row: line.no,
  merchantId: goods.merchantId,
  goodsId: goods.goodsId,
  name: goods.nameZh,
  hsCode: goods.hsCode,
  quantity: line.quantity,
  unit: line.unit,
  unitPrice,
  amount: line.amount,
  currency: line.currency,
});

/** ¥ is their sign. */
const YUAN_AND_YEN = new Set(['CNY', 'JPY']);

/** What the fourteen columns leave open and was read into them, for the clerk to know before the commit. */
function notesOn(lines: readonly JudgedLine[]): string[] {
  const byWeight = lines.filter(
    ({ line, goods }) =>
      line.legalQuantity === '' && line.netWeightKg === '' && goods.legalUnit === '035' && goods.dealUnit !== '035',
  );
  const signed = lines.filter(({ line }) => line.amountSign === '¥' && !YUAN_AND_YEN.has(line.currency));
  const unmeasured = lines.filter(({ line }) => !line.carton);
  return [
    ...conversionsOf(lines),
    ...(byWeight.length === 0
      ? []
      : [
          `${byWeight.length} 行没有净重和法定数量：法定数量（千克）按“重量(KGS)”登记；如是毛重，请增加“净重(KGS)”或“法定数量”列`,
        ]),
    ...(signed.length === 0
      ? []
      : [
          `${signed.length} 行货值写有“￥”，而币种是${signed[0]?.line.currency}：按币种登记，首见于第 ${signed[0]?.line.no} 行`,
        ]),
    ...(unmeasured.length === 0
      ? []
      : [`${unmeasured.length} 行没有箱规（箱长、箱宽、箱高）：登记后须由仓库补录，才能组货`]),
  ];
}

/** Which columns were brought to another unit, each once. */
function conversionsOf(lines: readonly JudgedLine[]): string[] {
  const all = lines.flatMap(({ line: { no, conversions } }) => conversions.map((one) => ({ no, ...one })));
  const same = Map.groupBy(all, ({ column, unit, into }) => `“${column}”以“${unit}”计，已换算为“${into}”`);
  return [...same].map(([what, of]) => `${of.length} 行的${what}登记，首见于第 ${of[0]?.no} 行`);
}
