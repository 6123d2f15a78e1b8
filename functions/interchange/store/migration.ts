import { numberDigest, sha256 } from '../../shared/digest.ts';
import type { Key } from '../../shared/table/keys.ts';
import { changedMeanwhile, gone, type Migrated, type Migration } from '../../shared/table/migration.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, put, putWhere, replace } from '../../shared/table/write.ts';
import { type Description, descriptionKey, descriptionsOf, type KnownGoods } from '../domain/known.ts';
import { clientKey, gzswStore, isOrganisation, pointerItem } from './gzsw.ts';
import type { DocumentType } from './gzsw-documents.ts';
import { importMigration } from './imports.ts';
import { describedIn, describedItem, describedKey, partyIn, partyKey, partyWrite, withGoods } from './known.ts';

/**
 * What interchange kept in the first layout: parties and organisations under codes as they were typed, a buyer's passport
 * among them, and goods under words of which only blanks and letter case did not count.
 */

const isOfFirstLayout = (item: StoredItem): boolean => item['form'] === undefined;

/** The parts of a partition's key behind its kind. */
const partsOf = ({ pk }: StoredItem): string[] => pk.split('#').slice(3);

const districtIn = ({ pk }: StoredItem): string => pk.split('#')[1] ?? '';

const parties: Migration = {
  kind: 'INTERCHANGE_PARTY',
  isOld: isOfFirstLayout,
  migrate: async (item, table) => {
    const [party, digest] = [partyIn(item), numberDigest(partsOf(item).join('#'))];
    const other = await table.get(partyKey(party.districtId, digest, party.kind));
    const holder = other && partyIn(other);
    const isKept =
      holder && (holder.entityId === party.entityId ? holder.version >= party.version : holder.at >= party.at);
    return { writes: [...(isKept ? [] : [partyWrite(digest, party)]), gone(item)] };
  },
};

/** Its version stood within what was kept only. */
const details = (kind: string): Migration => ({
  kind,
  isOld: isOfFirstLayout,
  migrate: (item) => {
    const { version } = item['detail'] as { version: number };
    const unchanged = { expression: 'attribute_not_exists(#form)', names: { '#form': 'form' } };
    return { writes: [putWhere({ ...item, form: 1, version }, unchanged, changedMeanwhile)] };
  },
});

/** The goods say under which of their descriptions they stand. */
const described: Migration = {
  kind: 'INTERCHANGE_DESCRIBED',
  isOld: isOfFirstLayout,
  migrate: async (item, table) => {
    const old = describedIn(item);
    const description = old.goods
      .flatMap(descriptionsOf)
      .find((one) => partsOf(item)[0] === sha256(keyOfFirstLayout(one)));
    if (!description) return { writes: [gone(item)] };
    const key = describedKey(districtIn(item), descriptionKey(description));
    if (key.pk === item.pk) return { writes: [replace(describedItem(key, old), old.version, changedMeanwhile)] };
    const other = await table.get(key);
    if (!other) return { writes: [create(describedItem(key, old), changedMeanwhile), gone(item)] };
    const before = describedIn(other);
    const merged = withGoods(
      before,
      old.goods.filter((one) => !isNewerIn(before.goods, one)),
    );
    const next = { ...merged, isMore: merged.isMore || old.isMore };
    return { writes: [replace(describedItem(key, next), before.version, changedMeanwhile), gone(item)] };
  },
};

const isNewerIn = (all: readonly KnownGoods[], { goodsId, version }: KnownGoods): boolean =>
  all.some((one) => one.goodsId === goodsId && one.version >= version);

const keyOfFirstLayout = ({ merchantId, name, hsCode, specification }: Description): string =>
  [merchantId, name, hsCode, specification].map((part) => part.replaceAll(/\s/g, '').toUpperCase()).join('\u0000');

/** Organisations by their codes; of two that are one code, that which was filed earlier keeps it. */
const organisations: Migration = {
  kind: 'GZSW_CLIENT',
  isOld: (item) => isOfFirstLayout(item) && isOrganisation(partsOf(item)[0] ?? ''),
  migrate: async (item, table) => {
    const [type = '', createOrg = '', ...code] = partsOf(item);
    const number = String(item['number']);
    const key = clientKey(districtIn(item), type as DocumentType, createOrg, code.join('#'));
    const other = await table.get(key);
    if (!other) return { writes: [create(pointerItem(key, number), changedMeanwhile), gone(item)] };
    return other['number'] === number
      ? { writes: [gone(item)] }
      : taken(table, item, key, number, String(other['number']));
  },
};

async function taken(table: Table, item: StoredItem, key: Key, number: string, holder: string): Promise<Migrated> {
  const type = partsOf(item)[0] as DocumentType;
  const made = async (one: string): Promise<string> =>
    (await gzswStore(table).find(districtIn(item), type, one))?.createdAt ?? '';
  const isEarlier = (await made(number)) < (await made(holder));
  const [kept, lost] = isEarlier ? [number, holder] : [holder, number];
  return {
    writes: [...(isEarlier ? [put(pointerItem(key, number))] : []), gone(item)],
    collision: { what: 'GZSW_ORGANISATION', kept, lost },
  };
}

export const migrations: readonly Migration[] = [
  parties,
  details('INTERCHANGE_GOODS'),
  details('INTERCHANGE_AGREEMENT'),
  described,
  organisations,
  importMigration,
];
