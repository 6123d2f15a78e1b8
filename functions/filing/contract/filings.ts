import { z } from 'zod';
import { FilingStatus } from '../../events/filing.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery } from '../../shared/http/schemas.ts';
import { Taking } from '../../shared/human-task/taking.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named, namedOne, namedSome } from '../../shared/kernel/named.ts';
import { plainText } from '../domain/fields.ts';
import { FILING_DECISION_NAMES, FILING_QUEUE_NAMES, SAMPLE_OUTCOME_NAMES } from '../domain/names.ts';
import { Submission } from '../domain/submission.ts';
import { FILERS, FilingAccepted, FilingJson, FilingList, FilingSummaryJson, kind, Reason } from './answers.ts';

/** A form of the filing's own kind; it is judged by that kind's schema, as in `POST /v1/filings`. */
const Revision = z.strictObject({ entity: z.looseObject({}).meta({ title: '备案内容' }) });

const DecisionBody = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: namedOne(FILING_DECISION_NAMES, 'APPROVE').meta({ title: '审核决定' }),
    reasons: z.array(plainText('理由', 500)).max(50).default([]).meta({ title: '理由' }),
  }),
  z.strictObject({
    decision: namedSome(FILING_DECISION_NAMES, ['RETURN', 'REJECT']).meta({ title: '审核决定' }),
    reasons: z.array(plainText('理由', 500)).min(1).max(50).meta({ title: '理由' }),
  }),
]);

concepts({ FilingRevision: Revision, FilingDecisionRequest: DecisionBody });

/** Filings 备案. */
export const filingsApi = contract({
  fileEntity: {
    method: 'POST',
    path: '/v1/filings',
    summary: 'File an entity of one of ten kinds 主体备案',
    roles: FILERS,
    body: Submission,
    success: { status: 202, schema: FilingAccepted },
    problems: ['DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  getFiling: {
    method: 'GET',
    path: '/v1/filings/{id}',
    summary: 'A filing with its findings, revisions and decisions 备案详情',
    roles: READING_ROLES,
    success: { status: 200, schema: FilingJson },
    problems: [],
  },
  listFilings: {
    method: 'GET',
    path: '/v1/filings',
    summary:
      'Filings by time of change, oldest first; with status=PENDING_REVIEW the reviewers’ queue by the day by which each is to be decided, with queue=OVERDUE those whose term of review has passed, with queue=SAMPLE those approved by grade and to be looked at 待审列表',
    roles: READING_ROLES,
    query: ListQuery.extend({
      status: FilingStatus.optional().meta({ title: '备案状态' }),
      queue: named(FILING_QUEUE_NAMES).optional().meta({ title: '专门队列' }),
      kind,
    }),
    success: { status: 200, schema: FilingList },
    problems: [],
  },
  decideFiling: {
    method: 'POST',
    path: '/v1/filings/{id}/decision',
    summary:
      'Approve, return or reject; a return lists everything to be supplied at once; grades C and D ask for two reviewers 审核',
    roles: ['reviewer'],
    secondFactor: true,
    body: DecisionBody,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
  takeFiling: {
    method: 'POST',
    path: '/v1/filings/{id}/taking',
    summary: 'Tell the other reviewers that one is at work on a filing, for 15 minutes; it binds nobody 接办',
    roles: ['reviewer'],
    success: { status: 200, schema: Taking },
    problems: ['WRONG_STATE'],
  },
  reviseFiling: {
    method: 'PUT',
    path: '/v1/filings/{id}',
    summary: 'Answer a return with a new revision 补正',
    roles: FILERS,
    body: Revision,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE', 'DUPLICATE'],
    ifMatch: true,
    dryRun: true,
  },
  withdrawFiling: {
    method: 'POST',
    path: '/v1/filings/{id}/withdrawal',
    summary: 'Withdraw a filing that is not yet decided, or was returned 撤回',
    roles: FILERS,
    body: Reason.partial(),
    bodyMayBeAbsent: true,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE'],
    ifMatch: 'OPTIONAL',
  },
  reviewSample: {
    method: 'POST',
    path: '/v1/filings/{id}/sample-review',
    summary: 'Confirm or question a filing that was approved by grade and drawn to be looked at 事后抽查',
    roles: ['reviewer'],
    secondFactor: true,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: namedOne(SAMPLE_OUTCOME_NAMES, 'CONFIRMED').meta({ title: '抽查结论' }),
        reasons: z.array(plainText('理由', 500)).max(50).default([]).meta({ title: '理由' }),
      }),
      z.strictObject({
        outcome: namedOne(SAMPLE_OUTCOME_NAMES, 'QUESTIONED').meta({ title: '抽查结论' }),
        reasons: z.array(plainText('理由', 500)).min(1).max(50).meta({ title: '理由' }),
      }),
    ]),
    success: { status: 200, schema: FilingSummaryJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
});
