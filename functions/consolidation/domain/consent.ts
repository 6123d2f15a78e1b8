import type { z } from 'zod';
import { type AgreementChanged, isAgreementInForce } from '../../events/agreement.ts';
import { HeldTrade } from '../../events/consolidation.ts';
import type { TradeSnapshot } from './trade.ts';

/**
 * By what right a consolidation holds a trade's goods: nobody's are held without the owner's own offer, the right of the
 * trade operator that the owner entrusted, or the recorded act of the centre, which answers for it.
 */
export const Consent = HeldTrade.pick({ basis: true, offerId: true, agreementId: true, messageId: true });

export type Consent = z.infer<typeof Consent>;

/** An agency agreement, as far as consolidation needs it. */
export type Agreement = Pick<
  z.infer<typeof AgreementChanged.detail>,
  'agreementId' | 'status' | 'validFrom' | 'validUntil'
>;

/** Who consolidates, on a day in China. */
export interface Consolidating {
  /** The agent in whose own name it is done; absent where the centre does it. */
  readonly agentId?: string | undefined;
  readonly consolidatorId: string;
  readonly day: string;
  /** The interchange message that is carried out by it. */
  readonly messageId?: string | undefined;
}

/** What may give the right to hold a trade's goods. */
interface Grounds {
  /** The offer of the goods to the consolidator that stands on the day. */
  readonly offerId: string | undefined;
  /** The operator that the trade names, and its agreements with the merchant. */
  readonly tradeOperatorId: string | undefined;
  readonly agreements: readonly Agreement[];
}

/** The right by which somebody may have a trade's goods held for a consolidator; undefined where there is none. */
export function consentTo(
  { offerId, tradeOperatorId, agreements }: Grounds,
  { agentId, consolidatorId, day, messageId }: Consolidating,
): Consent | undefined {
  // What is offered to one consolidator no operator takes in its name.
  if (offerId !== undefined && (agentId === undefined || agentId === consolidatorId))
    return { basis: 'OFFER', offerId };
  if (agentId !== undefined && agentId === tradeOperatorId) {
    const agreement = agreements.find((one) => isAgreementInForce(one, day));
    if (agreement) return { basis: 'OPERATOR', agreementId: agreement.agreementId };
  }
  return agentId === undefined ? { basis: 'CENTRE', ...(messageId !== undefined && { messageId }) } : undefined;
}

/** A trade that a consolidation holds, whose it is, and by what right. */
export const heldTrade = (
  { tradeId, tradeNumber, merchantId, merchantName, stall, tradeOperatorId, correction }: TradeSnapshot,
  consent: Consent,
): HeldTrade => ({
  ...consent,
  tradeId,
  ...(tradeNumber === undefined ? {} : { tradeNumber }),
  merchantId,
  merchantName,
  ...(stall === undefined ? {} : { stall }),
  ...(tradeOperatorId === undefined ? {} : { tradeOperatorId }),
  ...(correction === undefined ? {} : { correction: correction.no }),
});
