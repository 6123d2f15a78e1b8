import { sha256 } from '../../shared/digest.ts';
import { ruleViolation } from '../../shared/http/problem.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { update, type Write } from '../../shared/table/write.ts';
import type { Filing } from '../domain/filing.ts';
import { isOpen, type OpenLimit } from '../domain/open-registrations.ts';

/** How many registrations of a filer are open: counted in the transactions that open and conclude them. */
const counterKey = ({ districtId }: Pick<Filing, 'districtId'>, filer: string): Key => ({
  pk: districtKey(districtId, 'OPEN_REGISTRATIONS', sha256(filer)),
  sk: CURRENT,
});

const names = { '#open': 'open' };

/** The write that counts a new registration; of a filer who has as many as it may, the problem. */
export function openedWrites(filing: Filing, limit: OpenLimit | undefined): Write[] {
  if (!limit) return [];
  const said = says(`您已有 ${limit.most} 件备案尚未办结，已达上限`, '请等待审核，或撤回不再需要的备案后再提交');
  return [
    update(
      counterKey(filing, limit.filer),
      'ADD #open :one',
      { expression: 'attribute_not_exists(#open) OR #open < :most', values: { ':most': limit.most } },
      () => ruleViolation([danger('OPEN_REGISTRATIONS', '', said)]),
      names,
      { ':one': 1 },
    ),
  ];
}

/** The write that counts a registration out when it is concluded. */
export function concludedWrites(before: Filing | undefined, after: Filing): Write[] {
  if (before?.countedFor === undefined || !isOpen(before) || isOpen(after)) return [];
  const counted = { expression: 'attribute_exists(#open)' };
  const missing = (): Error => new Error('an open registration was not counted');
  return [update(counterKey(after, before.countedFor), 'ADD #open :less', counted, missing, names, { ':less': -1 })];
}
