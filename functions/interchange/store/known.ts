import { z } from 'zod';
import { sha256 } from '../../shared/digest.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { everyItem } from '../../shared/table/list.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, replace, update, type Write } from '../../shared/table/write.ts';
import {
  codesOf,
  type Description,
  descriptionKey,
  descriptionsOf,
  type GoodsOf,
  KnownAgreement,
  KnownGoods,
  KnownParty,
} from '../domain/known.ts';

/** The read model of filing, found by what files name. */
export const knownStore = (table: Table) => ({
  /** The party of a kind that a code or word names in a district. */
  async party(districtId: DistrictId, kind: string, code: string): Promise<KnownParty | undefined> {
    const item = await table.get(partyKey(districtId, code, kind));
    return item && KnownParty.parse(item['detail']);
  },

  /** The same for many codes at once. */
  async parties(districtId: DistrictId, kind: string, codes: readonly string[]): Promise<Map<string, KnownParty>> {
    const items = await table.getMany(codes.map((code) => partyKey(districtId, code, kind)));
    return mapped(codes, items, (item) => KnownParty.parse(item['detail']));
  },

  /** The parties of every kind that a code names in a district. */
  async partiesOfEveryKind(districtId: DistrictId, code: string): Promise<KnownParty[]> {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partyKey(districtId, code, '').pk },
      ConsistentRead: true,
    });
    return page.items.map((item) => KnownParty.parse(item['detail']));
  },

  /** Goods by the number that filing gave them. */
  async goodsByNumber(districtId: DistrictId, numbers: readonly string[]): Promise<Map<string, KnownGoods>> {
    const items = await table.getMany(numbers.map((number) => goodsKey(districtId, number)));
    return mapped(numbers, items, (item) => KnownGoods.parse(item['detail']));
  },

  /** Goods in force of each description; several merchants may have filed the same. */
  async goodsDescribed(districtId: DistrictId, descriptions: readonly Description[]): Promise<Map<string, GoodsOf>> {
    const keys = [...new Set(descriptions.map(descriptionKey))];
    const items = await table.getMany(keys.map((key) => describedKey(districtId, key)));
    return mapped(keys, items, (item) => {
      const { goods, isMore } = Described.parse(item);
      return { goods: goods.filter(({ status }) => status === 'ACTIVE'), isMore };
    });
  },

  /** Whether an agreement between the two is in force on a day. */
  async isAgreed(districtId: DistrictId, merchantId: string, tradeOperatorId: string, day: string): Promise<boolean> {
    return (await this.operatorsOf(districtId, merchantId, day)).includes(tradeOperatorId);
  },

  /** The trade operators that a merchant has entrusted by agreements in force on a day. */
  async operatorsOf(districtId: DistrictId, merchantId: string, day: string): Promise<string[]> {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': agreementsPartition(districtId, merchantId) },
      ConsistentRead: true,
    });
    const inForce = items
      .map((item) => KnownAgreement.parse(item['detail']))
      .filter(({ status, validFrom, validUntil }) => status === 'IN_FORCE' && validFrom <= day && day <= validUntil);
    return [...new Set(inForce.map(({ tradeOperatorId }) => tradeOperatorId))];
  },

  async keepParty(party: KnownParty): Promise<void> {
    // An account of a payee is masked in its event: no file names a party by it.
    if (party.kind === 'payee') return;
    for (const code of codesOf(party)) {
      await newest(table, partyKey(party.districtId, code, party.kind), party, {
        expression:
          'attribute_not_exists(pk) OR (#detail.entityId = :id AND #detail.#version < :version) OR ' +
          '(#detail.entityId <> :id AND #detail.#at < :at)',
        names: { '#version': 'version', '#at': 'at' },
        values: { ':id': party.entityId, ':version': party.version, ':at': party.at },
      });
    }
  },

  async keepGoods(goods: KnownGoods): Promise<void> {
    await newest(table, goodsKey(goods.districtId, goods.goodsNumber), goods, {
      expression: 'attribute_not_exists(pk) OR #detail.#version < :version',
      names: { '#version': 'version' },
      values: { ':version': goods.version },
    });
    for (const description of descriptionsOf(goods)) {
      await persistently(() => keepDescribed(table, description, goods));
    }
  },

  keepAgreement: async (agreement: KnownAgreement): Promise<void> =>
    newest(
      table,
      {
        pk: agreementsPartition(agreement.districtId, agreement.merchantId),
        sk: agreement.agreementId,
      },
      agreement,
      {
        expression: 'attribute_not_exists(pk) OR #detail.#version < :version',
        names: { '#version': 'version' },
        values: { ':version': agreement.version },
      },
    ),
});

