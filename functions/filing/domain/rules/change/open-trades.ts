import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { ChangeRule } from './rule.ts';

/** A party leaves once its trades are cleared or withdrawn: whoever traded must be there to answer for it. */
export const openTrades = rule<ChangeRule>(
  { name: '注销前办结交易', looksAt: 'trades of an entity that asks to be cancelled', severity: ['DANGER'] },
  ({ change, openTrades: open }) =>
    change.type !== 'CANCELLATION' || open.length === 0
      ? []
      : [
          danger(
            'OPEN_TRADES',
            '',
            says(
              `还有未办结的交易：${open.slice(0, 5).join('、')}${open.length > 5 ? ' 等' : ''}`,
              '请待其结关或撤回后再注销',
            ),
          ),
        ],
);
