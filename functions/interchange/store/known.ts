import { z } from 'zod';
import { isAgreementInForce } from '../../events/agreement.ts';
import { withoutPersonalNumber } from '../../events/entity.ts';
import { numberDigest, sha256 } from '../../shared/digest.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, putWhere, replace, type Write } from '../../shared/table/write.ts';
import {
  codesOf,
  type Description,
  descriptionKey,
  descriptionsOf,
  type GoodsOf,
  KnownAgreement,
  KnownGoods,
  KnownParty,
  spellingsOf,
} from '../domain/known.ts';

const PARTY = form('interchange-party', KnownParty, [withoutPersonalNumber]);
const GOODS = form('interchange-goods', KnownGoods);
const AGREEMENT = form('interchange-agreement', KnownAgreement);

/** The latest goods of one description; beyond a few, only the merchant can tell which is meant. */
const DESCRIBED = form(
  'interchange-described',
  z.object({ goods: z.array(KnownGoods), isMore: z.boolean(), version: z.int() }),
);

export type Described = z.infer<typeof DESCRIBED.schema>;

/** The read model of filing, found by what files name. */
export const knownStore = (table: Table) => ({
  /** The party of a kind that a code or word names in a district. */
  async party(districtId: DistrictId, kind: string, code: string): Promise<KnownParty | undefined> {
    return (await this.parties(districtId, kind, [code])).get(code);
  },

  /** The same for many codes at once. */
  async parties(districtId: DistrictId, kind: string, codes: readonly string[]): Promise<Map<string, KnownParty>> {
    const keys = codes.map((code) =>
      spellingsOf(kind, code).map((each) => partyKey(districtId, numberDigest(each), kind)),
    );
    const items = await table.getMany(keys.flat());
    const found = new Map(items.flatMap((item) => (item ? [[item.pk, item] as const] : [])));
    const named = keys.map((spellings) => spellings.flatMap(({ pk }) => found.get(pk) ?? [])[0]);
    return mapped(codes, named, (item) => keptDetail(PARTY, item));
  },

  /** The parties of every kind that a code names in a district. */
  async partiesOfEveryKind(districtId: DistrictId, code: string): Promise<KnownParty[]> {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partyKey(districtId, numberDigest(code), '').pk },
      ConsistentRead: true,
    });
    return items.map((item) => keptDetail(PARTY, item));
  },

  /** Goods by the number that filing gave them. */
  async goodsByNumber(districtId: DistrictId, numbers: readonly string[]): Promise<Map<string, KnownGoods>> {
    const items = await table.getMany(numbers.map((number) => goodsKey(districtId, number)));
    return mapped(numbers, items, (item) => keptDetail(GOODS, item));
  },

  /** Goods in force of each description; several merchants may have filed the same. */
  async goodsDescribed(districtId: DistrictId, descriptions: readonly Description[]): Promise<Map<string, GoodsOf>> {
    const keys = [...new Set(descriptions.map(descriptionKey))];
    const items = await table.getMany(keys.map((key) => describedKey(districtId, key)));
    return mapped(keys, items, (item) => {
      const { goods, isMore } = describedIn(item);
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
      .map((item) => keptDetail(AGREEMENT, item))
      .filter((agreement) => isAgreementInForce(agreement, day));
    return [...new Set(inForce.map(({ tradeOperatorId }) => tradeOperatorId))];
  },

  async keepParty(party: KnownParty): Promise<void> {
    // An account of a payee is masked in its event: no file names a party by it.
    if (party.kind === 'payee') return;
    for (const digest of new Set([party.identifierDigest, ...codesOf(party).map(numberDigest)])) {
      await table.write(partyWrite(digest, party));
    }
  },

  async keepGoods(goods: KnownGoods): Promise<void> {
    await keepNewest(table, goodsKey(goods.districtId, goods.goodsNumber), GOODS, goods);
    for (const description of descriptionsOf(goods)) {
      await persistently(() => keepDescribed(table, description, goods));
    }
  },

  keepAgreement: (agreement: KnownAgreement): Promise<boolean> =>
    keepNewest(
      table,
      { pk: agreementsPartition(agreement.districtId, agreement.merchantId), sk: agreement.agreementId },
      AGREEMENT,
      agreement,
    ),
});

