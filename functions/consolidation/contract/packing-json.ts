import { moneyToJson, usd } from '../../shared/kernel/money.ts';
import { lineKey } from '../domain/carton-ref.ts';
import { type Consolidation, packingNumberOf } from '../domain/consolidation.ts';
import type { Declaration } from '../domain/declaration/declaration-result.ts';
import type { DeclarationLine } from '../domain/declaration/simplified-declaration.ts';
import type { Difference } from '../domain/loaded/difference.ts';
import { type Judged, toldOf } from '../domain/loaded/judge.ts';
import type { LoadedContainer, LoadedList, LoadedRow } from '../domain/loaded/list.ts';
import { cubicMetres, kilograms, units } from '../domain/scale.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import type { PackingJson } from './packing.ts';

/** The API's form of what was loaded and how it was judged. */
export function packingToJson(
  data: Consolidation & { readonly loaded: NonNullable<Consolidation['loaded']> },
  list: LoadedList,
  trades: readonly TradeSnapshot[],
  judged: Judged,
  difference: Difference | undefined,
): PackingJson {
  const { verdicts, figures, declared } = judged;
  const { version, at, supersededRevision } = data.loaded;
  const byId = new Map(trades.map((trade) => [trade.tradeId, trade]));
  const containers = list.containers.map((container, index) => ({
    ...containerJson(container, byId),
    packingNumber: packingNumberOf(data, container.no),
    ...measuresJson(figures[index] ?? {}),
  }));
  return {
    id: data.id,
    consolidationNumber: data.consolidationNumber,
    status: data.status,
    version,
    at,
    packedOn: list.packedOn,
    packingDistrict: list.packingDistrict,
    supersededRevision,
    containers,
    verdicts: verdicts.map((verdict) => ({ ...verdict })),
    findings: toldOf(judged),
    ...('plan' in declared && {
      declarations: declared.plan.declarations.map((one) => declarationJson(one, new Set(declared.unweighed))),
    }),
    ...(difference && {
      difference: { types: [...difference.types], lines: [...difference.lines] },
    }),
  };
}

interface Measures {
  readonly cartons?: number | undefined;
  readonly grossG?: number | undefined;
  readonly volumeMm3?: number | undefined;
}

const measuresJson = ({ cartons, grossG, volumeMm3 }: Measures) => ({
  ...(cartons !== undefined && { cartons }),
  ...(grossG !== undefined && { grossWeightKg: kilograms(grossG) }),
  ...(volumeMm3 !== undefined && { volumeM3: cubicMetres(volumeMm3) }),
});

const containerJson = (
  { no, containerNumber, type, sealNumber, payloadG, isShared, rows }: LoadedContainer,
  trades: ReadonlyMap<string, TradeSnapshot>,
) => ({
  no,
  containerNumber,
  type,
  sealNumber,
  ...(isShared && { shared: isShared }),
  ...(payloadG !== undefined && { payloadKg: kilograms(payloadG) }),
  rows: rows.map((row) => rowJson(row, trades.get(row.tradeId))),
});

const rowJson = (row: LoadedRow, trade: TradeSnapshot | undefined) => ({
  tradeId: row.tradeId,
  tradeNumber: trade?.tradeNumber,
  lineNo: row.lineNo,
  name: trade?.lines.find(({ lineNo }) => lineNo === row.lineNo)?.nameZh,
  ...measuresJson(row),
});

const declarationJson = (
  { no, buyerId, totalUsdMinor, containerNos, lines }: Declaration,
  unweighed: ReadonlySet<string>,
) => ({
  no,
  buyerId,
  totalUsd: moneyToJson(usd(totalUsdMinor)),
  containerNos,
  lines: lines.map((line) => lineJson(line, !line.mergedFrom.some((source) => unweighed.has(lineKey(source))))),
});

/** Where legal units differ the quantity is the net weight, and as unknown as that. */
const lineJson = (line: DeclarationLine, isWeighed: boolean) => ({
  hsCode: line.hsCode,
  name: line.name,
  amount: moneyToJson({ minor: line.amountMinor, currency: line.currency }),
  ...((isWeighed || line.flags.length === 0) && { quantity: units(line.quantity) }),
  unit: line.unit,
  ...(isWeighed && { netWeightKg: kilograms(line.netG), grossWeightKg: kilograms(line.grossG) }),
  mergedFrom: line.mergedFrom,
  explanation: line.explanation,
  flags: line.flags,
});
