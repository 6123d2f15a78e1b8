import type { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { everyItem } from '../../shared/table/list.ts';
import type { Table } from '../../shared/table/table.ts';
import { update } from '../../shared/table/write.ts';
import { type Filed, FiledAgreement, FiledDocument, FiledGoods, FiledParty, type Names } from '../domain/filed.ts';
import type { TradeRequest } from '../domain/request.ts';
import type { Trade } from '../domain/trade.ts';

/** Everything filed that a request names, its files as they were registered. */
export type FiledRecords = Omit<Filed, 'documents'> & { readonly documents: readonly FiledDocument[] };

/** Trade's own copy of what filing has filed, kept by events. */
export const readModel = (table: Table) => ({
  /** What is filed, in one district, of all that a request names. */
  filed: async (districtId: DistrictId, request: TradeRequest): Promise<FiledRecords> => {
    const { merchantId, buyerId, tradeOperatorId, lines, vouchers } = request;
    const partyIds = [merchantId, buyerId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
    const [parties, goods, agreements, documents] = await Promise.all([
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
      read(
        table,
        FiledDocument,
        vouchers.flatMap(({ documentId }) => (documentId === undefined ? [] : [documentKey(districtId, documentId)])),
      ),
    ]);
    const party = (id: string) => parties.find(({ entityId }) => entityId === id);
    return {
      merchant: party(merchantId),
      buyer: party(buyerId),
      tradeOperator: tradeOperatorId === undefined ? undefined : party(tradeOperatorId),
      goods: new Map(goods.map((item) => [item.goodsId, item])),
      agreements,
      documents,
    };
  },

  /** The parties, goods and producers that a trade names. */
  names: async ({ districtId, merchant, buyerId, tradeOperatorId, lines }: Trade): Promise<Names> => {
    const parties = (ids: readonly string[]) =>
      read(
        table,
        FiledParty,
        [...new Set(ids)].map((id) => partyKey(districtId, id)),
      );
    const goodsIds = [...new Set(lines.map(({ goodsId }) => goodsId))];
    const [traders, goods] = await Promise.all([
      parties([merchant.id, buyerId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])]),
      read(
        table,
        FiledGoods,
        goodsIds.map((id) => goodsKey(districtId, id)),
      ),
    ]);
    const producers = await parties(goods.flatMap(({ producerId }) => producerId ?? []));
    return {
      parties: new Map([...traders, ...producers].map((party) => [party.entityId, party])),
      goods: new Map(goods.map((item) => [item.goodsId, item])),
    };
  },

  keepParty: async (party: FiledParty) => keepNewest(table, partyKey(party.districtId, party.entityId), party),
  keepGoods: async (goods: FiledGoods) => keepNewest(table, goodsKey(goods.districtId, goods.goodsId), goods),
  keepDocument: async (document: FiledDocument) =>
    keepNewest(table, documentKey(document.districtId, document.documentId), document),
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

const partyKey = (districtId: DistrictId, entityId: string): Key => ({
  pk: districtKey(districtId, 'TRADE_PARTY', entityId),
  sk: CURRENT,
});
const goodsKey = (districtId: DistrictId, goodsId: string): Key => ({
  pk: districtKey(districtId, 'TRADE_GOODS', goodsId),
  sk: CURRENT,
});
const documentKey = (districtId: DistrictId, documentId: string): Key => ({
  pk: districtKey(districtId, 'TRADE_DOCUMENT', documentId),
  sk: CURRENT,
});
const agreementsKey = (districtId: DistrictId, merchantId: string, tradeOperatorId: string) =>
  districtKey(districtId, 'TRADE_AGREEMENT', merchantId, tradeOperatorId);

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
  const items = await everyItem(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': agreementsKey(districtId, merchantId, tradeOperatorId) },
    ConsistentRead: true,
  });
  return items.map((item) => FiledAgreement.parse(item['detail']));
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
