import { review, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { hasOrganisationCheckCharacter } from '../uscc.ts';
import type { IntakeRule } from './rule.ts';

/** The organisation code inside a USCC should keep its own check character; early codes may not, so this only notes it. */
export const organisationCode = rule<IntakeRule>(
  {
    name: '组织机构代码校验',
    looksAt: 'the check character of the organisation code inside a USCC',
    source: 'GB 11714-1997',
    severity: ['REVIEW'],
  },
  ({ entity }) =>
    !('unifiedSocialCreditCode' in entity) || hasOrganisationCheckCharacter(entity.unifiedSocialCreditCode)
      ? []
      : [
          review(
            'ORGANISATION_CODE_CHECK_DIGIT',
            '/entity/unifiedSocialCreditCode',
            says(
              `统一社会信用代码“${entity.unifiedSocialCreditCode}”中的组织机构代码“${entity.unifiedSocialCreditCode.slice(8, 17)}”校验码不符`,
              '请对照营业执照确认',
            ),
            'GB 11714-1997',
          ),
        ],
);
