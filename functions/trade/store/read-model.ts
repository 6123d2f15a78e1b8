import type { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { type Form, form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Migration, noteForm } from '../../shared/table/migration.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { type Filed, FiledAgreement, FiledDocument, FiledGoods, FiledParty, type Names } from '../domain/filed.ts';
import type { TradeRequest } from '../domain/request.ts';
import type { Trade } from '../domain/trade.ts';

/** Everything filed that a request names, its files as they were registered. */
export type FiledRecords = Omit<Filed, 'documents'> & { readonly documents: readonly FiledDocument[] };

const [PARTY, GOODS, DOCUMENT, AGREEMENT] = [
  form('trade-party', FiledParty),
  form('trade-goods', FiledGoods),
  form('trade-document', FiledDocument),
  form('trade-agreement', FiledAgreement),
] as const;

/** Trade's own copy of what filing has filed, kept by events. */
export const readModel = (table: Table) => ({
  /** What is filed, in one district, of all that a request names. */
  filed: async (districtId: DistrictId, request: TradeRequest): Promise<FiledRecords> => {
    const { merchantId, buyerId, tradeOperatorId, lines, vouchers } = request;
    const partyIds = [merchantId, buyerId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
    const [parties, goods, agreements, documents] = await Promise.all([
      read(
        table,
        PARTY,
        partyIds.map((id) => partyKey(districtId, id)),
      ),
      read(
        table,
        GOODS,
        lines.map((line) => goodsKey(districtId, line.goodsId)),
      ),
      tradeOperatorId === undefined ? [] : agreementsOf(table, districtId, merchantId, tradeOperatorId),
      read(
        table,
        DOCUMENT,
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

  /** A party of a district. */
  party: async (districtId: DistrictId, entityId: string): Promise<FiledParty | undefined> =>
    (await read(table, PARTY, [partyKey(districtId, entityId)]))[0],

  /** Agreements between a merchant and a trade operator, in force or not. */
  agreements: (districtId: DistrictId, merchantId: string, tradeOperatorId: string): Promise<FiledAgreement[]> =>
    agreementsOf(table, districtId, merchantId, tradeOperatorId),

  /** The parties, goods and producers that a trade names, or its versions. */
  names: async (districtId: DistrictId, versions: readonly Trade[]): Promise<Names> => {
    const parties = (ids: readonly string[]) =>
      read(
        table,
        PARTY,
        [...new Set(ids)].map((id) => partyKey(districtId, id)),
      );
    const goodsIds = [...new Set(versions.flatMap(({ lines }) => lines.map(({ goodsId }) => goodsId)))];
    const [traders, goods] = await Promise.all([
      parties(
        versions.flatMap(({ merchant, buyerId, tradeOperatorId = [] }) =>
          [merchant.id, buyerId].concat(tradeOperatorId),
        ),
      ),
      read(
        table,
        GOODS,
        goodsIds.map((id) => goodsKey(districtId, id)),
      ),
    ]);
    const producers = await parties(goods.flatMap(({ producerId }) => producerId ?? []));
    return {
      parties: new Map([...traders, ...producers].map((party) => [party.entityId, party])),
      goods: new Map(goods.map((item) => [item.goodsId, item])),
    };
  },

  keepParty: async (party: FiledParty) => keepNewest(table, partyKey(party.districtId, party.entityId), PARTY, party),
  keepGoods: async (goods: FiledGoods) => keepNewest(table, goodsKey(goods.districtId, goods.goodsId), GOODS, goods),
  keepDocument: async (document: FiledDocument) =>
    keepNewest(table, documentKey(document.districtId, document.documentId), DOCUMENT, document),
  keepAgreement: async (agreement: FiledAgreement) =>
    keepNewest(
      table,
      {
        pk: agreementsKey(agreement.districtId, agreement.merchantId, agreement.tradeOperatorId),
        sk: agreement.agreementId,
      },
      AGREEMENT,
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
async function read<S extends z.ZodType>(table: Table, kept: Form<S>, keys: Key[]): Promise<z.output<S>[]> {
  const items = await table.getMany(keys);
  return items.flatMap((item) => (item ? [keptDetail(kept, item)] : []));
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
  return items.map((item) => keptDetail(AGREEMENT, item));
}

export const readModelMigrations: readonly Migration[] = [
  noteForm('TRADE_PARTY', PARTY.version),
  noteForm('TRADE_GOODS', GOODS.version),
  noteForm('TRADE_DOCUMENT', DOCUMENT.version),
  noteForm('TRADE_AGREEMENT', AGREEMENT.version),
];
