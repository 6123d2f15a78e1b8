import first from '../../../seeds/reference/scorecards/2026-1.json' with { type: 'json' };
import { CITY } from '../../shared/kernel/identifier.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, put, type Write } from '../../shared/table/write.ts';
import { ScorecardRecord } from '../domain/publication.ts';
import { Scorecard } from '../domain/scorecard.ts';

/** The scorecards the registry ships with; those published later stand in the table. */
export const SHIPPED_SCORECARDS: readonly Scorecard[] = [Scorecard.parse(first)];

const SCORECARD = form('scorecard', ScorecardRecord);

const drafted = aggregate({ head: SCORECARD });

const listingOf = () => ({ districtId: CITY, collection: 'SCORECARD_RECORDS' });

export const scorecardMigration = drafted.migration('SCORECARD', listingOf);

type ScorecardCause = Cause<'DRAFT' | 'SIMULATE' | 'PUBLISH'>;

/** The city's scorecards: those that ship, and those that were drafted and published since. */
export const scorecardStore = (table: Table) => {
  /** All drafted cards, strongly consistent: each is copied into one partition in the transaction of its change. */
  const records = async (): Promise<ScorecardRecord[]> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': ALL },
      ConsistentRead: true,
    });
    return items.flatMap((item) => ('record' in item ? [readForm(SCORECARD, item['record'], item['form'])] : []));
  };

  return {
    records,

    /** The cards that score, now or from a day to come. */
    published: async (): Promise<Scorecard[]> => [
      ...SHIPPED_SCORECARDS,
      ...(await records()).filter(({ status }) => status === 'PUBLISHED').map(({ card }) => card),
    ],

    record: async (version: string): Promise<Stored<ScorecardRecord> | undefined> =>
      drafted.load(table, recordKey(version)),

    draft: (record: ScorecardRecord, cause: ScorecardCause): Write[] => changed(record, undefined, cause),

    change: (record: ScorecardRecord, before: Stored<ScorecardRecord>, cause: ScorecardCause): Write[] =>
      changed(record, before, cause),

    /** Publishes under a guard of the day, so that no two cards take effect on one. */
    publish: (record: ScorecardRecord, before: Stored<ScorecardRecord>, cause: ScorecardCause): Write[] => [
      ...changed(record, before, cause),
      create(
        { pk: ALL, sk: `EFFECTIVE#${record.card.effectiveFrom}`, form: 1, version: record.card.version },
        conflict,
      ),
    ],
  };
};

const ALL = districtKey(CITY, 'SCORECARDS');

const recordKey = (version: string) => districtKey(CITY, 'SCORECARD', version);

const conflict = () => new ConcurrencyConflict('the scorecard was changed by another request');

function changed(record: ScorecardRecord, before: Stored<ScorecardRecord> | undefined, cause: ScorecardCause): Write[] {
  const { version } = record.card;
  const { writes } = drafted.writes({
    pk: recordKey(version),
    before,
    data: record,
    listing: listingOf(),
    ...cause,
    otherwise: conflict,
  });
  return [...writes, put({ pk: ALL, sk: `VERSION#${version}`, form: SCORECARD.version, record })];
}
