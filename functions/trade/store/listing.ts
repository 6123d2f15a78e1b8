import { dayInChina } from '../../shared/kernel/china-time.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { numberedPage } from '../../shared/numbers/list.ts';
import { aggregate, type StoredHead } from '../../shared/table/aggregate.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest, type Span } from '../../shared/table/list.ts';
import { facet, type Listing, ownerKey, stateKey } from '../../shared/table/listing.ts';
import type { Migration } from '../../shared/table/migration.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';
import { type TradeBrief, tradeBrief } from '../domain/totals.ts';
import { partiesOf, type Trade, TradeBody, TradeHead } from '../domain/trade.ts';

/** A trade is listed in its district, and in the own lists of its merchant and of its trade operator. */
export interface TradeListRequest extends PageRequest {
  /** Only trades of this merchant or trade operator. */
  readonly party?: string | undefined;
  /** Whether a trade that is looked for by its number may be offered to the party; whoever shows it looks whether it is. */
  readonly mayBeOffered?: boolean;
  readonly status?: Trade['status'] | undefined;
  /** Only trades whose review is open. */
  readonly inReview: boolean;
  readonly destinationCountry?: string | undefined;
  /** Only the trade that bears this number, however it was typed. */
  readonly tradeNumber?: string | undefined;
  /** Only trades whose numbers begin so, however that was typed, by their numbers. */
  readonly q?: string | undefined;
  readonly merchantId?: string | undefined;
  /** Only what was registered from one instant to another (ISO 8601), both among them. */
  readonly registered?: Span | undefined;
}

/** A trade is a head, and a body of what was entered; measuring writes another. Its events tell the lines by the body. */
export const record = aggregate({
  // Of version 1 what it says stands in attributes of their own.
  head: form('trade', TradeHead, [(trade) => ({ ...trade })]),
  packsHead: true,
  body: form('trade-body', TradeBody),
  brief: tradeBrief,
  packsBody: true,
  keepsVersions: true,
  told: ['lines'],
});

export const tradeKey = (districtId: DistrictId, tradeId: string) => districtKey(districtId, 'TRADE', tradeId);

export const TRADES = 'TRADES';
/** The queue of the reviewers; a trade stands in it by a pointer, beside the state of its own. */
const REVIEW = 'REVIEW';

export const listing = (trade: Trade): Listing => ({
  districtId: trade.districtId,
  collection: TRADES,
  state: trade.status,
  owners: partiesOf(trade),
  // The day of registration tells what stands in the register too.
  sought: [trade.destinationCountry, dayInChina(trade.registeredAt)],
});

/**
 * All trades by the time of their registration, and by their numbers: a further item of each, which is written once, and
 * again where a correction says another destination.
 */
const [REGISTER, NUMBERS] = ['REGISTER', 'NUMBERS'];

export const registerWrite = ({ districtId, id, tradeNumber, registeredAt, destinationCountry }: Trade): Write =>
  put({
    pk: tradeKey(districtId, id),
    sk: REGISTER,
    form: 1,
    stateKey: stateKey(districtId, TRADES, REGISTER),
    stateSort: registeredAt,
    sought: facet(destinationCountry),
    ...(tradeNumber !== undefined && {
      ownerKey: ownerKey(districtId, TRADES, NUMBERS),
      ownerSort: comparableNumber(tradeNumber),
    }),
  });

/** Of a new trade: nothing is found by it before the trade is there. */
export const newRegisterWrite = (trade: Trade): Write => ({ ...registerWrite(trade), isAhead: true });

/** Earlier releases listed trades by neither. */
export const registerMigration: Migration = record.relisting(
  'TRADE',
  ({ sought }) => !/\|\d{4}-\d{2}-\d{2}\|$/.test(String(sought)),
  listing,
  ({ data }) => [registerWrite(data)],
);

const waits = (trade: TradeHead | undefined): boolean =>
  trade?.review?.state === 'OPEN' && trade.status !== 'WITHDRAWN';

