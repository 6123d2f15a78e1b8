import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { changedFields } from '../../changed-fields.ts';
import type { ChangeRule } from './rule.ts';

/** An amendment changes something. */
export const somethingChanged = rule<ChangeRule>(
  { name: '变更须有变化', looksAt: 'an amended form, against the registered one', severity: ['DANGER'] },
  ({ change, submission, entity }) =>
    change.type !== 'AMENDMENT' || changedFields(entity.submission, submission).length > 0
      ? []
      : [danger('NOTHING_CHANGED', '/entity', says('提交的内容与现有备案完全相同', '请改好要变更的内容后再提交'))],
);
