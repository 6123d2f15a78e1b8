import { z } from 'zod';
import { changeWrites, load, type Stored } from '../../shared/table/aggregate.ts';
import { districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';
import { Filing, type FilingStatus, revisionOf } from '../domain/filing.ts';
import { changed, type Deed, type PageRequest, partitionOf, recordPage } from './records.ts';

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
});

/** The writes of a change to a filing. */
export function filingWrites(before: Stored<Filing> | undefined, data: Filing, deed: Deed): Write[] {
  const pk = partitionOf('filing', data.id);
  const listing = {
    list: districtKey(data.districtId, 'FILINGS'),
    queue: districtKey(data.districtId, 'FILINGS', data.status),
  };
  const { writes } = changeWrites({ ...deed, pk, before, data, listing, otherwise: changed });
  const revision = revisionOf(data);
  if (before && revisionOf(before.data) === revision) return writes;
  const sk = `${REVISION}${String(revision).padStart(4, '0')}`;
  return [...writes, create({ pk, sk, revision, submission: data.submission }, changed)];
}
