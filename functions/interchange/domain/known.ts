import type { z } from 'zod';
import { AgreementChanged } from '../../events/agreement.ts';
import { EntityChanged } from '../../events/entity.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { certificateNumberOf } from '../../shared/kernel/certificate-number.ts';
import { comparableNumber, descriptionForm } from '../../shared/kernel/comparison.ts';

/** What interchange knows of filing, from its events: enough to find a record by the code or words that a file names. */

export const KnownParty = EntityChanged.detail.pick({
  entityId: true,
  districtId: true,
  version: true,
  at: true,
  kind: true,
  name: true,
  filingNumber: true,
  status: true,
  identifier: true,
  identifierDigest: true,
  nationality: true,
  stall: true,
});

export const KnownGoods = GoodsChanged.detail.pick({
  goodsId: true,
  goodsNumber: true,
  merchantId: true,
  districtId: true,
  version: true,
  status: true,
  nameZh: true,
  hsCode: true,
  specification: true,
  dealUnit: true,
  legalUnit: true,
  secondUnit: true,
});

export const KnownAgreement = AgreementChanged.detail.pick({
  agreementId: true,
  merchantId: true,
  tradeOperatorId: true,
  districtId: true,
  version: true,
  status: true,
  validFrom: true,
  validUntil: true,
});

export type KnownParty = z.infer<typeof KnownParty>;
export type KnownGoods = z.infer<typeof KnownGoods>;
export type KnownAgreement = z.infer<typeof KnownAgreement>;

const CODE = /^[0-9A-Z]{18}$/;

/**
 * The codes and words by which files name a party, beside its own number. A producer also goes by its organisation code,
 * positions 9 to 17 of the unified social credit code (GB 32100-2015); a merchant by its name and its stall.
 */
export function codesOf({ kind, entityId, identifier = '', filingNumber, name, stall }: KnownParty): string[] {
  const codes = [filingNumber];
  // Whoever commits a sheet may have chosen its buyer from the directory.
  if (kind === 'buyer') codes.push(entityId);
  if (kind === 'producer' && identifier.length === 18) codes.push(identifier.slice(8, 17));
  // A name that reads like a code would stand in the place of whom the code is.
  if (kind === 'merchant') {
    codes.push(...[name, stall ?? ''].filter((word) => word !== '' && !CODE.test(comparableNumber(word))));
  }
  return codes;
}

/**
 * A code as keys are made of it, the likeliest first. A buyer's certificate goes without the words before its number, and
 * stands under all of it where an earlier release kept it so.
 *
 * @param kind of a party, or the type of a document of the dialect
 */
export const spellingsOf = (kind: string, code: string): [string, ...string[]] => {
  const bare = kind === 'buyer' || kind === 'BUYER' ? certificateNumberOf(code) : code;
  return comparableNumber(bare) === comparableNumber(code) ? [code] : [bare, code];
};

/** The code by which a party is told of: its own where it may be told, else that of its filing. */
export const codeOf = ({ identifier, filingNumber }: KnownParty): string => identifier ?? filingNumber;

/** How a sheet describes goods: what is empty is not said. */
export interface Description {
  readonly merchantId: string;
  readonly name: string;
  readonly hsCode: string;
  readonly specification: string;
}

/** The text under which goods of a description are found, however it is typed. */
export const descriptionKey = ({ merchantId, ...words }: Description): string =>
  [merchantId, ...[words.name, words.hsCode, words.specification].map(descriptionForm)].join('\u0000');

/** Goods are found by name alone, or by name, HS code and specification; each with or without their merchant. */
export const descriptionsOf = ({ merchantId, nameZh, hsCode, specification }: KnownGoods): Description[] =>
  [merchantId, ''].flatMap((owner) => [
    { merchantId: owner, name: nameZh, hsCode: '', specification: '' },
    { merchantId: owner, name: nameZh, hsCode, specification },
  ]);

/** The goods of one description. */
export interface GoodsOf {
  readonly goods: readonly KnownGoods[];
  /** Whether there are more than are kept. */
  readonly isMore: boolean;
}
