import { z } from 'zod';
import { type AgreementChanged, AgreementStatus } from '../../events/agreement.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { code, date, id } from '../../shared/kernel/fields.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { dateFindings } from '../../shared/kernel/plausible-date.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { partyFindings } from './active-party.ts';
import { inOrder } from './fields.ts';
import { Former } from './former.ts';
import type { Party } from './rules/rule.ts';

/** 委托代理出口货物协议 between a merchant and a trade operator (税务总局公告2015年第89号, Art. 4). */

export const AgreementForm = z
  .strictObject({
    merchantId: id('委托方（经营户）', 'entity'),
    tradeOperatorId: id('受托方（市场采购贸易经营者）', 'entity'),
    agreementNumber: code('协议编号', /^[A-Z0-9\p{Script=Han}()/-]{1,50}$/u, 'WT2026-001').optional(),
    signedOn: date('签订日期'),
    validFrom: date('协议起期'),
    validUntil: date('协议止期'),
  })
  .superRefine(inOrder('协议有效期', 'validFrom', 'validUntil'));

concepts({ AgencyAgreementForm: AgreementForm });

export type AgreementForm = z.output<typeof AgreementForm>;

/** PROPOSED by one party until the other accepts; an agreement on paper is registered IN_FORCE by a clerk. */
export const Agreement = z.object({
  id: z.string(),
  districtId: z.string(),
  agreementNumber: z.string(),
  merchantId: z.string(),
  tradeOperatorId: z.string(),
  signedOn: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  /**
   * What begins later is in force as soon as its term begins: it is kept as such, and UPCOMING until then to whoever reads
   * it.
   */
  status: AgreementStatus.exclude(['UPCOMING']),
  /** What it was before, where it was taken over. */
  former: Former.optional(),
  /** The party that proposed it; absent where a clerk registered the paper. */
  proposedBy: z.string().optional(),
  acceptedAt: z.string().optional(),
  revocation: z.object({ reason: z.string(), by: z.string(), at: z.string() }).optional(),
});

export type Agreement = z.infer<typeof Agreement>;

const BASIS = '税务总局公告2015年第89号第四条';

/** What stands against an agreement on a day, when it is registered, proposed or accepted; both parties must be in force. */
export const agreementFindings = (
  form: Pick<AgreementForm, 'merchantId' | 'tradeOperatorId' | 'signedOn' | 'validFrom' | 'validUntil'>,
  {
    today,
    lists,
    merchant,
    tradeOperator,
  }: { today: string; lists: Lists; merchant: Party | undefined; tradeOperator: Party | undefined },
): Finding[] => [
  ...partyFindings({ pointer: '/merchantId', label: '委托方', entityId: form.merchantId, kind: 'merchant' }, merchant),
  ...partyFindings(
    { pointer: '/tradeOperatorId', label: '受托方', entityId: form.tradeOperatorId, kind: 'tradeOperator' },
    tradeOperator,
  ),
  ...dateFindings('签订日期', form.signedOn, '/signedOn', today, lists),
  ...dateFindings('协议起期', form.validFrom, '/validFrom', today, lists),
  ...dateFindings('协议止期', form.validUntil, '/validUntil', today, lists),
  ...(form.signedOn > today
    ? [
        danger(
          'SIGNED_IN_FUTURE',
          '/signedOn',
          says(`签订日期“${form.signedOn}”晚于今天（${today}）`, '请在签订后登记'),
          BASIS,
        ),
      ]
    : []),
  ...(form.validUntil < today
    ? [
        danger(
          'TERM_EXPIRED',
          '/validUntil',
          says(`协议已于 ${form.validUntil} 届满（今天 ${today}）`, '请登记续签的协议'),
          BASIS,
        ),
      ]
    : []),
];

/**
 * The status on a day: an agreement past its last day has expired, and so has a proposal that nobody accepted; one whose
 * term has not begun is not in force yet.
 */
export function agreementStatusOn({ status, validFrom, validUntil }: Agreement, day: string): AgreementStatus {
  if (status !== 'REVOKED' && validUntil < day) return 'EXPIRED';
  return status === 'IN_FORCE' && day < validFrom ? 'UPCOMING' : status;
}

/** What other capabilities are told of an agreement; undefined of a proposal, which binds nobody. */
export const agreementChanged = (
  agreement: Agreement,
  version: number,
  at: string,
): z.infer<typeof AgreementChanged.detail> | undefined => {
  const { id: agreementId, districtId, merchantId, tradeOperatorId, status, validFrom, validUntil } = agreement;
  if (status === 'PROPOSED') return undefined;
  return { agreementId, merchantId, tradeOperatorId, districtId, version, at, status, validFrom, validUntil };
};