/** The pointer by which a trade stands before the reviewers while they have to decide, and leaves when they need not. */
export const reviewWrites = (before: Trade | undefined, trade: Trade, at: string): Write[] =>
  waits(before) === waits(trade) && !(waits(trade) && goesElsewhere(before, trade)) ? [] : [reviewPointer(trade, at)];

/** Whether a trade has another destination than before: what lists it by that says so too. */
export const goesElsewhere = (before: Trade | undefined, trade: Trade): boolean =>
  before?.destinationCountry !== trade.destinationCountry;

/** @param at since when they have to */
export const reviewPointer = (trade: Trade, at: string): Write =>
  put({
    pk: tradeKey(trade.districtId, trade.id),
    sk: REVIEW,
    ...(waits(trade) && { stateKey: stateKey(trade.districtId, TRADES, REVIEW), stateSort: at, ...soughtOf(trade) }),
  });

const soughtOf = ({ destinationCountry }: Trade) => ({ sought: facet(destinationCountry) });

/** More than any stall enters in an hour; a sheet may. */
const MAX_ENTERED = 500;

/**
 * How many trades of a merchant were entered from one instant (ISO 8601) to another, withdrawn or not; of very many, some.
 */
export async function enteredBetween(
  table: Table,
  districtId: DistrictId,
  merchantId: string,
  since: string,
  until: string,
): Promise<number> {
  const { items } = await table.query({
    IndexName: 'byOwner',
    KeyConditionExpression: 'ownerKey = :owner AND ownerSort BETWEEN :since AND :until',
    ExpressionAttributeValues: {
      ':owner': ownerKey(districtId, TRADES, merchantId),
      ':since': since,
      ':until': until,
    },
    Limit: MAX_ENTERED,
  });
  return items.length;
}

/**
 * One page, the latest change or creation first; from a given time on the earliest change first, so that a client can
 * follow.
 */
export async function listTrades(
  table: Table,
  request: TradeListRequest,
): Promise<Listed<StoredHead<TradeHead, TradeBrief>>> {
  const { party, inReview, status, destinationCountry, tradeNumber, q, merchantId, registered, mayBeOffered, ...page } =
    request;
  const beginning = q === undefined ? undefined : comparableNumber(q);
  const isAsked = ({ data, createdAt }: StoredHead<TradeHead, TradeBrief>) =>
    (status === undefined || data.status === status) &&
    (destinationCountry === undefined || data.destinationCountry === destinationCountry) &&
    (merchantId === undefined || data.merchant.id === merchantId) &&
    (registered?.from === undefined || createdAt >= registered.from) &&
    (registered?.to === undefined || createdAt <= registered.to) &&
    (beginning === undefined || comparableNumber(data.tradeNumber ?? '').startsWith(beginning)) &&
    (!inReview || waits(data));
  if (tradeNumber !== undefined) {
    return numberedPage(table, page, tradeNumber, {
      load: (id) => record.loadHead(table, tradeKey(parseIdentifier('trade', id)?.districtId ?? '', id)),
      keep: (trade) => (party === undefined || mayBeOffered || partiesOf(trade.data).includes(party)) && isAsked(trade),
    });
  }
  const owner = party ?? merchantId;
  const isOfAll = owner === undefined && beginning === undefined && page.since === undefined;
  const state = inReview && isOfAll ? REVIEW : (status ?? (registered && isOfAll ? REGISTER : undefined));
  return listPage(table, {
    ...page,
    collection: TRADES,
    newestFirst: true,
    state,
    ...(owner !== undefined && { owners: [owner] }),
    // What is offered to a party stands among its own by the time of the offer, what is reviewed by that of the review.
    ...(party === undefined && !inReview && { created: registered }),
    ...(beginning !== undefined && page.since === undefined && { words: () => [{ name: NUMBERS, beginning }] }),
    ...(destinationCountry === undefined ? {} : { sought: [facet(destinationCountry)] }),
    read: record.headOf,
    keep: isAsked,
  });
}