export type KnownStore = ReturnType<typeof knownStore>;

const KEPT = 20;

/** @param digest `numberDigest` of a code or word, by which it is found however it is typed, and no passport is a key */
export const partyKey = (districtId: DistrictId, digest: string, kind: string): Key => ({
  pk: districtKey(districtId, 'INTERCHANGE_PARTY', digest),
  sk: kind,
});

export const partyIn = (item: StoredItem): KnownParty => keptDetail(PARTY, item);

/**
 * Keeps an entity under its code. Where several ever had one code, it is that of the one that was told of last; but one that
 * the district has admitted takes no code of an entity of its own.
 */
export const partyWrite = (digest: string, party: KnownParty): Write => {
  const own = `entity-${party.districtId}-`;
  const ofAnother = 'NOT begins_with(#detail.entityId, :own)';
  const gives = party.entityId.startsWith(own)
    ? `(${ofAnother} OR #detail.#at < :at)`
    : `${ofAnother} AND #detail.#at < :at`;
  return putWhere(
    {
      ...partyKey(party.districtId, digest, party.kind),
      form: PARTY.version,
      version: party.version,
      detail: party,
    },
    {
      expression:
        'attribute_not_exists(pk) OR (#detail.entityId = :id AND #detail.#version < :version) OR ' +
        `(#detail.entityId <> :id AND ${gives})`,
      names: { '#detail': 'detail', '#version': 'version', '#at': 'at' },
      values: { ':id': party.entityId, ':version': party.version, ':at': party.at, ':own': own },
    },
    () => new ConcurrencyConflict('the code is of a party that was told of later, or of the district itself'),
  );
};

const goodsKey = (districtId: DistrictId, goodsNumber: string): Key => ({
  pk: districtKey(districtId, 'INTERCHANGE_GOODS', comparableNumber(goodsNumber)),
  sk: CURRENT,
});
/** Descriptions are long; their digest is the key. */
export const describedKey = (districtId: DistrictId, description: string): Key => ({
  pk: districtKey(districtId, 'INTERCHANGE_DESCRIBED', sha256(description)),
  sk: CURRENT,
});

export const describedIn = (item: StoredItem): Described => readForm(DESCRIBED, item, item['form']);

export const describedItem = (key: Key, described: Described) => ({ ...key, form: DESCRIBED.version, ...described });

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
  const before = item && describedIn(item);
  const held = before?.goods.find(({ goodsId }) => goodsId === goods.goodsId);
  if (held && held.version >= goods.version) return;
  const next = describedItem(key, withGoods(before, [goods]));
  if (!(await table.write(before ? replace(next, before.version, conflict) : create(next, conflict)))) throw conflict();
}

/** Goods of a description, and others of it that are newer or not among them yet. */
export function withGoods(before: Described | undefined, fresh: readonly KnownGoods[]): Described {
  const isFresh = ({ goodsId }: KnownGoods): boolean => fresh.some((one) => one.goodsId === goodsId);
  const all = [...(before?.goods.filter((one) => !isFresh(one)) ?? []), ...fresh];
  // Cancelled goods give way first: while none in force had to, those that are kept are all there are.
  const byNeed = all.toSorted((a, b) => Number(a.status === 'ACTIVE') - Number(b.status === 'ACTIVE'));
  const dropped = byNeed.slice(0, -KEPT);
  return {
    goods: all.filter((one) => !dropped.includes(one)),
    isMore: (before?.isMore ?? false) || dropped.some(({ status }) => status === 'ACTIVE'),
    version: (before?.version ?? 0) + 1,
  };
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
