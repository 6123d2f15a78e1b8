import { z } from 'zod';
import { FilingStatus } from '../../events/filing.ts';
import { FILING_STATUS_NAMES } from '../../events/names.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { blocks } from '../../shared/kernel/finding.ts';
import { answered, Waiting } from '../../shared/kernel/human-task.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { named } from '../../shared/kernel/named.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { Change } from './change.ts';
import { missingDocuments } from './documents/expected.ts';
import { Former } from './former.ts';
import { FILING_DECISION_NAMES, SAMPLE_OUTCOME_NAMES } from './names.ts';
import { answerBy, Review, reviewBy } from './review.ts';
import { StoredFindings, StoredSubmission } from './stored.ts';
import type { Submission } from './submission.ts';

/** 备案: one filing, through its revisions, to its decision: it registers an entity, or changes one that is registered. */

export type { FilingStatus };

/** The statuses after which nothing happens to a filing any more without having been approved. */
export type EndedStatus = 'REJECTED' | 'WITHDRAWN' | 'LAPSED';

/**
 * How a revision was answered; WITHDRAW by its submitter, LAPSE and some RETURNs by the workflow, the rest by a reviewer.
 */
export const Decision = z.object({
  revision: z.int(),
  decision: named(FILING_DECISION_NAMES),
  reasons: z.array(z.string()),
  /** `sub` of who decided; `system` for the workflow. */
  by: z.string(),
  at: z.string(),
});

export type Decision = z.infer<typeof Decision>;

export const Sample = z.object({
  outcome: named(SAMPLE_OUTCOME_NAMES),
  reasons: z.array(z.string()),
  by: z.string().optional(),
  at: z.string().optional(),
});

concepts({ FilingDecision: Decision, FilingSample: Sample });

export const Filing = z.object({
  id: z.string(),
  districtId: z.string(),
  submission: StoredSubmission,
  /** What it was before, where it was taken over and not filed here. */
  former: Former.optional(),
  status: FilingStatus,
  revisions: z.array(z.object({ revision: z.int(), submittedBy: z.string(), submittedAt: z.string() })),
  /** The entity on whose behalf a merchant or agent filed. */
  filerEntityId: z.string().optional(),
  /** The filer among whose open registrations it counts (`filing-limits.json`); absent where nobody's are counted. */
  countedFor: z.string().optional(),
  /** What is asked of an entity that is registered; absent where the filing registers one. */
  change: Change.optional(),
  findings: StoredFindings,
  decisions: z.array(Decision),
  /** From the screening of the revision that stands. */
  review: Review.optional(),
  /** The workflow's human task, which records of the first layout kept; never shown. */
  ...Waiting.shape,
  /** The instant after which a decision would come too late. */
  reviewBy: z.string().optional(),
  /** The instant at which the filing lapses unanswered; only while RETURNED. */
  answerBy: z.string().optional(),
  filingNumber: z.string().optional(),
  /** Approved without a reviewer and drawn to be looked at afterwards, by whom and to what end. */
  sample: Sample.optional(),
});

export type Filing = z.infer<typeof Filing>;

/** What is known of a filing without its form. */
export type FilingHead = Omit<Filing, 'submission'>;

/** What is known of a filing's form beside its head. */
export const briefOf = ({ submission: { kind, entity } }: Pick<Filing, 'submission'>) => ({ kind, name: entity.name });

export type FilingBrief = ReturnType<typeof briefOf>;

export const revisionOf = (filing: FilingHead): number => filing.revisions.length;

/** The entity that a filing of this identifier registers. */
export const entityIdOf = (filingId: string): string => {
  const parts = parseIdentifier('filing', filingId);
  if (!parts) throw new Error(`${filingId} is not the identifier of a filing`);
  return identifier('entity', parts.districtId, parts.ulid);
};

/** The entity that a filing is about: the one it registers or changes. */
export const subjectOf = ({ id, change }: Pick<Filing, 'id' | 'change'>): string => change?.entityId ?? entityIdOf(id);

export const executionNameOf = (filing: FilingHead): string => `${filing.id}-${revisionOf(filing)}`;

/** The entities that may see a filing. */
export const partiesOf = (filing: FilingHead): string[] => [
  subjectOf(filing),
  ...(filing.filerEntityId === undefined ? [] : [filing.filerEntityId]),
];

/** Who finds a filing among its own, the filer first: the parties, and who files without being registered as anybody. */
export const ownersOf = (filing: FilingHead): string[] => {
  const filer = filing.filerEntityId ?? filing.countedFor;
  return [...new Set([...(filer === undefined ? [] : [filer]), subjectOf(filing)])];
};

/** The reviewers who approved the revision that stands. */
export const approversOf = (filing: Filing): string[] =>
  filing.decisions
    .filter(({ revision, decision }) => revision === revisionOf(filing) && decision === 'APPROVE')
    .map(({ by }) => by);

/**
 * The decision that stands on the revision that stands, if there is one. An approval stands once as many reviewers agree
 * as its review asks for; anything else stands at once.
 */
export const standingDecision = (filing: Filing): Decision | undefined => {
  const last = filing.decisions.findLast((decision) => decision.revision === revisionOf(filing));
  const awaitsAnother = last?.decision === 'APPROVE' && approversOf(filing).length < (filing.review?.reviewers ?? 1);
  return awaitsAnother ? undefined : last;
};

export const withDecision = (filing: Filing, decision: Omit<Decision, 'revision'>): Filing => ({
  ...filing,
  decisions: [...filing.decisions, { ...decision, revision: revisionOf(filing) }],
});

/** A screened filing that goes before a reviewer, who has a term of his own. @param at ISO 8601 */
export const awaitingReview = (filing: Filing, at: string, terms: Lists['filingTerms']): Filing => ({
  ...filing,
  status: 'PENDING_REVIEW',
  reviewBy: filing.reviewBy ?? reviewBy(at, terms),
});

/** A new revision answers a return; what was found in the one before no longer stands. */
export function revised(filing: Filing, submission: Submission, by: string, at: string): Filing {
  const { answerBy: _answered, review: _past, ...rest } = filing;
  const revisions = [...filing.revisions, { revision: revisionOf(filing) + 1, submittedBy: by, submittedAt: at }];
  return { ...rest, submission, status: 'SUBMITTED', revisions, findings: [] };
}

/** A filing that no longer waits: neither for its review nor for an answer. */
export function concluded(filing: Filing, status: FilingStatus): Filing {
  const { reviewBy: _deadline, answerBy: _term, ...rest } = answered(filing);
  return { ...rest, status };
}

/**
 * 一次性补正告知: everything that must be supplied, at once: what blocks and the papers that are missing, or what the
 * reviewer wrote, who sees both.
 */
export function returned(filing: Filing, at: string, lists: Lists): Filing {
  const decision = standingDecision(filing);
  const wait = (after: Filing): Filing => ({
    ...concluded(after, 'RETURNED'),
    answerBy: answerBy(at, lists.filingTerms),
  });
  if (decision?.decision === 'RETURN') return wait(filing);
  if (!blocks(filing.findings)) throw new Error(`nothing calls for the return of ${filing.id}`);
  const reasons = filing.findings.filter((found) => found.severity === 'DANGER').map((found) => found.message);
  const missing = missingDocuments(filing, lists).map(({ name }) => name);
  const papers = missing.length === 0 ? [] : [`尚未附：${missing.join('、')}；请一并提供，已交窗口的除外`];
  return wait(withDecision(filing, { decision: 'RETURN', reasons: [...reasons, ...papers], by: 'system', at }));
}

export const statusName = (filing: Filing): string => FILING_STATUS_NAMES[filing.status];
