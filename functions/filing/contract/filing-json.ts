import type { z } from 'zod';
import { type Caller, isParty, seesMasked } from '../../shared/auth/caller.ts';
import type { Answer } from '../../shared/http/api.ts';
import { etag, etagOf } from '../../shared/http/schemas.ts';
import type { Taking } from '../../shared/human-task/taking.ts';
import { differences } from '../../shared/kernel/difference.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored, StoredHead } from '../../shared/table/aggregate.ts';
import type { Write } from '../../shared/table/write.ts';
import { withoutOthers } from '../domain/disclosure.ts';
import { missingDocuments } from '../domain/documents/expected.ts';
import {
  briefOf,
  executionNameOf,
  type Filing,
  type FilingBrief,
  type FilingHead,
  revisionOf,
  subjectOf,
} from '../domain/filing.ts';
import { maskedEntity } from '../domain/masking.ts';
import type { Submission } from '../domain/submission.ts';
import type { FilingJson, FilingSummaryJson } from './answers.ts';

/** Filings as the API shows them. */

/** A form as the caller may read it. */
export const shownForm = (caller: Caller, submission: Submission): Record<string, unknown> =>
  seesMasked(caller) ? maskedEntity(submission) : submission.entity;

const ticket = (runtime: Runtime, filing: Filing) => {
  const name = executionNameOf(filing);
  return { id: filing.id, status: filing.status, execution: { name, arn: runtime.executionArn('filing', name) } };
};

export type FilingTicket = ReturnType<typeof ticket>;

/** `202`: where the filing is, and which execution goes on with it. */
export const acceptedFiling = (
  runtime: Runtime,
  filing: Filing,
  version: number,
  writes: Write[],
): Answer<FilingTicket> => ({
  body: ticket(runtime, filing),
  headers: { Location: `/v1/filings/${filing.id}`, ...etag(version) },
  writes,
});

export function filingSummaryToJson(
  {
    data,
    brief,
    updatedAt,
    version,
  }: Pick<StoredHead<FilingHead, FilingBrief>, 'data' | 'brief' | 'updatedAt' | 'version'>,
  taking?: Taking,
): z.input<typeof FilingSummaryJson> {
  const { submittedBy = '', submittedAt = '' } = data.revisions.at(-1) ?? {};
  return {
    id: data.id,
    districtId: data.districtId,
    type: data.change?.type ?? 'REGISTRATION',
    ...brief,
    status: data.status,
    revision: revisionOf(data),
    filingNumber: data.filingNumber,
    review: data.review,
    sample: data.sample,
    answerBy: data.answerBy,
    submittedBy,
    submittedAt,
    updatedAt,
    etag: etagOf(version),
    ...(taking && { taking }),
  };
}

export function filingToJson(
  stored: Stored<Filing>,
  contents: readonly { revision: number; submission: Submission }[],
  base: Submission | undefined,
  caller: Caller,
  runtime: Runtime,
  lists: Lists,
  taking?: Taking,
): z.input<typeof FilingJson> {
  const filing = stored.data;
  const name = executionNameOf(filing);
  const forms = new Map(contents.map(({ revision, submission }) => [revision, shownForm(caller, submission)]));
  return {
    ...filingSummaryToJson({ ...stored, brief: briefOf(filing) }, taking),
    ...(filing.status === 'APPROVED' || filing.change ? { entityId: subjectOf(filing) } : {}),
    entity: shownForm(caller, filing.submission),
    ...(filing.change && { change: filing.change }),
    ...(base && { differences: differences(shownForm(caller, base), shownForm(caller, filing.submission)) }),
    findings: isParty(caller) ? withoutOthers(filing.findings, [filing.id, filing.filingNumber]) : filing.findings,
    missingDocuments: missingDocuments(filing, lists),
    revisions: filing.revisions.map((entry) => ({ ...entry, entity: forms.get(entry.revision) ?? {} })),
    decisions: filing.decisions,
    execution: { name, arn: runtime.executionArn('filing', name) },
  };
}
