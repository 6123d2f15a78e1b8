import { z } from 'zod';
import { blocks } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { StoredFindings, StoredSubmission } from './stored.ts';
import type { Submission } from './submission.ts';

/** 备案: one filing of one entity, through its revisions, to its decision. */

export const FILING_STATUSES = [
  'SUBMITTED',
  'SCREENING',
  'PENDING_REVIEW',
  'APPROVED',
  'RETURNED',
  'REJECTED',
  'WITHDRAWN',
  'LAPSED',
] as const;

export type FilingStatus = (typeof FILING_STATUSES)[number];

/** The statuses after which nothing happens to a filing any more without having been approved. */
export type EndedStatus = 'REJECTED' | 'WITHDRAWN' | 'LAPSED';

/** How a revision was answered; WITHDRAW by its submitter, LAPSE and some RETURNs by the workflow, the rest by a reviewer. */
export const Decision = z.object({
  revision: z.int(),
  decision: z.enum(['APPROVE', 'RETURN', 'REJECT', 'WITHDRAW', 'LAPSE']),
  reasons: z.array(z.string()),
  /** `sub` of who decided; `system` for the workflow. */
  by: z.string(),
  at: z.string(),
});

export type Decision = z.infer<typeof Decision>;

export const Filing = z.object({
  id: z.string(),
  districtId: z.string(),
  submission: StoredSubmission,
  status: z.enum(FILING_STATUSES),
  revisions: z.array(z.object({ revision: z.int(), submittedBy: z.string(), submittedAt: z.string() })),
  /** The entity on whose behalf a merchant or agent filed. */
  filerEntityId: z.string().optional(),
  findings: StoredFindings,
  decisions: z.array(Decision),
  /** Answers the workflow's human task; only while PENDING_REVIEW, and never shown. */
  taskToken: z.string().optional(),
  /** The instant after which a decision would come too late. */
  reviewBy: z.string().optional(),
  filingNumber: z.string().optional(),
});

export type Filing = z.infer<typeof Filing>;

/** A review not decided in this time lapses; the workflow waits one hour longer, so that no decision is overtaken. */
export const REVIEW_DAYS = 30;

export const revisionOf = (filing: Filing): number => filing.revisions.length;

/** The entity a filing is about; it is registered under this identifier when the filing is approved. */
export const entityIdOf = (filingId: string): string => {
  const parts = parseIdentifier('filing', filingId);
  if (!parts) throw new Error(`${filingId} is not the identifier of a filing`);
  return identifier('entity', parts.districtId, parts.ulid);
};

export const executionNameOf = (filing: Filing): string => `${filing.id}-${revisionOf(filing)}`;

/** The entities that may see a filing. */
export const partiesOf = (filing: Filing): string[] => [
  entityIdOf(filing.id),
  ...(filing.filerEntityId === undefined ? [] : [filing.filerEntityId]),
];

/** The last decision on the revision that stands, if there is one. */
export const standingDecision = (filing: Filing): Decision | undefined =>
  filing.decisions.findLast((decision) => decision.revision === revisionOf(filing));

export const withDecision = (filing: Filing, decision: Omit<Decision, 'revision'>): Filing => ({
  ...filing,
  decisions: [...filing.decisions, { ...decision, revision: revisionOf(filing) }],
});

/** A new revision answers a return; what was found in the one before no longer stands. */
export const revised = (filing: Filing, submission: Submission, by: string, at: string): Filing => ({
  ...filing,
  submission,
  status: 'SUBMITTED',
  revisions: [...filing.revisions, { revision: revisionOf(filing) + 1, submittedBy: by, submittedAt: at }],
  findings: [],
});

/** A filing that no longer waits for its review. */
export function concluded(filing: Filing, status: FilingStatus): Filing {
  const { taskToken: _token, reviewBy: _deadline, ...rest } = filing;
  return { ...rest, status };
}

/**
 * 一次性补正告知: everything that must be supplied, at once. What blocks comes first, then what the reviewer wrote.
 */
export function returned(filing: Filing, at: string): Filing {
  const decision = standingDecision(filing);
  if (decision?.decision === 'RETURN') return concluded(filing, 'RETURNED');
  if (!blocks(filing.findings)) throw new Error(`nothing calls for the return of ${filing.id}`);
  const reasons = filing.findings.filter((found) => found.severity === 'DANGER').map((found) => found.message);
  return concluded(withDecision(filing, { decision: 'RETURN', reasons, by: 'system', at }), 'RETURNED');
}
