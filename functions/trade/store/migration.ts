import { ledgerMigration } from '../../shared/ledger/ledger.ts';
import { type Key, lastPart } from '../../shared/table/keys.ts';
import { changedMeanwhile, gone, type Migration, noteForm } from '../../shared/table/migration.ts';
import { remove } from '../../shared/table/write.ts';
import { chapterRow } from '../domain/first-counters.ts';
import { COUNTER_FORM, FIRST_NOTE, goneWrite, incrementWrite, noteKeys, noteOf, noteWrite } from './counters.ts';
import { tradeStore } from './index.ts';
import { listing, record, registerMigration, registerWrite, reviewPointer } from './listing.ts';
import { offerMigration } from './offers.ts';
import { readModelMigrations } from './read-model.ts';
import { voucherMigration } from './voucher-uses.ts';

/**
 * What trade kept in the first layout: whole records with a pointer for each list, a row of statistics for each chapter,
 * vouchers under their numbers as they were typed.
 */

/** A trade stands in the lists of its parties by itself now; before the reviewers by a pointer, as it did. */
const pointers: Migration = {
  kind: 'TRADE',
  isOld: ({ sk }) => sk.startsWith('LISTED#'),
  migrate: async (item, table) => {
    if (item.sk !== 'LISTED#REVIEW' || item['waits'] !== true) return { writes: [gone(item)] };
    const trade = await tradeStore(table).load(lastPart(item.pk));
    const since = String(item['queueSort']).split('#')[0] ?? '';
    return { writes: [...(trade ? [reviewPointer(trade.data, since)] : []), gone(item)] };
  },
};

const notes: Migration = {
  kind: 'TRADE',
  isOld: ({ sk }) => sk.startsWith(FIRST_NOTE),
  migrate: (item) => {
    const { note } = noteKeys(item.pk as Key['pk'], item.sk.slice(FIRST_NOTE.length));
    return { writes: [noteWrite(note, undefined, noteOf(item)), goneWrite(item)] };
  },
};

/** Rows of one chapter each are added to the item of all chapters. */
const statistics: Migration = {
  kind: 'TRADE_COUNT',
  isOld: (item) => chapterRow(item) !== undefined,
  migrate: (item) => {
    const row = chapterRow(item);
    if (!row) return { writes: [] };
    const [, districtId = '', , ...name] = item.pk.split('#');
    const counted = Object.entries(row.measures);
    const asRead = counted.map(([measure]) => `#${measure} = :${measure}`);
    return {
      writes: [
        incrementWrite(districtId, { counter: { name: name.join('#'), row: row.row }, add: row.add }, NEVER),
        remove(
          { pk: item.pk, sk: item.sk },
          {
            expression: ['attribute_exists(pk)', ...asRead].join(' AND '),
            ...(counted.length > 0 && {
              names: Object.fromEntries(counted.map(([measure]) => [`#${measure}`, measure])),
              values: Object.fromEntries(counted.map(([measure, value]) => [`:${measure}`, value])),
            }),
          },
          changedMeanwhile,
        ),
      ],
    };
  },
};

/** Statistics are kept for ever: no time at which they would be forgotten follows from it. */
const NEVER = new Date(0);

export const migrations: readonly Migration[] = [
  record.migration('TRADE', listing, ({ data }) => [registerWrite(data)]),
  registerMigration,
  pointers,
  notes,
  statistics,
  noteForm('TRADE_COUNT', COUNTER_FORM),
  ledgerMigration,
  voucherMigration,
  ...readModelMigrations,
  offerMigration,
];
