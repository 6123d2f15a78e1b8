import { review, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { IntakeRule } from './rule.ts';

/** R16: a passport or registration that has expired is for the reviewer to weigh. */
export const buyerCertificate = rule<IntakeRule>(
  { id: 'R16', name: '采购商证件到期', looksAt: 'the last day of a buyer’s certificate', severity: ['REVIEW'] },
  (submission, { today }) => {
    if (submission.kind !== 'buyer') return [];
    const until = submission.entity.certificateValidUntil;
    if (until === undefined || until >= today) return [];
    const message = says(`采购商证件已于 ${until} 到期（办理日 ${today}）`, '请核对新证件后办理');
    return [review('CERTIFICATE_EXPIRED', '/entity/certificateValidUntil', message)];
  },
);
