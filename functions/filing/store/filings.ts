import { z } from 'zod';
import { FilingChanged } from '../../events/filing.ts';
import { dueBetween } from '../../shared/deadline/due.ts';
import { lastDayBefore } from '../../shared/kernel/china-time.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { aggregate, type Change, type Stored, type StoredHead } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { type Key, lastPart } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import { dueKey, facet, INDEXES, type Listing, stateKey } from '../../shared/table/listing.ts';
import type { Migration } from '../../shared/table/migration.ts';
import type { Table } from '../../shared/table/table.ts';
import { type Condition, put, type Write } from '../../shared/table/write.ts';
import { hidingOthers } from '../domain/disclosure.ts';
import {
  approversOf,
  briefOf,
  Filing,
  type FilingBrief,
  type FilingHead,
  type FilingStatus,
  ownersOf,
  revisionOf,
  standingDecision,
  subjectOf,
} from '../domain/filing.ts';
import type { EntityOf, Submission } from '../domain/submission.ts';
import { concludedWrites } from './open-registrations.ts';
import { changed, partitionOf } from './records.ts';

export const FILINGS = 'FILINGS';

/** The queue of those that were approved without a reviewer and are to be looked at. */
const SAMPLE = 'SAMPLE';

export const FORM = form('filing-form', Filing.pick({ submission: true }));

/** A filing is a head and, for each revision, the form as it was filed. */
const record = aggregate({
  // Of version 1 what it says stands in attributes of their own.
  head: form('filing', Filing.omit({ submission: true }), [(filing) => ({ ...filing })]),
  packsHead: true,
  body: FORM,
  bodyNumber: revisionOf,
  brief: briefOf,
});

/** A filing without its form, as lists show it. */
export type ListedFiling = StoredHead<FilingHead, FilingBrief>;

/** The form of one revision. */
export interface RevisionForm {
  readonly revision: number;
  readonly submission: Submission;
}

export interface FilingQuery extends PageRequest {
  readonly kind?: Submission['kind'] | undefined;
  readonly status?: FilingStatus | undefined;
  /** Only what is drawn to be looked at afterwards. */
  readonly sampled?: boolean;
  /** Only those whose term of review was over before this day, `YYYY-MM-DD`. */
  readonly overdueOn?: string | undefined;
  /** The party whose own are asked for; undefined for all. */
  readonly owners?: readonly string[] | undefined;
  readonly keep: (filing: ListedFiling, owner: string | undefined) => boolean;
}

/** A filing's main item as what is known of it without its form. */
export const filingIn = record.headOf;

export const filings = (table: Table) => ({
  filing: (id: string): Promise<Stored<Filing> | undefined> => record.load(table, partitionOf('filing', id)),

  filingHead: (id: string): Promise<ListedFiling | undefined> => record.loadHead(table, partitionOf('filing', id)),

  /** The form of every revision of a filing, oldest first. */
  async revisionForms({ pk, data }: Stored<Filing>): Promise<RevisionForm[]> {
    if (revisionOf(data) === 1) return [{ revision: 1, submission: data.submission }];
    const kept = await record.bodies(table, pk);
    const forms = new Map(kept.map(({ number, content }) => [number, content.submission]));
    const past = forms.size < revisionOf(data) ? await formsOfFirstLayout(table, pk) : [];
    const all = new Map([...past.map(({ revision, submission }) => [revision, submission] as const), ...forms]);
    return [...all].map(([revision, submission]) => ({ revision, submission }));
  },

  async filingPage(query: FilingQuery): Promise<Listed<ListedFiling>> {
    const { kind, status, sampled = false, overdueOn, keep, ...request } = query;
    const state = status && stateOf(status);
    return listPage(table, {
      ...request,
      collection: FILINGS,
      // What is drawn stands in its queue by a pointer, and in a list of changes by nothing: there it is kept or not.
      state: sampled && request.since === undefined && !request.owners ? SAMPLE : state,
      // What waits for a reviewer is listed by the day by which it is to be decided, and by nothing else.
      due: overdueOn === undefined ? (status === 'PENDING_REVIEW' ? 'ALL' : undefined) : { before: overdueOn },
      ...(kind && { sought: [facet(kind)] }),
      read: record.headOf,
      keep: (filing, owner) =>
        (kind === undefined || filing.brief.kind === kind) &&
        (status === undefined || filing.data.status === status) &&
        (!sampled || filing.data.sample?.outcome === 'DUE') &&
        keep(filing, owner),
    });
  },

  /** The filings whose term of review ends by a day. The index may lag: whoever acts reads the filing itself. */
  async reviewsDue(districtId: DistrictId, upTo: string): Promise<string[]> {
    return (await dueBetween(table, districtId, FILINGS, { after: '', upTo })).map(({ pk }) => lastPart(pk));
  },
});

/**
 * The list of a status. Screening takes seconds: what was just submitted stands in that of what is screened; what waits for
 * a reviewer stands in none, but among what is due.
 */
const stateOf = (status: FilingStatus): FilingStatus | undefined => {
  if (status === 'PENDING_REVIEW') return undefined;
  return status === 'SUBMITTED' ? 'SCREENING' : status;
};