export type KnownStore = ReturnType<typeof knownStore>;

/** The latest goods of one description; beyond a few, only the merchant can tell which is meant. */
const Described = z.object({ goods: z.array(KnownGoods), isMore: z.boolean(), version: z.int() });
const KEPT = 20;

/** Codes are kept in capitals. */
const partyKey = (districtId: DistrictId, code: string, kind: string): Key => ({
  pk: districtKey(districtId, 'INTERCHANGE_PARTY', code.toUpperCase()),
  sk: kind,
});
const goodsKey = (districtId: DistrictId, goodsNumber: string): Key => ({
  pk: districtKey(districtId, 'INTERCHANGE_GOODS', goodsNumber),
  sk: CURRENT,
});
/** Descriptions are long; their digest is the key. */
const describedKey = (districtId: DistrictId, description: string): Key => ({
  pk: districtKey(districtId, 'INTERCHANGE_DESCRIBED', sha256(description)),
  sk: CURRENT,
});
const agreementsPartition = (districtId: DistrictId, merchantId: string) =>
  districtKey(districtId, 'INTERCHANGE_AGREEMENT', merchantId);

const mapped = <T>(
  keys: readonly string[],
  items: readonly (StoredItem | undefined)[],
  parse: (item: StoredItem) => T,
): Map<string, T> =>
  new Map(
    keys.flatMap((key, index): [string, T][] => {
      const item = items[index];
      return item ? [[key, parse(item)]] : [];
    }),
  );

/** Adds goods to those of their description, rewritten under its version. */
async function keepDescribed(table: Table, description: Description, goods: KnownGoods): Promise<void> {
  const key = describedKey(goods.districtId, descriptionKey(description));
  const item = await table.get(key);
  const before = item && Described.parse(item);
  const held = before?.goods.find(({ goodsId }) => goodsId === goods.goodsId);
  if (held && held.version >= goods.version) return;
  const all = [...(before?.goods.filter(({ goodsId }) => goodsId !== goods.goodsId) ?? []), goods];
  const version = (before?.version ?? 0) + 1;
  // Cancelled goods give way first: while none in force had to, those that are kept are all there are.
  const byNeed = all.toSorted((a, b) => Number(a.status === 'ACTIVE') - Number(b.status === 'ACTIVE'));
  const dropped = byNeed.slice(0, -KEPT);
  const isMore = (before?.isMore ?? false) || dropped.some(({ status }) => status === 'ACTIVE');
  const next = { ...key, goods: all.filter((one) => !dropped.includes(one)), isMore, version };
  await table.commit([before ? replace(next, before.version, conflict) : create(next, conflict)]);
}

/** [designed] More than are told of at once: of those who write an item at the same time one succeeds each time. */
const ATTEMPTS = 40;

/** Does what reads and rewrites one item, again where another has rewritten it meanwhile. */
async function persistently(action: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

const conflict = (): Error => new ConcurrencyConflict('other goods of the same description were kept meanwhile');

/** The same or a newer version is already kept. */
class Superseded extends Error {
  override readonly name = 'Superseded';
}

async function newest(
  table: Table,
  key: Key,
  detail: unknown,
  { expression, names, values }: { expression: string; names: Record<string, string>; values: Record<string, unknown> },
): Promise<void> {
  const write: Write = update(
    key,
    'SET #detail = :detail',
    { expression, names, values },
    () => new Superseded(),
    { '#detail': 'detail' },
    { ':detail': detail },
  );
  try {
    await table.commit([write]);
  } catch (error) {
    if (!(error instanceof Superseded)) throw error;
  }
}
