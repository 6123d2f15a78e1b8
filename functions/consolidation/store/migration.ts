import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { isOlder } from '../../shared/table/form.ts';
import { type Migration, noteForm } from '../../shared/table/migration.ts';
import { keptDetail } from '../../shared/table/read-model.ts';
import { replace } from '../../shared/table/write.ts';
import { HOLD, listingOf, PARTY, record, STANDING, waitingMigration } from './index.ts';
import { documentMigration } from './plan-documents.ts';
import { TRADE, tradeItem } from './trades.ts';

const changed = () => new ConcurrencyConflict('the trade was changed while it was migrated');

const trades: Migration = {
  kind: 'CONSOLIDATION_TRADE',
  isOld: (item) => isOlder(TRADE, item['form']),
  migrate: (item) => ({
    writes: [replace(tradeItem(keptDetail(TRADE, item)), Number(item['version']), changed)],
  }),
};

/** What consolidation kept in earlier layouts: whole records and trades, plans as compressed rows. */
export const migrations: readonly Migration[] = [
  record.migration('CONSOLIDATION', listingOf),
  waitingMigration,
  documentMigration,
  trades,
  noteForm('CONSOLIDATION_PARTY', PARTY.version),
  noteForm('CONSOLIDATION_STANDING', STANDING.version),
  noteForm('CONTAINER', HOLD.version),
];
