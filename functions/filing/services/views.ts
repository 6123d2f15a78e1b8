import { type Caller, isParty, seesMasked } from '../../shared/auth/caller.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import type { View } from '../domain/view.ts';
import { views } from '../store/views.ts';

/** What somebody is about to be shown. */
interface Look extends Pick<View, 'of' | 'what' | 'recordId'> {
  readonly districtId: DistrictId;
}

/** Whether what the caller reads of others shows personal data unmasked. */
const looksAtOthers = (caller: Caller): boolean => !isParty(caller) && !seesMasked(caller);

/** The writes that note who looks, with the answer that shows it: nothing is shown of which that could not be noted. */
export const noting =
  (table: Table) =>
  async (
    { caller, isByFunction, at }: { readonly caller: Caller; readonly isByFunction: boolean; readonly at: string },
    look: Look,
  ): Promise<Write[]> => {
    if (isByFunction || !looksAtOthers(caller)) return [];
    const by = { sub: caller.sub, role: caller.role, districtId: caller.districtId };
    return views(table).viewWrites({ ...look, by, at }, caller);
  };
