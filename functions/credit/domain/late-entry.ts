import type { z } from 'zod';
import { TradeChanged } from '../../events/trade.ts';
import { dateOf, dayInChina } from './day.ts';
import type { CreditEventRequest } from './event.ts';

/** What this capability needs of a trade. */
export const ObservedTrade = TradeChanged.detail.pick({
  tradeId: true,
  merchantId: true,
  registeredAt: true,
  review: true,
  vouchers: true,
});

export type ObservedTrade = z.infer<typeof ObservedTrade>;

/** What a voucher older than the entry shows to have gone before it; the gravest first. */
const SHOWN = [
  // A bill of lading is issued once the goods are declared, released and loaded.
  { type: 'BILL_OF_LADING', indicator: 'TRADE_ENTERED_AFTER_DECLARATION' },
  { type: 'PACKING_LIST', indicator: 'TRADE_ENTERED_AFTER_HANDOVER' },
] as const;

/**
 * The fact that a trade was entered too late (国家税务总局公告2015年第89号第五条), once a reviewer has looked at its vouchers
 * and released it; at most one a trade.
 */
export function lateEntry({
  tradeId,
  merchantId,
  registeredAt,
  review,
  vouchers,
}: ObservedTrade): CreditEventRequest[] {
  if (review !== 'RELEASED') return [];
  const day = dateOf(dayInChina(registeredAt));
  const shown = SHOWN.find(({ type }) =>
    vouchers.some((voucher) => voucher.type === type && voucher.issuedOn !== undefined && voucher.issuedOn < day),
  );
  if (!shown) return [];
  return [
    {
      entityId: merchantId,
      indicator: shown.indicator,
      occurredOn: day,
      source: { authority: PLATFORM, documentNumber: tradeId, documentDate: day },
    },
  ];
}

const PLATFORM = '市场采购贸易登记平台';
