import { sha256 } from '../../shared/digest.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import { View } from '../domain/view.ts';
import { changed } from './records.ts';

const record = aggregate({ head: form('view', View) });

const VIEWS = 'VIEWS';

/** One of a person, a record and a day. */
const viewKey = ({ districtId, of, recordId, by, at }: View): Key['pk'] =>
  districtKey(districtId, 'VIEW', of, dayInChina(at), sha256([by.sub, by.role, recordId]).slice(0, 32));

/** Who has looked at what is known of a party. */
export const views = (table: Table) => ({
  /** The writes that note a view; none where the same was noted today. */
  async viewWrites(view: View, caller: View['by']): Promise<Write[]> {
    const pk = viewKey(view);
    if (await table.get({ pk, sk: CURRENT })) return [];
    const { districtId, of: owner } = view;
    return record.writes({
      actor: { sub: caller.sub, role: caller.role, districtId: caller.districtId },
      at: view.at,
      action: 'VIEW',
      pk,
      before: undefined,
      data: view,
      listing: { districtId, collection: VIEWS, owners: [owner], isUnfollowed: true },
      otherwise: changed,
    }).writes;
  },

  /** Views of a party and of the documents that its forms cite, the latest of each first. */
  viewPage: (request: PageRequest & { readonly owners: readonly string[] }): Promise<Listed<Stored<View>>> =>
    listPage(table, { ...request, collection: VIEWS, newestFirst: true, read: record.headOf, keep: () => true }),
});
