import { chinaTime } from '../../shared/kernel/china-time.ts';
import { figure } from '../../shared/print/figures.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { ContainerHeadJson, HeadJson, TotalsJson } from '../contract/forms.ts';
import { type Consolidation, knownAs, packingNumberOf } from '../domain/consolidation.ts';
import { marketName } from '../domain/container-types.ts';
import type { DeclarationResult } from '../domain/declaration/declaration-result.ts';
import type { LoadResult, PlannedContainer } from '../domain/load-result.ts';
import type { PackingTotals } from '../domain/packing-list.ts';
import type { Voided } from '../domain/paper.ts';
import type { Party } from '../domain/party.ts';
import { cubicMetres, kilograms } from '../domain/scale.ts';
import type { TradeSnapshot } from '../domain/trade.ts';

/** A consolidation with its plan and everyone it names: what all documents are written from. */
export interface Planned {
  readonly consolidation: Consolidation;
  readonly trades: readonly TradeSnapshot[];
  readonly parties: ReadonlyMap<string, Party>;
  readonly load: LoadResult;
  readonly declared: DeclarationResult;
  /** What was in force when it was created. */
  readonly lists: Lists;
  /** Absent while the plan is in force. */
  readonly voided?: Voided | undefined;
}

export const nameOf = ({ parties }: Planned, entityId: string): string => parties.get(entityId)?.name ?? entityId;

export function headOf(planned: Planned): HeadJson {
  const { consolidation: data, declared } = planned;
  return {
    id: data.id,
    consolidationNumber: data.consolidationNumber,
    status: data.status,
    revision: data.revision,
    ...(planned.voided && { voided: planned.voided }),
    consolidator: nameOf(planned, data.consolidatorId),
    tradeOperator: nameOf(planned, data.tradeOperatorId),
    buyers: [...new Set(declared.declarations.map(({ buyerId }) => nameOf(planned, buyerId)))],
    destinationCountry: data.destinationCountry,
    portOfDischarge: data.portOfDischarge,
    cutoffAt: data.cutoffAt,
  };
}

export function containerHead({ consolidation, lists }: Planned, { no, type }: PlannedContainer): ContainerHeadJson {
  const seal = consolidation.seals?.find((candidate) => candidate.no === no);
  return {
    no,
    type,
    packingNumber: packingNumberOf(consolidation, no),
    marketName: marketName(type, lists),
    containerNumber: seal?.containerNumber,
    sealNumber: seal?.sealNumber,
  };
}

export const totalsToJson = ({ cartons, netG, grossG, volumeMm3 }: PackingTotals): TotalsJson => ({
  cartons,
  netWeightKg: kilograms(netG),
  grossWeightKg: kilograms(grossG),
  volumeM3: cubicMetres(volumeMm3),
});

export const totalsText = ({ cartons, netWeightKg, grossWeightKg, volumeM3 }: TotalsJson): string =>
  `${figure(cartons)} 箱，净重 ${figure(netWeightKg)} 千克，毛重 ${figure(grossWeightKg)} 千克，${figure(volumeM3)} 立方米`;

/** Name of a downloaded file: one of a plan that is no longer in force says so. */
export const fileNameOf = (paper: string, { revision, voided }: HeadJson, number: string): string =>
  voided === undefined ? `${paper}-${number}` : `${paper}-${number}-r${revision}-void`;

/** What is printed across the papers of a plan that is no longer in force. */
export const voidText = ({ voided, revision }: HeadJson): string | undefined =>
  voided &&
  `本单为第 ${revision} 版装箱方案，已于 ${chinaTime(voided.at)}作废${voided.reason === undefined ? '' : `；原因：${voided.reason}`}`;

/** The head of a printed document. */
export const factsOf = (head: HeadJson, { countries }: Lists): (readonly [term: string, text: string])[] => [
  ['组货单号', knownAs(head)],
  ['组货人', head.consolidator],
  ['市场采购贸易经营者', head.tradeOperator],
  ['境外采购商', head.buyers.join('、')],
  ['运抵国', `${countries.get(head.destinationCountry)?.name ?? ''} ${head.destinationCountry}`.trim()],
  ['指运港', head.portOfDischarge],
  ['截关时间', chinaTime(head.cutoffAt)],
];

export const containerTitle = ({
  no,
  marketName: market,
  type,
  packingNumber: number,
  containerNumber,
  sealNumber,
}: ContainerHeadJson): string =>
  `第 ${no} 箱　${number === undefined ? '' : `装箱单号：${number}　`}${market}（${type}）　箱号：${containerNumber ?? '未确认'}　封志号：${sealNumber ?? '未确认'}`;
