import { z } from 'zod';
import { FilingChanged } from '../../events/filing.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { changeWrites, load, parseStored, type Stored } from '../../shared/table/aggregate.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { listPage } from '../../shared/table/list.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, put, type Write } from '../../shared/table/write.ts';
import { Filing, type FilingStatus, revisionOf, subjectOf } from '../domain/filing.ts';
import { concludedWrites } from './open-registrations.ts';
import { changed, type Deed, everyItem, type PageRequest, partitionOf, recordPage } from './records.ts';

/** Content of one revision, beside its filing. */
const REVISION = 'REV#';

const RevisionItem = z.object({ revision: z.int(), submission: Filing.shape.submission });

export const filings = (table: Table) => ({
  filing: (id: string) => load(table, partitionOf('filing', id), Filing),

  /** The content of every revision of a filing, oldest first. */
  async revisionContents(id: string): Promise<z.infer<typeof RevisionItem>[]> {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revision)',
      ExpressionAttributeValues: { ':pk': partitionOf('filing', id), ':revision': REVISION },
      ConsistentRead: true,
    });
    return page.items.map((item) => RevisionItem.parse(item));
  },

  filingPage: (status: FilingStatus | undefined, request: PageRequest<Filing>) =>
    recordPage(table, Filing, ['FILINGS', status], request),

  /** The filings of a district in a status. The index may lag: whoever acts reads the filing itself. */
  async filingIdsIn(districtId: DistrictId, status: FilingStatus): Promise<string[]> {
    const items = await everyItem(table, {
      IndexName: 'byQueue',
      KeyConditionExpression: 'queueKey = :key',
      ExpressionAttributeValues: { ':key': districtKey(districtId, 'FILINGS', status) },
    });
    return items.map((item) => parseStored(item, Filing).data.id);
  },

  /** The filings that were approved without a reviewer and are to be looked at. */
  async samplePage({ keep, ...request }: PageRequest<Filing>) {
    const page = await listPage(table, {
      ...request,
      index: 'byQueue',
      partition: (districtId) => districtKey(districtId, 'FILING_SAMPLES'),
      keep: () => true,
    });
    const items = await table.getMany(page.items.map(({ pk }) => ({ pk, sk: CURRENT })));
    const drawn = items.flatMap((item) => (item ? [parseStored(item, Filing)] : []));
    return { ...page, items: drawn.filter(({ data }) => keep(data) && data.sample?.outcome === 'DUE') };
  },
});

const sampleKey = (id: string): Key => ({ pk: partitionOf('filing', id), sk: 'SAMPLE' });

/** The write that puts a filing into the queue of those to be looked at afterwards. */
export const sampleDueWrite = ({ id, districtId }: Filing, at: string): Write =>
  put({
    ...sampleKey(id),
    filingId: id,
    queueKey: districtKey(districtId, 'FILING_SAMPLES'),
    queueSort: `${at}#${id}`,
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
  const listing = {
    list: districtKey(data.districtId, 'FILINGS'),
    queue: districtKey(data.districtId, 'FILINGS', data.status),
  };
  const notice = noticeOf(before, data, deed.at);
  const messages = [...(deed.messages ?? []), ...(notice ? [notice] : [])];
  const change = changeWrites({ ...deed, messages, pk, before, data, listing, otherwise: changed });
  const writes = [...change.writes, ...concludedWrites(before?.data, data)];
  const revision = revisionOf(data);
  if (before && revisionOf(before.data) === revision) return writes;
  const sk = `${REVISION}${String(revision).padStart(4, '0')}`;
  return [...writes, create({ pk, sk, revision, submission: data.submission }, changed)];
}
