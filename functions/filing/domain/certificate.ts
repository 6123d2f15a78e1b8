import { z } from 'zod';
import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import { stallText } from '../../shared/kernel/stall.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { nameOf } from '../../shared/reference/names.ts';
import type { Entity } from './entity.ts';
import { maskedAccount } from './masking.ts';

/** 备案证书: what is printed of a registration, and what is signed of it. */

/** What the signature on a certificate says; short, so that its QR code stays coarse enough for a phone. */
export const Claims = z.object({
  entityId: z.string(),
  filingNumber: z.string(),
  /** The public number of an organisation, so that a genuine code on a forged page shows whose it is. */
  unifiedSocialCreditCode: z.string().optional(),
  /** Last day, as of the day of issue. */
  validUntil: z.string(),
  /** `YYYY-MM-DD` in China. */
  issuedOn: z.string(),
});

export type Claims = z.infer<typeof Claims>;

export const claimsOf = (
  { id, filingNumber, submission: { entity }, validUntil }: Entity,
  issuedOn: string,
): Claims => ({
  entityId: id,
  filingNumber,
  ...('unifiedSocialCreditCode' in entity ? { unifiedSocialCreditCode: entity.unifiedSocialCreditCode } : {}),
  validUntil,
  issuedOn,
});

/** The lines of a certificate. It hangs on a wall: no ID number, phone or account stands on it. */
export function certificateLines(
  { submission, filingNumber, registeredOn, validUntil }: Entity,
  { markets }: Lists,
): [string, string][] {
  const { kind, entity } = submission;
  return [
    ['备案编号', filingNumber],
    ['备案种类', ENTITY_KIND_NAMES[kind]],
    ['名称', entity.name],
    ...('nameEn' in entity && entity.nameEn !== undefined ? [line('英文名称', entity.nameEn)] : []),
    ...('unifiedSocialCreditCode' in entity ? [line('统一社会信用代码', entity.unifiedSocialCreditCode)] : []),
    ...('customsCode' in entity && entity.customsCode !== undefined ? [line('海关注册编码', entity.customsCode)] : []),
    ...(kind === 'merchant'
      ? [line('经营场所', `${nameOf(markets, entity.marketId)} ${stallText(entity.stall)}`)]
      : []),
    ...(kind === 'payee' ? [line('收汇账户', `${entity.bank} ${maskedAccount(entity.account)}`)] : []),
    ['备案日期', registeredOn],
    ['有效期至', validUntil],
  ];
}

const line = (term: string, value: string): [string, string] => [term, value];
