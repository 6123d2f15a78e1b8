import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { AGREEMENT_STATUS_NAMES } from './names.ts';

export const AgreementStatus = named(AGREEMENT_STATUS_NAMES);

concepts({ AgreementStatus });

export type AgreementStatus = z.infer<typeof AgreementStatus>;

export const AgreementChanged = event(
  'AgreementChanged',
  'An agency agreement came into force or ended. A proposal binds nobody and is not told.',
  z.object({
    ...told,
    agreementId: z.string(),
    merchantId: z.string(),
    tradeOperatorId: z.string(),
    status: AgreementStatus.exclude(['PROPOSED', 'UPCOMING']),
    /** Days of China, `YYYY-MM-DD`; both belong to the term. */
    validFrom: z.iso.date(),
    validUntil: z.iso.date(),
  }),
);

interface AgreementTerm {
  readonly status: AgreementStatus;
  readonly validFrom: string;
  readonly validUntil: string;
}

/** Whether one party of an agreement acts for the other under it on a day in China. */
export const isAgreementInForce = ({ status, validFrom, validUntil }: AgreementTerm, day: string): boolean =>
  status === 'IN_FORCE' && validFrom <= day && day <= validUntil;
