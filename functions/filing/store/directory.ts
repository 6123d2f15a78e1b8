import { sha256, textDigest } from '../../shared/digest.ts';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { ownerKey } from '../../shared/table/listing.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, update, type Write } from '../../shared/table/write.ts';
import { BuyerCode, buyerCodeForm } from '../domain/buyer-code.ts';
import { partitionOf } from './records.ts';
import { ENTITIES } from './terms.ts';

/** What the directory of counterparties is found by, beside what the register keeps. */

const CODE = form('buyer-code', BuyerCode);

/** Under which name a party's own list has the buyers of its trades. */
export const tradedName = (entityId: string): string => `${entityId}#TRADED`;

const tradedKey = (buyerId: string, entityId: string): Key => ({
  pk: partitionOf('entity', buyerId),
  sk: `TRADED#${entityId}`,
});

/** The list in which a buyer stands under its code. */
export const BUYER_CODES = 'BUYER_CODES';

/** A code is looked for by its digest; whoever reads keys learns none. */
export const codeName = (code: string): string => textDigest(buyerCodeForm(code));

const codeKey = (buyerId: string): Key => ({ pk: partitionOf('entity', buyerId), sk: 'CODE' });

const districtOf = (entityId: string): DistrictId => parseIdentifier('entity', entityId)?.districtId ?? '';

/** The write that makes a code the buyer's, in place of any before. */
export const buyerCodeWrite = (buyerId: string, code: BuyerCode): Write =>
  put({
    ...codeKey(buyerId),
    form: CODE.version,
    ...code,
    ownerKey: ownerKey(districtOf(buyerId), BUYER_CODES, codeName(code.code)),
    ownerSort: code.issuedAt,
  });

/**
 * The write that counts one search for a buyer of others, found or not, and refuses more than so many a day: so nobody
 * tries out numbers and codes.
 *
 * @param at ISO 8601 @param day in China
 */
export const lookupWrite = (districtId: DistrictId, searcher: string, most: number, at: string, day: string): Write =>
  update(
    { pk: districtKey(districtId, 'BUYER_LOOKUPS', sha256(searcher)), sk: day },
    'SET expiresAt = :expires ADD #count :one',
    { expression: 'attribute_not_exists(#count) OR #count < :most', values: { ':most': most } },
    () =>
      new Problem(
        'TOO_MANY_REQUESTS',
        says(`今天按证件号或代码查找采购商已达 ${most} 次`, '请明天再查，或请服务中心窗口代查'),
      ),
    { '#count': 'count' },
    { ':one': 1, ':expires': clearedAt('LOOKUP', at) },
  );

export const directory = (table: Table) => ({
  /** The code that a buyer has now. */
  async buyerCode(buyerId: string): Promise<BuyerCode | undefined> {
    const item = await table.get(codeKey(buyerId));
    return item && readForm(CODE, item, item['form']);
  },

  /**
   * Notes that parties have traded with a buyer, so that they find it again. Mostly they had before: then nothing is
   * written.
   */
  async keepTraded(buyerId: string, parties: readonly string[], at: string): Promise<void> {
    const kept = await table.getMany(parties.map((entityId) => tradedKey(buyerId, entityId)));
    const unknown = parties.filter((_, index) => !kept[index]);
    await Promise.all(
      unknown.map((entityId) => {
        // In the party's own list: the buyer may be of another district.
        const listed = { ownerKey: ownerKey(districtOf(entityId), ENTITIES, tradedName(entityId)), ownerSort: at };
        return table.write(put({ ...tradedKey(buyerId, entityId), ...listed }));
      }),
    );
  },
});
