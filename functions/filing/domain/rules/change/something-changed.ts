import { danger } from '../../../../shared/kernel/finding.ts';
import { changedFields } from '../../difference.ts';
import type { ChangeRule } from './rule.ts';

/** An amendment changes something. */
export const somethingChanged: ChangeRule = ({ change, submission, entity }) =>
  change.type !== 'AMENDMENT' || changedFields(entity.submission, submission).length > 0
    ? []
    : [danger('NOTHING_CHANGED', '/entity', '提交的内容与现有备案完全相同；请改好要变更的内容后再提交')];
