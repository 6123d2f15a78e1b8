import type { HeldTrade } from '../../events/consolidation.ts';
import { moneyToJson, usd } from '../../shared/kernel/money.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Version } from '../../shared/table/versions.ts';
import { type Consolidation, packingNumberOf } from '../domain/consolidation.ts';
import type { Declaration, DeclarationResult } from '../domain/declaration/declaration-result.ts';
import type { DeclarationLine } from '../domain/declaration/simplified-declaration.ts';
import type { LoadResult, PlannedContainer } from '../domain/load-result.ts';
import { cubicMetres, kilograms, units } from '../domain/scale.ts';
import type { ConsolidationJson, ConsolidationVersionJson, SummaryJson } from './consolidations.ts';

/** The API's form of what is stored: kilograms, decimal money, counted quantities. */

export const summaryToJson = ({
  data,
  createdAt,
  updatedAt,
}: Pick<Stored<Consolidation>, 'data' | 'createdAt' | 'updatedAt'>): SummaryJson => ({
  id: data.id,
  consolidationNumber: data.consolidationNumber,
  districtId: data.districtId,
  status: data.status,
  consolidatorId: data.consolidatorId,
  tradeOperatorId: data.tradeOperatorId,
  destinationCountry: data.destinationCountry,
  portOfDischarge: data.portOfDischarge,
  cutoffAt: data.cutoffAt,
  tradeIds: data.tradeIds,
  containerTypes: data.containerTypes,
  cartons: data.cargo.cartons,
  grossWeightKg: kilograms(data.cargo.grossG),
  volumeM3: cubicMetres(data.cargo.volumeMm3),
  totalUsd: moneyToJson(usd(data.cargo.totalUsdMinor)),
  plan: data.plan,
  // Nothing changes a consolidation while it is planned, but what ends that.
  ...(data.status === 'PLANNING' && { planning: { since: updatedAt, seconds: data.options.seconds } }),
  revision: data.revision,
  ...(data.amendment && {
    amendment: { reason: data.amendment.reason, withdrawTradeIds: data.amendment.withdrawTradeIds },
  }),
  loaded: data.loaded,
  confirmedAt: data.confirmedAt,
  failure: data.failure,
  releaseReason: data.releaseReason,
  createdAt,
  updatedAt,
});

/** @param createdAt when the first version was made */
export const versionToJson = (
  { version, at, action, by, reasons, data }: Version<Consolidation>,
  createdAt: string,
): ConsolidationVersionJson => ({
  version,
  at,
  action,
  by,
  reasons,
  status: data.status,
  revision: data.revision,
  seals:
    data.seals ??
    data.loaded?.containers.flatMap(({ no, containerNumber, sealNumber }) =>
      sealNumber === undefined ? [] : [{ no, containerNumber, sealNumber }],
    ) ??
    [],
  consolidation: summaryToJson({ data, createdAt, updatedAt: at }),
});

/** A consolidation without a published plan has no containers and declarations yet. */
export function consolidationToJson(
  stored: Stored<Consolidation>,
  execution: { name: string; arn: string },
  load: LoadResult | undefined,
  declared: DeclarationResult | undefined,
): ConsolidationJson {
  const { tradeOperatorId, tradeIds, held } = stored.data;
  const tradeNumbers = tradeIds.map((id) => held?.find(({ tradeId }) => tradeId === id)?.tradeNumber ?? null);
  return {
    ...summaryToJson(stored),
    ...(tradeNumbers.some((number) => number !== null) && { tradeNumbers }),
    execution,
    ...(held && { consents: held.map(consentJson) }),
    containers: load?.containers.map((container) => containerJson(container, stored.data)) ?? [],
    declarations: declared?.declarations.map((declaration) => declarationJson(declaration, tradeOperatorId)) ?? [],
    unplaced:
      load?.unplaced.map(({ tradeId, lineNo, count, code, reason }) => ({ tradeId, lineNo, count, code, reason })) ??
      [],
    ...(load && { cost: load.cost, lowerBound: load.lowerBound }),
    ...(load?.unplaced.length === 0 && { gap: gap(load) }),
    ...(declared && { declarationsLowerBound: declared.lowerBound }),
  };
}

const consentJson = ({ tradeId, merchantName, basis, offerId, agreementId, messageId }: HeldTrade) => ({
  tradeId,
  merchantName,
  basis,
  offerId,
  agreementId,
  messageId,
});

/** The greatest share of the cost that a better plan of the same cargo could save, from 0 to 1. */
const gap = ({ cost, lowerBound }: LoadResult): number =>
  cost === 0 ? 0 : Math.round(((cost - lowerBound) / cost) * 10_000) / 10_000;

const containerJson = (
  container: PlannedContainer,
  consolidation: Consolidation,
): ConsolidationJson['containers'][number] => ({
  no: container.no,
  type: container.type,
  packingNumber: packingNumberOf(consolidation, container.no),
  ...consolidation.seals?.find((seal) => seal.no === container.no),
  cartons: container.placements.length,
  grossWeightKg: kilograms(container.massG),
  volumeUtilisation: container.volumeUtilisation,
  payloadUtilisation: container.payloadUtilisation,
  centreOfGravity: container.centreOfGravity,
  balance: container.balance,
  placements: container.placements,
});

const declarationJson = (
  declaration: Declaration,
  tradeOperatorId: string,
): ConsolidationJson['declarations'][number] => ({
  no: declaration.no,
  tradeOperatorId,
  buyerId: declaration.buyerId,
  totalUsd: moneyToJson(usd(declaration.totalUsdMinor)),
  containerNos: declaration.containerNos,
  lines: declaration.lines.map(lineJson),
});

const lineJson = (line: DeclarationLine) => ({
  hsCode: line.hsCode,
  name: line.name,
  amount: moneyToJson({ minor: line.amountMinor, currency: line.currency }),
  quantity: units(line.quantity),
  unit: line.unit,
  netWeightKg: kilograms(line.netG),
  grossWeightKg: kilograms(line.grossG),
  mergedFrom: line.mergedFrom,
  explanation: line.explanation,
  flags: line.flags,
});
