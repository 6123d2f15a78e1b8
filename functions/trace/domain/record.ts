import { z } from 'zod';

/**
 * What the trace keeps of the other capabilities' records: the last event about each, as far as the chain from stall to
 * container needs it. Lines, containers and declarations live inside the records that hold them.
 */
const versioned = { districtId: z.string(), version: z.int(), at: z.string() };

export const Entity = z.object({
  ...versioned,
  entityId: z.string(),
  kind: z.string(),
  name: z.string(),
  filingNumber: z.string(),
  status: z.string(),
  /** Of a merchant. */
  stall: z.string().optional(),
});

export const Goods = z.object({
  ...versioned,
  goodsId: z.string(),
  goodsNumber: z.string(),
  merchantId: z.string(),
  producerId: z.string().optional(),
  nameZh: z.string(),
  status: z.string(),
});

export const Trade = z.object({
  ...versioned,
  tradeId: z.string(),
  status: z.string(),
  registeredAt: z.string(),
  merchantId: z.string(),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
  vouchers: z
    .array(
      z.object({
        type: z.string(),
        number: z.string(),
        sha256: z.string().optional(),
        issuedOn: z.string().optional(),
      }),
    )
    .default([]),
  lines: z.array(z.object({ lineNo: z.int(), goodsId: z.string(), hsCode: z.string(), nameZh: z.string() })),
});

const LineReference = z.object({ tradeId: z.string(), lineNo: z.int() });

export const Consolidation = z.object({
  ...versioned,
  consolidationId: z.string(),
  status: z.string(),
  consolidatorId: z.string(),
  tradeIds: z.array(z.string()),
  containers: z
    .array(
      z.object({
        no: z.int(),
        type: z.string(),
        containerNumber: z.string().optional(),
        /** Whose cartons it holds, and how many; absent where the event was too large to say. */
        lines: z.array(LineReference.extend({ cartons: z.int() })).optional(),
      }),
    )
    .default([]),
  declarations: z
    .array(
      z.object({
        no: z.int(),
        /** Absent where the event was too large to say. */
        lines: z
          .array(z.object({ lineNo: z.int(), hsCode: z.string(), mergedFrom: z.array(LineReference) }))
          .optional(),
      }),
    )
    .default([]),
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
export type LineReference = z.infer<typeof LineReference>;

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

/** The numbers that people know a record by. */
export function numbersOf(record: TraceRecord): string[] {
  switch (record.type) {
    case 'ENTITY':
      return [record.detail.filingNumber];
    case 'GOODS':
      return [record.detail.goodsNumber];
    case 'TRADE':
      return present(...record.detail.vouchers.flatMap(({ number, sha256 }) => [number, sha256]));
    default:
      return present(...record.detail.containers.map(({ containerNumber }) => containerNumber));
  }
}

const present = (...ids: (string | undefined)[]): string[] => ids.filter((id) => id !== undefined);
