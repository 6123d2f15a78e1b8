import type { z } from 'zod';
import { MarketStall, MarketStallsChanged } from '../../events/market.ts';
import type { MARKET_WORD_NAMES } from './names.ts';
import type { EntityOf } from './submission.ts';

/** What the market's operator last said of a stall; the version is that of its list. */
export const SaidOfStall = MarketStall.extend(
  MarketStallsChanged.detail.pick({ districtId: true, marketId: true, version: true, at: true }).shape,
);

export type SaidOfStall = z.infer<typeof SaidOfStall>;

type Merchant = Pick<EntityOf<'merchant'>, 'unifiedSocialCreditCode' | 'stallLease'>;

/** What the market's word comes to, held against what a merchant's form says of its stall. */
export function marketWord(
  { unifiedSocialCreditCode, stallLease }: Merchant,
  said: SaidOfStall | undefined,
): keyof typeof MARKET_WORD_NAMES {
  if (!said) return 'NOTHING_SAID';
  if (said.state === 'VACATED') return 'VACATED';
  if (said.state === 'FREE') return 'NOT_LET';
  if (said.code !== unifiedSocialCreditCode) return 'LET_TO_ANOTHER';
  const isWithin = (said.from ?? '') <= stallLease.from && stallLease.to <= (said.until ?? '');
  return isWithin ? 'CONFIRMED' : 'LEASE_DIFFERS';
}
