import type { Records } from './graph.ts';
import type { LineReference, TraceRecord } from './record.ts';

/** The lines that touch an entity: it sold or exports them, or its consolidation holds them. */
export function linesTouching(lines: readonly LineReference[], records: Records, entityId: string): LineReference[] {
  const consolidated = new Set(
    records.consolidations
      .filter(({ consolidatorId }) => consolidatorId === entityId)
      .flatMap(({ tradeIds }) => tradeIds),
  );
  return lines.filter(({ tradeId }) => {
    const trade = records.trades.get(tradeId);
    return trade?.merchantId === entityId || trade?.tradeOperatorId === entityId || consolidated.has(tradeId);
  });
}

/** Whether a record is the entity's own, so that it may be seen even where no line leads to it. */
export function isOwn({ type, detail }: TraceRecord, entityId: string): boolean {
  switch (type) {
    case 'ENTITY':
      return detail.entityId === entityId;
    case 'GOODS':
      return detail.merchantId === entityId;
    case 'TRADE':
      return detail.merchantId === entityId || detail.tradeOperatorId === entityId;
    default:
      return detail.consolidatorId === entityId;
  }
}
