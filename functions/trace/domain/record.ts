import { z } from 'zod';
import { ConsolidationChanged } from '../../events/consolidation.ts';
import { EntityChanged } from '../../events/entity.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { TradeChanged, TradeLine } from '../../events/trade.ts';
import { tradeMark } from '../../shared/kernel/carton-mark.ts';

/**
 * What the trace keeps of the other capabilities' records: the last event about each, as far as the chain from stall to
 * container needs it. Lines, containers and declarations live inside the records that hold them.
 */
const versioned = { districtId: true, version: true, at: true } as const;

export const Entity = EntityChanged.detail.pick({
  ...versioned,
  entityId: true,
  kind: true,
  name: true,
  filingNumber: true,
  formerNumber: true,
  status: true,
  stall: true,
  phoneTailDigest: true,
});

export const Goods = GoodsChanged.detail.pick({
  ...versioned,
  goodsId: true,
  goodsNumber: true,
  formerNumber: true,
  merchantId: true,
  producerId: true,
  nameZh: true,
  status: true,
});

export const Trade = TradeChanged.detail
  .pick({
    ...versioned,
    tradeId: true,
    tradeNumber: true,
    status: true,
    registeredAt: true,
    merchantId: true,
    buyerId: true,
    tradeOperatorId: true,
    vouchers: true,
  })
  .extend({ lines: TradeLine.pick({ lineNo: true, goodsId: true, hsCode: true, nameZh: true }).array() });

export const Consolidation = ConsolidationChanged.detail.pick({
  ...versioned,
  consolidationId: true,
  consolidationNumber: true,
  status: true,
  consolidatorId: true,
  tradeIds: true,
  containers: true,
  declarations: true,
});

export const TraceRecord = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ENTITY'), detail: Entity }),
  z.object({ type: z.literal('GOODS'), detail: Goods }),
  z.object({ type: z.literal('TRADE'), detail: Trade }),
  z.object({ type: z.literal('CONSOLIDATION'), detail: Consolidation }),
]);

export type Entity = z.infer<typeof Entity>;
export type Goods = z.infer<typeof Goods>;
export type Trade = z.infer<typeof Trade>;
export type Consolidation = z.infer<typeof Consolidation>;
export type TraceRecord = z.infer<typeof TraceRecord>;
export type LineReference = { readonly tradeId: string; readonly lineNo: number };

export function idOf(record: TraceRecord): string {
  switch (record.type) {
    case 'ENTITY':
      return record.detail.entityId;
    case 'GOODS':
      return record.detail.goodsId;
    case 'TRADE':
      return record.detail.tradeId;
    default:
      return record.detail.consolidationId;
  }
}

/** The records that name this one as where their goods come from: it is found from them, they from it. */
export function originsOf(record: TraceRecord): string[] {
  switch (record.type) {
    case 'ENTITY':
      return [];
    case 'GOODS':
      return present(record.detail.merchantId, record.detail.producerId);
    case 'TRADE': {
      const { merchantId, buyerId, tradeOperatorId, lines } = record.detail;
      return [...present(merchantId, buyerId, tradeOperatorId), ...new Set(lines.map(({ goodsId }) => goodsId))];
    }
    default:
      return [record.detail.consolidatorId, ...record.detail.tradeIds];
  }
}

/** The numbers that people know a record by, beside those of the series (`shared/numbers`). */
export function numbersOf(record: TraceRecord): string[] {
  switch (record.type) {
    case 'ENTITY':
      return present(record.detail.filingNumber, record.detail.formerNumber);
    case 'GOODS':
      return present(record.detail.goodsNumber, record.detail.formerNumber);
    case 'TRADE':
      return [
        tradeMark(record.detail.tradeId),
        ...present(...record.detail.vouchers.flatMap(({ number, sha256 }) => [number, sha256])),
      ];
    default:
      return present(
        ...record.detail.containers.flatMap(({ containerNumber, sealNumber }) => [containerNumber, sealNumber]),
      );
  }
}

/** By what an entity is found that may be of several: a choice. */
export const hintsOf = (
  record: TraceRecord,
): { readonly stall?: string | undefined; readonly phoneTail?: string | undefined } =>
  record.type === 'ENTITY' ? { stall: record.detail.stall, phoneTail: record.detail.phoneTailDigest } : {};

const present = (...ids: (string | undefined)[]): string[] => ids.filter((id) => id !== undefined);
