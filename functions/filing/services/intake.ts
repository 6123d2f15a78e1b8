import { EntityKind } from '../../events/entity.ts';
import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import type { Caller } from '../../shared/auth/caller.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, type Finding, parted, type Said, saidOf, says } from '../../shared/kernel/finding.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { findingsOf } from '../../shared/kernel/issues.ts';
import type { Start } from '../../shared/outbox/message.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Write } from '../../shared/table/write.ts';
import type { Change } from '../domain/change.ts';
import { citationsIn } from '../domain/documents/citation.ts';
import { executionNameOf, type Filing, type FilingHead, revisionOf, statusName } from '../domain/filing.ts';
import { linksOf } from '../domain/identity.ts';
import { type OpenLimit } from '../domain/open-registrations.ts';
import { intakeFindings } from '../domain/rules/index.ts';
import { Submission } from '../domain/submission.ts';
import { claimWrites } from '../store/claims.ts';
import { filingWrites } from '../store/filings.ts';
import type { FilingStore } from '../store/index.ts';
import { openedWrites } from '../store/open-registrations.ts';
import { mayRead } from './authority.ts';

/** How a form becomes a filing: the one path of the counter, the sheet and the answer to a return. */

/** A form of a kind; the schema of the kind judges it. */
export function formOf(kind: EntityKind, entity: unknown): Submission {
  const input = { kind, entity };
  const result = Submission.safeParse(input);
  if (!result.success) throw ruleViolation(findingsOf(Submission, input, result.error));
  return result.data;
}

/** What keeps a form from being filed: the rules it breaks, or the live filing that holds its identity. */
export interface Hindrance {
  readonly broken: readonly Finding[];
  readonly duplicate?: Finding;
  /** What a reviewer is to look at; it stands against nothing. */
  readonly noted: readonly Finding[];
}

/**
 * @param own the filing that may hold the identity already; what it cites may be cited again
 * @param looksForHolder whether the identity is looked for: whoever claims it in the same transaction learns it there, and looks
 *   only where the claim failed
 */
export async function hindrance(
  store: FilingStore,
  caller: Caller,
  submission: Submission,
  at: string,
  lists: Lists,
  own?: Pick<Filing, 'id'> & Partial<Pick<Filing, 'submission'>>,
  looksForHolder = true,
): Promise<Hindrance> {
  const { districtId } = caller;
  const { documentTypes } = lists;
  const today = dayInChina(at);
  const linked = linksOf(submission).map((link) => link.entityId);
  const parties = await store.parties(districtId, linked, today);
  const citer = { user: caller, districtId, cited: own?.submission && citationsIn(own.submission, documentTypes) };
  const cited = await store.citationFindings(citer, citationsIn(submission, documentTypes), documentTypes);
  const findings = [...intakeFindings(submission, { districtId, today, parties, lists }), ...cited];
  const [broken, noted] = parted(findings);
  // What is refused claims nothing, and would not learn it there.
  if (broken.length === 0 && !looksForHolder) return { broken, noted };
  const holder = await store.identityHolder(districtId, submission);
  if (holder === undefined || holder === own?.id) return { broken, noted };
  const held = `该证件已有同类备案（${ENTITY_KIND_NAMES[submission.kind]}）`;
  return { broken, noted, duplicate: danger('DUPLICATE', '/entity', await heldBy(held, store, caller, holder)) };
}

/** `held`, and by which filing for those who may read it; to others no more than that there is one. */
async function heldBy(held: string, store: FilingStore, caller: Caller, id: string): Promise<Said> {
  const filing = (await store.filing(id))?.data;
  if (!filing || !mayRead(caller, filing)) {
    return says(`${held}，由他人提交`, '如系本单位的证件，请到服务中心窗口核实办理');
  }
  const { filingNumber } = filing;
  return says(
    `${held}${filingNumber ? `${filingNumber}，` : ''}${id}，状态“${statusName(filing)}”`,
    '请在原备案上办理，不要重复提交',
  );
}

/**
 * Refuses a form that cannot be filed.
 *
 * @returns what a reviewer is to look at
 * @throws Problem RULE_VIOLATION or DUPLICATE
 */
export async function refuseHindered(...form: Parameters<typeof hindrance>): Promise<readonly Finding[]> {
  const { broken, noted, duplicate } = await hindrance(...form);
  if (broken.length > 0) throw ruleViolation(duplicate ? [...broken, duplicate] : broken);
  if (duplicate) throw new Problem('DUPLICATE', saidOf(duplicate), [duplicate]);
  return noted;
}

/** The writes by which the filing of a form keeps the documents that the form cites. */
export const formCitationWrites = (
  store: FilingStore,
  submission: Submission,
  at: string,
  { documentTypes }: Lists,
): Promise<Write[]> => store.citationWrites(citationsIn(submission, documentTypes), at);

/**
 * A new filing, and the writes that keep it, take what it holds and start its workflow.
 *
 * @param change what it asks of a registered entity; absent where it registers one
 * @param limit of the registrations that its filer may have open; absent where they are not counted
 */
export function submitted(
  id: string,
  submission: Submission,
  caller: Caller,
  at: string,
  change?: Change,
  limit?: OpenLimit,
): { filing: Filing; writes: Write[] } {
  const filing: Filing = {
    id,
    districtId: parseIdentifier('filing', id)?.districtId ?? caller.districtId,
    submission,
    status: 'SUBMITTED',
    revisions: [{ revision: 1, submittedBy: caller.sub, submittedAt: at }],
    ...(caller.entityId === undefined ? {} : { filerEntityId: caller.entityId }),
    ...(change && { change }),
    ...(limit && { countedFor: limit.filer }),
    findings: [],
    decisions: [],
  };
  const reasons = change?.reason === undefined ? [] : [change.reason];
  const cause = { actor: caller, at, action: 'SUBMIT', reasons, messages: [start(filing)] };
  return {
    filing,
    writes: [...filingWrites(undefined, filing, cause), ...claimWrites(filing), ...openedWrites(filing, limit)],
  };
}

/** Asks for the workflow of the revision that stands. */
export const start = (filing: FilingHead): Start => ({
  type: 'start',
  workflow: 'filing',
  executionName: executionNameOf(filing),
  input: { filingId: filing.id, revision: revisionOf(filing) },
});
