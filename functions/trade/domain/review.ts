import type { ReviewRequest } from './request.ts';
import type { Trade } from './trade.ts';

/**
 * A trade as its reviewer decides: released, or rejected and thereby withdrawn.
 *
 * @param by `sub` of the reviewer
 * @param at ISO 8601
 */
export function decide(trade: Trade, { decision, reasons }: ReviewRequest, by: string, at: string): Trade {
  if (trade.review?.state !== 'OPEN') throw new Error(`trade ${trade.id} has no open review`);
  const decided = { findings: trade.review.findings, decision: { by, at, reasons } };
  return decision === 'RELEASE'
    ? { ...trade, review: { ...decided, state: 'RELEASED' } }
    : { ...trade, review: { ...decided, state: 'REJECTED' }, status: 'WITHDRAWN' };
}
