import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { type Change, MAX_STALLS, type Roster, type Stall, withStalls } from '../domain/roster.ts';

/** A market's list with stalls as they are said now. @throws Problem TOO_LARGE */
export function changedRoster(roster: Roster, said: readonly Stall[]): Change {
  const change = withStalls(roster, said);
  if (change.roster.stalls.length > MAX_STALLS) {
    throw new Problem('TOO_LARGE', says(`名册至多 ${MAX_STALLS} 个摊位`, '请核对是否重复登记'));
  }
  return change;
}
