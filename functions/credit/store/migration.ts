import { CURRENT } from '../../shared/table/keys.ts';
import { changedMeanwhile, gone, type Migrated, type Migration } from '../../shared/table/migration.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, putWhere, update, type Write } from '../../shared/table/write.ts';
import type { CreditEvent } from '../domain/event.ts';
import {
  EVENT_PREFIX,
  FACT,
  factIn,
  factItem,
  factKey,
  isNoted,
  isOfFirstLayout,
  isOldFact,
  type Note,
  own,
} from './facts.ts';
import { eventKey, eventMigration } from './index.ts';
import { runMigration } from './runs.ts';
import { scorecardMigration } from './scorecards.ts';
import { subjectIn, subjectItem } from './subjects.ts';

/** What credit kept in earlier layouts: entities listed by other keys, and facts under other keys of their documents. */

const subjects: Migration = {
  kind: 'CREDIT_SUBJECT',
  isOld: (item) => item.sk === CURRENT && isOfFirstLayout(item),
  migrate: (item) => {
    const asRead = { expression: '#version = :read', names: { '#version': 'version' } };
    const values = { ':read': item['version'] };
    return { writes: [putWhere(subjectItem(subjectIn(item)), { ...asRead, values }, changedMeanwhile)] };
  },
};

/** A document is one fact, however its number was typed; of two that were recorded, the earlier keeps the place. */
const facts: Migration = {
  kind: 'CREDIT',
  isOld: (item) => item.sk.startsWith(EVENT_PREFIX) && isOldFact(item),
  migrate: async (item, table) => {
    const event = factIn(item);
    // One that was found before to be of another's document stays beside it.
    const note = isNoted(item) ? { sameDocumentAs: '' } : undefined;
    const key = factKey(event, note);
    const other = await table.get(key);
    const holder = other && factIn(other);
    // What stands there was changed since, and is newer than this.
    if (holder?.id === event.id && other?.sk !== item.sk) return { writes: [gone(item)] };
    if (other?.sk === item.sk) return { writes: [putWhere(factItem(event, note), UNCHANGED, changedMeanwhile)] };
    if (!holder) return { writes: [create(factItem(event, note), changedMeanwhile), gone(item)] };
    return twice(table, item, event, holder);
  },
};

const UNCHANGED = {
  expression: 'attribute_not_exists(#form) OR #form < :form',
  names: { '#form': 'form' },
  values: { ':form': FACT.version },
};

/** Both count as they did, side by side, until a person decides. Identifiers rise with time. */
async function twice(table: Table, item: StoredItem, event: CreditEvent, holder: CreditEvent): Promise<Migrated> {
  const isEarlier = event.id < holder.id;
  const [kept, lost] = isEarlier ? [event, holder] : [holder, event];
  const note = { sameDocumentAs: kept.id };
  return {
    writes: [
      ...(isEarlier ? [putWhere(factItem(kept, undefined), own(holder), changedMeanwhile)] : []),
      putWhere(factItem(lost, note), own(lost), changedMeanwhile),
      gone(item),
      ...(await noteWrites(table, lost, note)),
    ],
    collision: { what: 'CREDIT_FACT', kept: kept.id, lost: lost.id },
  };
}

/** The note stands beside the event's data, as a part of no version of it. */
async function noteWrites(table: Table, { districtId, id }: CreditEvent, note: Note): Promise<Write[]> {
  const key = { pk: eventKey(districtId, id), sk: CURRENT };
  const head = await table.get(key);
  if (!head) return [];
  // One of the first layout gets the present one with it, so that nobody brings it there without the note.
  if (isOfFirstLayout(head)) return [...(await eventMigration.migrate({ ...head, note }, table)).writes];
  const names = { '#version': 'version', '#note': 'note' };
  const asRead = { expression: '#version = :read', values: { ':read': head['version'] } };
  return [update(key, 'SET #note = :note', asRead, changedMeanwhile, names, { ':note': note })];
}

export const migrations: readonly Migration[] = [eventMigration, subjects, facts, runMigration, scorecardMigration];
