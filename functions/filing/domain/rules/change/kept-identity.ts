import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { identityOf } from '../../identity.ts';
import type { ChangeRule } from './rule.ts';

/**
 * An organisation with another USCC is another organisation (GB 32100-2015). A buyer's passport and a payee's account
 * are renewed, and may not be those of another filing.
 */
export const keptIdentity = rule<ChangeRule>(
  {
    name: '主体同一',
    looksAt: 'USCC and identity of a changed form, against the registered one and other filings',
    source: 'GB 32100-2015',
    severity: ['DANGER'],
  },
  ({ submission, entity: { submission: before }, identityHolder }) => {
    if ('unifiedSocialCreditCode' in submission.entity && 'unifiedSocialCreditCode' in before.entity) {
      const [was, is] = [before.entity.unifiedSocialCreditCode, submission.entity.unifiedSocialCreditCode];
      if (was !== is) {
        const message = says(
          `统一社会信用代码由“${was}”改为“${is}”即是另一主体，不能变更`,
          '请为新主体另行备案，并注销原备案',
        );
        return [danger('IDENTITY_CHANGED', '/entity/unifiedSocialCreditCode', message, 'GB 32100-2015')];
      }
    }
    // Of two that an earlier release took for two, the later may still be changed and cancelled.
    if (identityHolder === undefined || identityOf(submission) === identityOf(before)) return [];
    return [danger('DUPLICATE', '/entity', says(`该证件已用于备案 ${identityHolder}`, '请核对后重填'))];
  },
);
