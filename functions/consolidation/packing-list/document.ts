import type { PackingListJson } from '../contract.ts';
import type { Consolidation } from '../domain/consolidation.ts';
import { marketName } from '../domain/container-types.ts';
import type { DeclarationResult } from '../domain/declaration-result.ts';
import type { LoadResult } from '../domain/load-result.ts';
import { type PackingRow, type PackingTotals, packingRows, totalsOf } from '../domain/packing-list.ts';
import type { Party } from '../domain/party.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import { unitName } from '../domain/units.ts';
import { cubicMetres, kilograms, units } from '../view.ts';

/** The packing list 装箱清单 of a planned consolidation, from which its every form is written. */
export function packingList(
  consolidation: Consolidation,
  trades: readonly TradeSnapshot[],
  parties: ReadonlyMap<string, Party>,
  { containers }: LoadResult,
  { declarations }: DeclarationResult,
): PackingListJson {
  const rows = packingRows(trades, containers, declarations);
  const name = (entityId: string): string => parties.get(entityId)?.name ?? entityId;
  return {
    id: consolidation.id,
    status: consolidation.status,
    consolidator: name(consolidation.consolidatorId),
    tradeOperator: name(consolidation.tradeOperatorId),
    buyers: [...new Set(declarations.map(({ buyerId }) => name(buyerId)))],
    destinationCountry: consolidation.destinationCountry,
    portOfDischarge: consolidation.portOfDischarge,
    cutoffAt: consolidation.cutoffAt,
    totals: totalsJson(totalsOf(rows.flat())),
    containers: containers.map(({ no, type }, index) => ({
      no,
      type,
      marketName: marketName(type),
      containerNumber: consolidation.seals?.find((seal) => seal.no === no)?.containerNumber,
      sealNumber: consolidation.seals?.find((seal) => seal.no === no)?.sealNumber,
      totals: totalsJson(totalsOf(rows[index] ?? [])),
      rows: (rows[index] ?? []).map(rowJson),
    })),
  };
}

const totalsJson = ({ cartons, netG, grossG, volumeMm3 }: PackingTotals) => ({
  cartons,
  netWeightKg: kilograms(netG),
  grossWeightKg: kilograms(grossG),
  volumeM3: cubicMetres(volumeMm3),
});

const rowJson = (row: PackingRow) => ({
  tradeId: row.tradeId,
  lineNo: row.lineNo,
  merchant: row.merchant,
  stall: row.stall,
  name: row.name,
  specification: row.specification,
  hsCode: row.hsCode,
  quantity: units(row.quantity),
  unit: row.unit,
  unitName: unitName(row.unit),
  ...totalsJson(row),
  declarationNo: row.declarationNo,
});
