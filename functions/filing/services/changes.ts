import { FILING_TYPE_NAMES } from '../../events/names.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { blocks, danger, type Finding, parted, saidOf, says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { type Change, isDecreed } from '../domain/change.ts';
import { withoutOthers } from '../domain/disclosure.ts';
import { citationsIn } from '../domain/documents/citation.ts';
import type { Entity } from '../domain/entity.ts';
import { Filing } from '../domain/filing.ts';
import { linksOf } from '../domain/identity.ts';
import { formFindings, intakeFindings, onChangedFields, stateFindings } from '../domain/rules/index.ts';
import type { Submission } from '../domain/submission.ts';
import type { FilingStore } from '../store/index.ts';
import { type DocumentUser } from '../store/ownership.ts';

/**
 * Refuses a change that cannot be filed, before it becomes a filing or answers a return.
 *
 * @param own the filing that may have the turn already; what it cites may be cited again
 * @returns what a reviewer is to look at
 * @throws Problem WRONG_STATE, DUPLICATE or RULE_VIOLATION
 */
export async function refuseHinderedChange(
  store: FilingStore,
  user: DocumentUser,
  entity: Entity,
  change: Change,
  submission: Submission,
  at: string,
  lists: Lists,
  own?: Filing,
): Promise<readonly Finding[]> {
  const today = dayInChina(at);
  const request = { ...(await store.standing(entity, submission)), change, submission, today, lists };
  const state = stateFindings(request);
  if (blocks(state)) throw new Problem('WRONG_STATE', saidOf(...state), state);
  const open = isDecreed(change) ? undefined : await store.openChange(entity.id);
  if (open !== undefined && open !== own?.id) {
    const message = says(`该备案已有在办的申请 ${open}`, `请待其办结或撤回后，再办理${FILING_TYPE_NAMES[change.type]}`);
    throw new Problem('DUPLICATE', message, [danger('DUPLICATE', '', message)]);
  }
  const linked = linksOf(submission).map((link) => link.entityId);
  const parties = await store.parties(entity.districtId, linked, today);
  const intake = intakeFindings(submission, { districtId: entity.districtId, today, parties, lists });
  const citer = {
    user,
    districtId: entity.districtId,
    actsFor: entity.id,
    cited: [entity, ...(own ? [own] : [])].flatMap((record) => citationsIn(record.submission, lists.documentTypes)),
  };
  const cited = await store.citationFindings(citer, citationsIn(submission, lists.documentTypes), lists.documentTypes);
  const findings = [...formFindings(request), ...onChangedFields(request, [...intake, ...cited])];
  const shown = isParty(user) ? withoutOthers(findings, [entity.filingId, entity.filingNumber]) : findings;
  const [blocking, noted] = parted(shown);
  if (blocking.length > 0) throw ruleViolation(blocking);
  return noted;
}
