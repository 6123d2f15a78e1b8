import type { z } from 'zod';
import { TradeOfferChanged } from '../../events/trade-offer.ts';
import { addressed } from './addressed.ts';
import { type Notice, ofEntity } from './notice.ts';
import { byOwner, shopsOf } from './owner-news.ts';

type Offer = z.infer<typeof TradeOfferChanged.detail>;

/** An offer is told to its consolidator, and the answer to the owners of the goods. */
export function offerNews(offer: Offer): Notice[] {
  const { offerId, status, consolidatorId, consolidatorName, trades, validUntil, reason = '', version, at } = offer;
  const isEnding = ({ endedAt }: Offer['trades'][number]): boolean => endedAt === at;
  const ending = trades.filter(isEnding);
  const to = (recipients: readonly string[], kind: Notice['kind'], title: string, message: string) =>
    addressed(offer, offerId, recipients.map(ofEntity), { kind, title, message });
  const answered = (about: Offer['trades'], kind: Notice['kind'], title: string, end: string) =>
    byOwner(about).flatMap(([owner, own]) => to([owner], kind, title, `${shopsOf(own)}${end}`));
  if (status === 'REFUSED') {
    const end = `未被组货人“${consolidatorName}”接受，理由：${reason}；可以提交给其他组货人`;
    return answered(ending, 'OFFER_REFUSED', '组货人未接受提交的交易', end);
  }
  if (ending.length > 0) {
    return to([consolidatorId], 'OFFER_WITHDRAWN', '提交的交易已撤回', `${shopsOf(ending)}已撤回提交，理由：${reason}`);
  }
  if (status === 'ACCEPTED') {
    return answered(trades, 'OFFER_ACCEPTED', '组货人已接受提交的交易', `已被组货人“${consolidatorName}”接受`);
  }
  if (version !== 1) return [];
  const message = `${shopsOf(trades)}提交给贵单位组货，有效期至 ${validUntil}，请接受或说明不接受的理由`;
  return to([consolidatorId], 'TRADES_OFFERED', '有交易提交组货', message);
}