const listingOf = (filing: Filing): Listing => ({
  districtId: filing.districtId,
  collection: FILINGS,
  state: stateOf(filing.status),
  owners: ownersOf(filing),
  ...waitsFor(filing),
  sought: [filing.submission.kind],
});

/** The day that a filing waits for: of the reviewers' decision, or of the answer to a return, in a queue of its own. */
function waitsFor({ status, review, answerBy }: FilingHead): Pick<Listing, 'due' | 'dueIn'> {
  if (status === 'PENDING_REVIEW') return { due: review?.dueOn };
  return status === 'RETURNED' && answerBy !== undefined ? { due: lastDayBefore(answerBy), dueIn: status } : {};
}

export const filingMigrations: readonly Migration[] = [
  record.migration('FILING', listingOf),
  // Earlier releases listed a return by no day.
  record.relisting(
    'FILING',
    ({ stateKey: state, dueKey: due }) => String(state).endsWith('#RETURNED') && due === undefined,
    listingOf,
  ),
];

/**
 * That a revision of a filing waits for its review: it stands among what reviewers have to decide, and its form is the
 * newest.
 */
export const awaitsReview = (filingId: string, revision: number): Condition => ({
  expression: '#due = :due AND #body = :body',
  names: { '#due': INDEXES.byDue.key, '#body': 'body' },
  values: { ':due': dueKey(parseIdentifier('filing', filingId)?.districtId ?? '', FILINGS), ':body': revision },
});

/** Each revision of the first layout had an item of its own for its form. */
const RevisionItem = z.object({ revision: z.int(), submission: Filing.shape.submission });

async function formsOfFirstLayout(table: Table, pk: Key['pk']): Promise<RevisionForm[]> {
  const items = await everyItem(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revision)',
    ExpressionAttributeValues: { ':pk': pk, ':revision': 'REV#' },
    ConsistentRead: true,
  });
  return items.map((item) => RevisionItem.parse(item));
}

const sampleKey = (id: string): Key => ({ pk: partitionOf('filing', id), sk: 'SAMPLE' });

/** The write that puts a filing into the queue of those to be looked at afterwards. */
export const sampleDueWrite = ({ id, districtId, submission }: Filing, at: string): Write =>
  put({
    ...sampleKey(id),
    stateKey: stateKey(districtId, FILINGS, SAMPLE),
    stateSort: at,
    sought: facet(submission.kind),
  });

/** The write that takes it out. */
export const sampleDoneWrite = ({ id }: Pick<Filing, 'id'>): Write => put({ ...sampleKey(id) });

/** Reasons that are told; the filing has all of them. */
const MAX_REASONS = 10;

/** `FilingChanged`: to notify by, each time a filing reaches a status, and when its term of review comes and goes. */
function noticeOf(before: Stored<Filing> | undefined, data: Filing, at: string): Message | undefined {
  const { id, districtId, status, change, submission, filingNumber, review, answerBy } = data;
  const isNew = before?.data.status !== status || before.data.review?.notice !== review?.notice;
  // That the system is at work is nobody's news.
  if (!isNew || status === 'SUBMITTED' || status === 'SCREENING') return undefined;
  const ended = status === 'RETURNED' || status === 'REJECTED' || status === 'WITHDRAWN';
  const said = ended ? (standingDecision(data)?.reasons ?? []) : [];
  const why = said.slice(0, MAX_REASONS).map((reason) => hidingOthers(reason, [id, filingNumber]));
  return announce(FilingChanged, {
    filingId: id,
    entityId: subjectOf(data),
    districtId,
    version: (before?.version ?? 0) + 1,
    at,
    type: change?.type ?? 'REGISTRATION',
    kind: submission.kind,
    status,
    filingNumber,
    name: submission.entity.name,
    ...(why.length > 0 && { reasons: why }),
    review,
    answerBy,
    ...(status === 'PENDING_REVIEW' && submission.kind === 'merchant' && { claim: claimOf(submission.entity) }),
    ...(status === 'RETURNED' && isUndone(data) && { approvalUndone: true }),
  });
}

/** What a merchant says of its stall. */
const claimOf = ({ marketId, stall, stallLease, unifiedSocialCreditCode }: EntityOf<'merchant'>) => ({
  ...stall,
  from: stallLease.from,
  until: stallLease.to,
  marketId,
  code: unifiedSocialCreditCode,
});

/** Whether a person has approved what is returned now. */
const isUndone = (filing: Filing): boolean => approversOf(filing).some((by) => by !== 'system');

/** The writes of a change to a filing, and the filing after it. */
export function filingChange(
  before: Stored<Filing> | undefined,
  data: Filing,
  cause: Cause & Pick<Change<Filing>, 'task'>,
): { writes: Write[]; after: Stored<Filing> } {
  const pk = partitionOf('filing', data.id);
  const notice = noticeOf(before, data, cause.at);
  const messages = [...(cause.messages ?? []), ...(notice ? [notice] : [])];
  const change = record.writes({
    ...cause,
    messages,
    pk,
    before,
    data,
    listing: listingOf(data),
    otherwise: changed,
  });
  return { ...change, writes: [...change.writes, ...concludedWrites(before?.data, data)] };
}

export const filingWrites = (...change: Parameters<typeof filingChange>): Write[] => filingChange(...change).writes;
