import type { z } from 'zod';
import { type DistrictId, parseIdentifier } from '../shared/kernel/identifier.ts';
import { openLedger, readLedgers, type TradeLedger, withdrawLedger } from '../shared/ledger/ledger.ts';
import { changeWrites, load, parseStored, type Stored } from '../shared/table/aggregate.ts';
import type { Actor } from '../shared/table/audit.ts';
import { ConcurrencyConflict } from '../shared/table/errors.ts';
import { CURRENT, districtKey, type Key } from '../shared/table/keys.ts';
import { listPage } from '../shared/table/list.ts';
import type { Table } from '../shared/table/table.ts';
import { update, type Write } from '../shared/table/write.ts';
import { tradeChanged } from './domain/event.ts';
import { type Filed, FiledAgreement, FiledGoods, FiledParty } from './domain/filed.ts';
import type { TradeRequest } from './domain/request.ts';
import { Trade } from './domain/trade.ts';

/** Who changes a trade, when, and what the change is called in the audit trail. */
export interface Cause {
  readonly actor: Actor;
  readonly at: string;
  readonly action: 'REGISTER' | 'WITHDRAW' | 'FOLLOW_CONSOLIDATION';
}

export interface TradeListRequest {
  readonly districts: readonly DistrictId[];
  readonly status?: Trade['status'] | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly keep: (trade: Trade) => boolean;
}

/** A trade's items: the aggregate, and the read model of what filing has filed. */
export const tradeStore = (table: Table) => ({
  load: async (tradeId: string): Promise<Stored<Trade> | undefined> => {
    const districtId = parseIdentifier('trade', tradeId)?.districtId;
    return districtId === undefined ? undefined : load(table, tradeKey(districtId, tradeId), Trade);
  },

  ledger: async (tradeId: string): Promise<TradeLedger> => {
    const [ledger] = await readLedgers(table, [tradeId]);
    if (ledger === undefined) throw new Error(`trade ${tradeId} has no ledger`);
    return ledger;
  },

  list: async ({ status, keep, ...request }: TradeListRequest) => {
    const page = await listPage(table, {
      ...request,
      index: status === undefined ? 'byList' : 'byQueue',
      partition: (districtId) => (status === undefined ? listKey(districtId) : queueKey(districtId, status)),
      newestFirst: true,
      keep: (item) => keep(parseStored(item, Trade).data),
    });
    return { items: page.items.map((item) => parseStored(item, Trade)), nextCursor: page.nextCursor };
  },

  /** What is filed, in one district, of all that a request names. */
  filed: async (districtId: DistrictId, request: TradeRequest): Promise<Filed> => {
    const { merchantId, buyerId, tradeOperatorId, lines } = request;
    const partyIds = [merchantId, buyerId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
    const [parties, goods, agreements] = await Promise.all([
      read(
        table,
        FiledParty,
        partyIds.map((id) => partyKey(districtId, id)),
      ),
      read(
        table,
        FiledGoods,
        lines.map((line) => goodsKey(districtId, line.goodsId)),
      ),
      tradeOperatorId === undefined ? [] : agreementsOf(table, districtId, merchantId, tradeOperatorId),
    ]);
    const party = (id: string) => parties.find(({ entityId }) => entityId === id);
    return {
      merchant: party(merchantId),
      buyer: party(buyerId),
      tradeOperator: tradeOperatorId === undefined ? undefined : party(tradeOperatorId),
      goods: new Map(goods.map((item) => [item.goodsId, item])),
      agreements,
    };
  },

  register: (trade: Trade, cause: Cause) => {
    const change = changed(trade, undefined, cause);
    return { ...change, writes: [...change.writes, openLedger(trade.id, conflict)] };
  },

  withdraw: (before: Stored<Trade>, cause: Cause) => {
    const change = changed({ ...before.data, status: 'WITHDRAWN' }, before, cause);
    return { ...change, writes: [...change.writes, withdrawLedger(before.data.id, conflict)] };
  },

  change: (trade: Trade, before: Stored<Trade>, cause: Cause): Write[] => changed(trade, before, cause).writes,

  keepParty: async (party: FiledParty) => keepNewest(table, partyKey(party.districtId, party.entityId), party),
  keepGoods: async (goods: FiledGoods) => keepNewest(table, goodsKey(goods.districtId, goods.goodsId), goods),
  keepAgreement: async (agreement: FiledAgreement) =>
    keepNewest(
      table,
      {
        pk: agreementsKey(agreement.districtId, agreement.merchantId, agreement.tradeOperatorId),
        sk: agreement.agreementId,
      },
      agreement,
    ),
});

const tradeKey = (districtId: DistrictId, tradeId: string) => districtKey(districtId, 'TRADE', tradeId);
const listKey = (districtId: DistrictId) => districtKey(districtId, 'TRADES');
const queueKey = (districtId: DistrictId, status: Trade['status']) => districtKey(districtId, 'TRADES', status);
const partyKey = (districtId: DistrictId, entityId: string): Key => ({
  pk: districtKey(districtId, 'TRADE_PARTY', entityId),
  sk: CURRENT,
});
const goodsKey = (districtId: DistrictId, goodsId: string): Key => ({
  pk: districtKey(districtId, 'TRADE_GOODS', goodsId),
  sk: CURRENT,
});
const agreementsKey = (districtId: DistrictId, merchantId: string, tradeOperatorId: string) =>
  districtKey(districtId, 'TRADE_AGREEMENT', merchantId, tradeOperatorId);

const conflict = () => new ConcurrencyConflict('the trade or its ledger was changed by another request');

const changed = (data: Trade, before: Stored<Trade> | undefined, { actor, at, action }: Cause) =>
  changeWrites({
    pk: tradeKey(data.districtId, data.id),
    before,
    data,
    listing: { list: listKey(data.districtId), queue: queueKey(data.districtId, data.status) },
    actor,
    at,
    action,
    messages: [{ type: 'event', name: 'TradeChanged', detail: tradeChanged(data, (before?.version ?? 0) + 1, at) }],
    otherwise: conflict,
  });

/** The kept facts under the keys; what is not kept is left out. */
async function read<S extends z.ZodType>(table: Table, schema: S, keys: Key[]): Promise<z.output<S>[]> {
  const items = await table.getMany(keys);
  return items.flatMap((item) => (item ? [schema.parse(item['detail'])] : []));
}

async function agreementsOf(
  table: Table,
  districtId: DistrictId,
  merchantId: string,
  tradeOperatorId: string,
): Promise<FiledAgreement[]> {
  const page = await table.query({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': agreementsKey(districtId, merchantId, tradeOperatorId) },
    ConsistentRead: true,
  });
  return page.items.map((item) => FiledAgreement.parse(item['detail']));
}

/** An event of a newer version is already kept. */
class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** Keeps a filed record's facts unless the same or a newer version is kept. */
async function keepNewest(table: Table, key: Key, detail: { readonly version: number }): Promise<void> {
  try {
    await table.commit([
      update(
        key,
        'SET #version = :version, #detail = :detail',
        {
          expression: 'attribute_not_exists(pk) OR #version < :version',
          names: { '#version': 'version' },
          values: { ':version': detail.version },
        },
        () => new Superseded(),
        { '#detail': 'detail' },
        { ':detail': detail },
      ),
    ]);
  } catch (error) {
    if (!(error instanceof Superseded)) throw error;
  }
}
