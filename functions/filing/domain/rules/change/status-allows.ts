import { EntityStatus } from '../../../../events/entity.ts';
import { ENTITY_STATUS_NAMES, FILING_TYPE_NAMES } from '../../../../events/names.ts';
import { danger } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { Change } from '../../change.ts';
import { statusOn } from '../../entity.ts';
import type { ChangeRule } from './rule.ts';

/**
 * From which status each change may be asked. A suspended entity may mend its filing, but not leave by cancelling it:
 * the suspension is its authority's to lift. Designed for this project.
 */
const FROM: Readonly<Record<Change['type'], readonly EntityStatus[]>> = {
  AMENDMENT: ['ACTIVE', 'SUSPENDED'],
  RENEWAL: ['ACTIVE', 'EXPIRED'],
  CANCELLATION: ['ACTIVE', 'EXPIRED'],
  SUSPENSION: ['ACTIVE'],
  LIFTING: ['SUSPENDED'],
};

export const statusAllows = rule<ChangeRule>(
  { name: '状态允许办理', looksAt: 'the status of an entity, against what is asked of it', severity: ['DANGER'] },
  ({ change, entity, today }) => {
    const status = statusOn(entity, today);
    const from = FROM[change.type];
    if (from.includes(status)) return [];
    const reason = entity.statusReason === undefined ? '' : `（${entity.statusReason}）`;
    return [
      danger(
        'CHANGE_NOT_ALLOWED',
        '',
        `备案 ${entity.filingNumber} ${ENTITY_STATUS_NAMES[status]}${reason}，不能办理${FILING_TYPE_NAMES[change.type]}；须为“${from.map((one) => ENTITY_STATUS_NAMES[one]).join('”或“')}”状态`,
      ),
    ];
  },
);
