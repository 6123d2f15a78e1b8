import { chinaTime } from '../../../shared/kernel/china-time.ts';
import { danger } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../application.ts';

/** Goods that miss the cut-off are not shipped: it must lie ahead. */
export const cutoffAhead = rule<Rule>(
  { name: '截关时间未过', looksAt: 'the cut-off, against the time of the request', severity: ['DANGER'] },
  ({ request, at }) =>
    Date.parse(request.cutoffAt) > Date.parse(at)
      ? []
      : [danger('CUTOFF_PASSED', '/cutoffAt', `截关时间 ${chinaTime(request.cutoffAt)} 已过，请改为其后的航次`)],
);
