import { z } from 'zod';
import { FilingChanged } from '../../events/filing.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import type { Key } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { stateKey } from '../../shared/table/listing.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, put, type Write } from '../../shared/table/write.ts';
import { Filing, type FilingStatus, revisionOf, subjectOf } from '../domain/filing.ts';
import { concludedWrites } from './open-registrations.ts';
import { changed, type Deed, partitionOf } from './records.ts';

const record = aggregate({ head: form('filing', Filing) });
const FILINGS = 'FILINGS';
/** The queue of those that were approved without a reviewer and are to be looked at. */
const SAMPLES = 'SAMPLE';

/** Content of one revision, beside its filing. */
const REVISION = 'REV#';

const RevisionItem = z.object({ revision: z.int(), submission: Filing.shape.submission });

export const filings = (table: Table) => ({
  filing: (id: string) => record.load(table, partitionOf('filing', id)),

  /** The content of every revision of a filing, oldest first. */
  async revisionContents(id: string): Promise<z.infer<typeof RevisionItem>[]> {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revision)',
      ExpressionAttributeValues: { ':pk': partitionOf('filing', id), ':revision': REVISION },
      ConsistentRead: true,
    });
    return page.items.map((item) => RevisionItem.parse(item));
  },

  filingPage: (state: FilingStatus | typeof SAMPLES | undefined, { keep, ...request }: FilingPageRequest) =>
    listPage(table, { ...request, collection: FILINGS, state, read: record.headOf, keep: ({ data }) => keep(data) }),

  /** The filings of a district in a status. The index may lag: whoever acts reads the filing itself. */
  async filingIdsIn(districtId: DistrictId, status: FilingStatus): Promise<string[]> {
    const entries = await everyItem(table, {
      IndexName: 'byState',
      KeyConditionExpression: 'stateKey = :key',
      ExpressionAttributeValues: { ':key': stateKey(districtId, FILINGS, status) },
    });
    return entries.map(({ pk }) => pk.slice(pk.lastIndexOf('#') + 1));
  },

  /** The filings that were approved without a reviewer and are to be looked at. */
  samplePage(this: void, { keep, ...request }: FilingPageRequest) {
    const isDue = (filing: Filing): boolean => keep(filing) && filing.sample?.outcome === 'DUE';
    return filings(table).filingPage(SAMPLES, { ...request, keep: isDue });
  },
});

export interface FilingPageRequest extends PageRequest {
  readonly keep: (filing: Filing) => boolean;
}

const sampleKey = (id: string): Key => ({ pk: partitionOf('filing', id), sk: 'SAMPLE' });

/** The write that puts a filing into the queue of those to be looked at afterwards. */
export const sampleDueWrite = ({ id, districtId }: Filing, at: string): Write =>
  put({
    ...sampleKey(id),
    filingId: id,
    stateKey: stateKey(districtId, FILINGS, SAMPLES),
    stateSort: at,
  });

/** The write that takes it out. */
export const sampleDoneWrite = ({ id }: Filing): Write => put({ ...sampleKey(id), filingId: id });

/** `FilingChanged`: to notify by, each time a filing reaches a status, and when its term of review comes and goes. */
function noticeOf(before: Stored<Filing> | undefined, data: Filing, at: string): Message | undefined {
  const { id, districtId, status, change, submission, filingNumber, review, answerBy } = data;
  const isNew = before?.data.status !== status || before.data.review?.notice !== review?.notice;
  // That the system is at work is nobody's news.
  if (!isNew || status === 'SUBMITTED' || status === 'SCREENING') return undefined;
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
    review,
    answerBy,
  });
}

/** The writes of a change to a filing. */
export function filingWrites(before: Stored<Filing> | undefined, data: Filing, deed: Deed): Write[] {
  const pk = partitionOf('filing', data.id);
  const listing = { districtId: data.districtId, collection: FILINGS, state: data.status };
  const notice = noticeOf(before, data, deed.at);
  const messages = [...(deed.messages ?? []), ...(notice ? [notice] : [])];
  const change = record.writes({ ...deed, messages, pk, before, data, listing, otherwise: changed });
  const writes = [...change.writes, ...concludedWrites(before?.data, data)];
  const revision = revisionOf(data);
  if (before && revisionOf(before.data) === revision) return writes;
  const sk = `${REVISION}${String(revision).padStart(4, '0')}`;
  return [...writes, create({ pk, sk, revision, submission: data.submission }, changed)];
}
