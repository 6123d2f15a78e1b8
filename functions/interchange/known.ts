import { z } from 'zod';

/** What interchange knows of filing, from its events: enough to find a record by the code or words that a file names. */

export const KnownParty = z.object({
  entityId: z.string(),
  districtId: z.string(),
  version: z.int(),
  at: z.string(),
  kind: z.string(),
  name: z.string(),
  filingNumber: z.string(),
  status: z.enum(['ACTIVE', 'SUSPENDED', 'CANCELLED', 'EXPIRED']),
  /** Unified social credit code, or the certificate number of a buyer. */
  identifier: z.string(),
  nationality: z.string().optional(),
  stall: z.string().optional(),
});

export const KnownGoods = z.object({
  goodsId: z.string(),
  goodsNumber: z.string(),
  merchantId: z.string(),
  districtId: z.string(),
  version: z.int(),
  status: z.enum(['ACTIVE', 'CANCELLED']),
  nameZh: z.string(),
  hsCode: z.string(),
  specification: z.string(),
  dealUnit: z.string(),
  legalUnit: z.string(),
  secondUnit: z.string().optional(),
});

export const KnownAgreement = z.object({
  agreementId: z.string(),
  merchantId: z.string(),
  tradeOperatorId: z.string(),
  districtId: z.string(),
  version: z.int(),
  status: z.enum(['IN_FORCE', 'REVOKED', 'EXPIRED']),
  validFrom: z.iso.date(),
  validUntil: z.iso.date(),
});

export type KnownParty = z.infer<typeof KnownParty>;
export type KnownGoods = z.infer<typeof KnownGoods>;
export type KnownAgreement = z.infer<typeof KnownAgreement>;

const CODE = /^[0-9A-Z]{18}$/i;

/**
 * The codes and words by which files name a party. A producer also goes by its organisation code, positions 9 to 17 of
 * the unified social credit code (GB 32100-2015); a merchant by its name and its stall.
 */
export function codesOf({ kind, identifier, filingNumber, name, stall }: KnownParty): string[] {
  const codes = [identifier, filingNumber];
  if (kind === 'producer' && identifier.length === 18) codes.push(identifier.slice(8, 17));
  // A name that reads like a code would stand in the place of whom the code is.
  if (kind === 'merchant') codes.push(...[name, stall ?? ''].filter((word) => word !== '' && !CODE.test(word)));
  return [...new Set(codes.map((code) => code.toUpperCase()))];
}

/** How a sheet describes goods: what is empty is not said. */
export interface Description {
  readonly merchantId: string;
  readonly name: string;
  readonly hsCode: string;
  readonly specification: string;
}

/** The text under which goods of a description are found; blanks and letter case do not count. */
export const descriptionKey = ({ merchantId, name, hsCode, specification }: Description): string =>
  [merchantId, name, hsCode, specification].map((part) => part.replaceAll(/\s/g, '').toUpperCase()).join('\u0000');

/** Goods are found by name alone, or by name, HS code and specification; each with or without their merchant. */
export const descriptionsOf = ({ merchantId, nameZh, hsCode, specification }: KnownGoods): Description[] =>
  [merchantId, ''].flatMap((owner) => [
    { merchantId: owner, name: nameZh, hsCode: '', specification: '' },
    { merchantId: owner, name: nameZh, hsCode, specification },
  ]);
