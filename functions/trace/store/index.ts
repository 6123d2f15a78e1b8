import { comparableNumber } from '../../shared/kernel/comparison.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { stallForm } from '../../shared/kernel/stall-form.ts';
import { form, isOlder, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { putNewest } from '../../shared/table/read-model.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { put, putWhere } from '../../shared/table/write.ts';
import { hintsOf, idOf, numbersOf, originsOf, TraceRecord } from '../domain/record.ts';

type RecordType = TraceRecord['type'];

/** What the first form kept was found by neither mark nor stall. */
const RECORD = form('trace-record', TraceRecord, [(kept) => ({ ...kept })]);

/** References that are written at once: each by itself, for none has to wait for another. */
const AT_ONCE = 25;

/**
 * The trace's own items: the last event of every record as a node, an edge from each record that it comes from, and an
 * entry under each number that people know it by.
 */
export const traceStore = (table: Table) => ({
  /**
   * Keeps what an event says of a record, unless the same or a newer version is kept. Edges and numbers are never taken
   * back and the node is written last, so an event that was cut off is simply taken again. What an earlier release kept is
   * found by less than this one finds by: of that the same version is taken too, when it is announced again.
   */
  keep: async (record: TraceRecord): Promise<void> => {
    const { type, detail } = record;
    const key = recordKey(detail.districtId, idOf(record));
    const item = await table.get(key);
    const before = item && recordIn(item);
    const isLacking = item !== undefined && isOlder(RECORD, item['form']);
    if (before && before.detail.version >= detail.version + (isLacking ? 1 : 0)) return;
    const known = new Set((before && !isLacking ? referenceKeys(before) : []).map(text));
    const fresh = referenceKeys(record).filter((one) => !known.has(text(one)));
    for (let start = 0; start < fresh.length; start += AT_ONCE) {
      await Promise.all(fresh.slice(start, start + AT_ONCE).map((one) => table.write(put({ ...one }))));
    }
    const now = { ...key, form: RECORD.version, type, version: detail.version, detail };
    if (before?.detail.version === detail.version) await table.write(putWhere(now, isVersion(detail.version)));
    else await putNewest(table, now);
  },

  records: async (districtId: DistrictId, ids: readonly string[]): Promise<TraceRecord[]> => {
    const items = await table.getMany(ids.map((id) => recordKey(districtId, id)));
    return items.flatMap((item) => (item ? [recordIn(item)] : []));
  },

  /** What each of some districts keeps under an id: a party is kept by every one that has admitted it. */
  copies: async (districtIds: readonly DistrictId[], id: string): Promise<TraceRecord[]> => {
    const items = await table.getMany(districtIds.map((districtId) => recordKey(districtId, id)));
    return items.flatMap((item) => (item ? [recordIn(item)] : []));
  },

  /** Ids of the records of a type that come from a record, the latest first. */
  destinations: (districtId: DistrictId, id: string, type: RecordType, limit: number): Promise<string[]> =>
    references(table, recordKey(districtId, id).pk, type, limit),

  /** Ids of the records that are known by a number, the latest first. */
  numbered: async (districtId: DistrictId, number: string, limit: number): Promise<string[]> => {
    const { pk } = numberKey(districtId, number, '');
    const found = await Promise.all(TYPES.map((type) => references(table, pk, type, limit)));
    return found.flat();
  },

  /** Ids of the entities that stand on a stall or stood on it, the latest first. @param stall its `stallForm` */
  onStall: (districtId: DistrictId, stall: string, limit: number): Promise<string[]> =>
    references(table, stallKey(districtId, stall), 'ENTITY', limit),

  /**
   * Ids of the entities that are or were reached by a phone of such last digits, the latest first. @param tail their digest
   */
  withPhone: (districtId: DistrictId, tail: string, limit: number): Promise<string[]> =>
    references(table, phoneKey(districtId, tail), 'ENTITY', limit),
});

const TYPES: readonly RecordType[] = ['ENTITY', 'GOODS', 'TRADE', 'CONSOLIDATION'];

const recordKey = (districtId: DistrictId, id: string): Key => ({
  pk: districtKey(districtId, 'TRACE', id),
  sk: CURRENT,
});

const recordIn = (item: StoredItem): TraceRecord => readForm(RECORD, item, item['form']);

/** People type a number in many ways: its letters and digits tell it. */
export const numberKey = (districtId: DistrictId, number: string, reference: string): Key => ({
  pk: districtKey(districtId, 'TRACE_NUMBER', comparableNumber(number)),
  sk: reference,
});

const stallKey = (districtId: DistrictId, stall: string): Key['pk'] => districtKey(districtId, 'TRACE_STALL', stall);

const phoneKey = (districtId: DistrictId, digest: string): Key['pk'] => districtKey(districtId, 'TRACE_PHONE', digest);

const isVersion = (version: number) => ({
  expression: '#version = :version',
  names: { '#version': 'version' },
  values: { ':version': version },
});

/** Under every origin, every number, and whatever else a record is found by. */
function referenceKeys(record: TraceRecord): Key[] {
  const { districtId } = record.detail;
  const reference = `${record.type}#${idOf(record)}`;
  const { stall, phoneTail } = hintsOf(record);
  return [
    ...originsOf(record).map((origin) => ({ pk: recordKey(districtId, origin).pk, sk: reference })),
    ...numbersOf(record)
      .filter((number) => comparableNumber(number) !== '')
      .map((number) => numberKey(districtId, number, reference)),
    ...(stall === undefined ? [] : [{ pk: stallKey(districtId, stallForm(stall)), sk: reference }]),
    ...(phoneTail === undefined ? [] : [{ pk: phoneKey(districtId, phoneTail), sk: reference }]),
  ];
}

const text = ({ pk, sk }: Key): string => `${pk} ${sk}`;

async function references(table: Table, pk: string, type: RecordType, limit: number): Promise<string[]> {
  const page = await table.query({
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :type)',
    ExpressionAttributeValues: { ':pk': pk, ':type': `${type}#` },
    // Identifiers rise with time.
    ScanIndexForward: false,
    Limit: limit,
  });
  return page.items.map(({ sk }) => sk.slice(type.length + 1));
}
