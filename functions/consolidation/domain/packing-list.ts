import { cartonFinder } from './cargo.ts';
import { cartonMarks } from './carton-marks.ts';
import { lineKey } from './carton-ref.ts';
import { type Declaration, lineFinder } from './declaration/declaration-result.ts';
import type { PlacedCarton, PlannedContainer } from './load-result.ts';
import { first, sum } from './sums.ts';
import { cartonCount, type TradeLine, type TradeSnapshot } from './trade.ts';

/** The cartons of one trade line in one container; masses in grams, volume in mm³, quantity in 1/100,000 of its unit. */
export interface PackingRow {
  readonly tradeId: string;
  readonly tradeNumber: string | undefined;
  readonly lineNo: number;
  readonly marks: string;
  readonly merchant: string;
  readonly stall: string;
  readonly name: string;
  readonly specification: string;
  readonly hsCode: string;
  /** 法检: goods that customs may want to see. */
  readonly inspected: boolean;
  readonly cartons: number;
  readonly quantity: number;
  /** Customs unit of measure of the deal. */
  readonly unit: string;
  readonly netG: number;
  readonly grossG: number;
  readonly volumeMm3: number;
  readonly declarationNo: number;
  /** 项号, from 1. */
  readonly declarationLineNo: number;
}

export type PackingTotals = Pick<PackingRow, 'cartons' | 'netG' | 'grossG' | 'volumeMm3'>;

export const totalsOf = (rows: readonly PackingTotals[]): PackingTotals => ({
  cartons: sum(rows, (row) => row.cartons),
  netG: sum(rows, (row) => row.netG),
  grossG: sum(rows, (row) => row.grossG),
  volumeMm3: sum(rows, (row) => row.volumeMm3),
});

/**
 * The rows of the packing list 装箱清单, one list for each container, in the order of loading. A line in several
 * containers has a row in each; its quantity is divided by cartons, and the rows add up to what was traded.
 */
export function packingRows(
  trades: readonly TradeSnapshot[],
  containers: readonly PlannedContainer[],
  declarations: readonly Declaration[],
): PackingRow[][] {
  const byId = new Map(trades.map((trade) => [trade.tradeId, trade]));
  const boxOf = cartonFinder(trades);
  const declaredOn = lineFinder(declarations);
  const packed = new Map<string, number>();
  const row = (cartons: readonly PlacedCarton[]): PackingRow => {
    const { tradeId, lineNo } = first(cartons);
    const key = lineKey({ tradeId, lineNo });
    const trade = byId.get(tradeId);
    const line = trade?.lines.find((candidate) => candidate.lineNo === lineNo);
    const declared = declaredOn({ tradeId, lineNo });
    if (!trade || !line || !declared) throw new RangeError(`the plan names an unknown trade line ${key}`);
    const before = packed.get(key) ?? 0;
    packed.set(key, before + cartons.length);
    const boxes = cartons.map(boxOf);
    return {
      tradeId,
      tradeNumber: trade.tradeNumber,
      lineNo,
      marks: cartonMarks(
        tradeId,
        lineNo,
        cartons.map(({ cartonNo }) => cartonNo),
      ),
      merchant: trade.merchantName,
      stall: trade.stall ?? '',
      name: line.nameZh,
      specification: line.specification,
      hsCode: line.hsCode,
      inspected: line.inspectionRequired,
      cartons: cartons.length,
      quantity: quantityIn(line, before + cartons.length) - quantityIn(line, before),
      unit: line.dealUnit,
      netG: sum(boxes, (box) => box.netG),
      grossG: sum(boxes, (box) => box.grossG),
      volumeMm3: sum(cartons, (carton) => carton.lengthMm * carton.widthMm * carton.heightMm),
      declarationNo: declared.declaration.no,
      declarationLineNo: declared.lineNo,
    };
  };
  return containers.map(({ placements }) => [...Map.groupBy(placements, lineKey).values()].map(row));
}

const WHOLE = 100_000;

/** The quantity in the first so many cartons of a line, rounded down; in whole units where the line is of whole units. */
function quantityIn(line: TradeLine, cartons: number): number {
  const part = Number((BigInt(line.quantity) * BigInt(cartons)) / BigInt(cartonCount(line)));
  return line.quantity % WHOLE === 0 ? part - (part % WHOLE) : part;
}
