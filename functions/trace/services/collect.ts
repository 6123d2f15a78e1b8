import type { DistrictId } from '../../shared/kernel/identifier.ts';
import type { Records } from '../domain/graph.ts';
import type { Consolidation, LineReference, TraceRecord } from '../domain/record.ts';
import { linesOfConsolidation, linesOfTrade, type Part } from '../domain/start.ts';
import type { traceStore } from '../store/index.ts';

type Store = ReturnType<typeof traceStore>;

/** Most lines of a trace, the latest trades first: an answer that a person can read and a function can give. */
export const MAX_LINES = 300;

/** Most records that are followed from one record to the next. */
const MAX_FOLLOWED = 80;

/** Consolidations that a trade may have been in before the one that holds it. */
const MAX_CONSOLIDATIONS = 5;

/** States in which a consolidation holds its trades. */
const HOLDS: ReadonlySet<string> = new Set(['PLANNED', 'CONFIRMED', 'SEALED']);

export interface Collected {
  readonly lines: LineReference[];
  readonly records: Records;
  /** Whether there are more lines than these. */
  readonly truncated: boolean;
}

/** The trade lines that a start means, and all records that they come from and went into. */
export async function collect(
  store: Store,
  districtId: DistrictId,
  start: TraceRecord,
  part: Part | undefined,
): Promise<Collected> {
  const found = await tradesOf(store, districtId, start);
  const trades = (await store.records(districtId, found.tradeIds)).flatMap((one) =>
    one.type === 'TRADE' ? [one.detail] : [],
  );
  const byId = new Map(trades.map((trade) => [trade.tradeId, trade]));
  const all = trades.flatMap((trade) => linesOfTrade(trade, part));
  const wanted = linesWanted(start, part, all, byId);
  const lines = wanted.slice(0, MAX_LINES);

  const used = [...new Set(lines.map(({ tradeId }) => tradeId))];
  const goodsIds = lines.flatMap(
    ({ tradeId, lineNo }) => byId.get(tradeId)?.lines.find((line) => line.lineNo === lineNo)?.goodsId ?? [],
  );
  const consolidations = await consolidationsOf(store, districtId, start, used);
  const own = start.type === 'GOODS' ? [start.detail.goodsId] : [];
  const goods = await store.records(districtId, [...new Set([...goodsIds, ...own])]);
  const partyIds = [
    ...trades.flatMap(({ merchantId, buyerId, tradeOperatorId }) => [merchantId, buyerId, tradeOperatorId]),
    ...goods.flatMap((one) => (one.type === 'GOODS' ? [one.detail.merchantId, one.detail.producerId] : [])),
    ...consolidations.map(({ consolidatorId }) => consolidatorId),
    start.type === 'ENTITY' ? start.detail.entityId : undefined,
  ].filter((id) => id !== undefined);
  const entities = await store.records(districtId, [...new Set(partyIds)]);
  return {
    lines,
    truncated: found.truncated || wanted.length > MAX_LINES,
    records: {
      trades: byId,
      consolidations,
      goods: new Map(goods.flatMap((one) => (one.type === 'GOODS' ? [[one.detail.goodsId, one.detail]] : []))),
      entities: new Map(entities.flatMap((one) => (one.type === 'ENTITY' ? [[one.detail.entityId, one.detail]] : []))),
    },
  };
}

/** The trades in which the lines of a start are, the latest first. */
async function tradesOf(
  store: Store,
  districtId: DistrictId,
  start: TraceRecord,
): Promise<{ tradeIds: string[]; truncated: boolean }> {
  const follow = (id: string, type: TraceRecord['type']) => store.destinations(districtId, id, type, MAX_FOLLOWED);
  switch (start.type) {
    case 'TRADE':
      return { tradeIds: [start.detail.tradeId], truncated: false };
    case 'CONSOLIDATION':
      return { tradeIds: start.detail.tradeIds, truncated: false };
    case 'GOODS':
      return latest([await follow(start.detail.goodsId, 'TRADE')]);
    default: {
      const { entityId, kind } = start.detail;
      if (kind === 'producer') {
        const goodsIds = await follow(entityId, 'GOODS');
        return latest(await Promise.all(goodsIds.map((id) => follow(id, 'TRADE'))));
      }
      if (kind === 'consolidator') {
        const ids = await follow(entityId, 'CONSOLIDATION');
        const held = await store.records(districtId, ids);
        return latest(held.flatMap((one) => (one.type === 'CONSOLIDATION' ? [one.detail.tradeIds] : [])));
      }
      return latest([await follow(entityId, 'TRADE')]);
    }
  }
}

function latest(ids: readonly (readonly string[])[]): { tradeIds: string[]; truncated: boolean } {
  const all = [...new Set(ids.flat())].sort().toReversed();
  return {
    tradeIds: all.slice(0, MAX_FOLLOWED),
    truncated: ids.some((one) => one.length >= MAX_FOLLOWED) || all.length > MAX_FOLLOWED,
  };
}

function linesWanted(
  start: TraceRecord,
  part: Part | undefined,
  all: readonly LineReference[],
  trades: Records['trades'],
): readonly LineReference[] {
  const goodsOf = ({ tradeId, lineNo }: LineReference) =>
    trades.get(tradeId)?.lines.find((line) => line.lineNo === lineNo)?.goodsId;
  if (start.type === 'GOODS') return all.filter((line) => goodsOf(line) === start.detail.goodsId);
  if (start.type !== 'CONSOLIDATION') return all;
  const named = linesOfConsolidation(start.detail, part);
  return named === 'ALL' ? all : named;
}

/** The consolidations that hold the trades now, and the one that the trace starts from, whatever became of it. */
async function consolidationsOf(
  store: Store,
  districtId: DistrictId,
  start: TraceRecord,
  tradeIds: readonly string[],
): Promise<Consolidation[]> {
  const ids = await Promise.all(
    tradeIds.map((tradeId) => store.destinations(districtId, tradeId, 'CONSOLIDATION', MAX_CONSOLIDATIONS)),
  );
  const records = await store.records(districtId, [...new Set(ids.flat())]);
  const holding = records.flatMap((one) =>
    one.type === 'CONSOLIDATION' && HOLDS.has(one.detail.status) ? [one.detail] : [],
  );
  if (start.type !== 'CONSOLIDATION') return holding;
  return [...holding.filter((one) => one.consolidationId !== start.detail.consolidationId), start.detail];
}
