import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { validUntil } from '../../entity.ts';
import type { ChangeRule } from './rule.ts';

/** A renewal reaches further than the filing does now, and no further than the licence, the lease and the kind allow. */
export const renewalTerm = rule<ChangeRule>(
  {
    name: '续期止期',
    looksAt: 'the last day that a renewal asks for, against the present one and what licence, lease and kind allow',
    threshold: ['filingKinds'],
    severity: ['DANGER'],
  },
  ({ change, submission, entity, today, lists }) => {
    if (change.type !== 'RENEWAL') return [];
    const longest = validUntil(submission, today, lists);
    const asked = change.validUntil;
    if (asked <= entity.validUntil) {
      return [
        danger(
          'RENEWAL_TERM',
          '/validUntil',
          says(`续期止期“${asked}”须晚于现有止期 ${entity.validUntil}`, '请填写新的止期'),
        ),
      ];
    }
    if (asked <= longest) return [];
    return [
      danger(
        'RENEWAL_TERM',
        '/validUntil',
        says(
          `续期止期“${asked}”最晚可为 ${longest}（不得超过营业执照、摊位租期和备案的最长年限）`,
          '请改短，或一并提交新的执照或租期',
        ),
      ),
    ];
  },
);
