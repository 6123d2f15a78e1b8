import type { Stored } from '../../shared/table/aggregate.ts';
import { type Offer, offerStatusOn } from '../domain/offer.ts';
import type { OfferJson } from './offers.ts';

/** An offer as its reader may see it. @param trades those of it that are the reader's to see @param day in China */
export function offerToJson(
  { data, createdAt, updatedAt }: Pick<Stored<Offer>, 'data' | 'createdAt' | 'updatedAt'>,
  trades: Offer['trades'],
  day: string,
): OfferJson {
  const { offeredBy: _offeredBy, refusal, withdrawal, ...offer } = data;
  return {
    ...offer,
    status: offerStatusOn(data, day),
    trades,
    ...(refusal && { refusal: { reason: refusal.reason, at: refusal.at } }),
    ...(withdrawal && { withdrawal: { reason: withdrawal.reason, at: withdrawal.at } }),
    createdAt,
    updatedAt,
  };
}
