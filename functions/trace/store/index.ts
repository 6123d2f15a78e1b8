import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, update, type Write } from '../../shared/table/write.ts';
import { idOf, numbersOf, originsOf, TraceRecord } from '../domain/record.ts';
import { numberText } from '../domain/start.ts';

type RecordType = TraceRecord['type'];

/** Writes of one transaction of the table. */
const TRANSACTION = 100;

/**
 * The trace's own items: the last event of every record as a node, an edge from each record that it comes from, and an
 * entry under each number that people know it by.
 */
export const traceStore = (table: Table) => ({
  /**
   * Keeps what an event says of a record, unless the same or a newer version is kept. Edges and numbers are never taken
   * back and the node is written last, so an event that was cut off is simply taken again.
   */
  keep: async (record: TraceRecord): Promise<void> => {
    const before = await readRecord(table, record.detail.districtId, idOf(record));
    if (before && before.detail.version >= record.detail.version) return;
    const known = new Set((before ? referenceKeys(before) : []).map(text));
    const fresh = referenceKeys(record).filter((key) => !known.has(text(key)));
    for (let start = 0; start < fresh.length; start += TRANSACTION) {
      await table.commit(fresh.slice(start, start + TRANSACTION).map((key) => put({ ...key })));
    }
    await table.commit([recordWrite(record, before)]);
  },

  records: async (districtId: DistrictId, ids: readonly string[]): Promise<TraceRecord[]> => {
    const items = await table.getMany(ids.map((id) => recordKey(districtId, id)));
    return items.flatMap((item) => (item ? [TraceRecord.parse(item)] : []));
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
});

const TYPES: readonly RecordType[] = ['ENTITY', 'GOODS', 'TRADE', 'CONSOLIDATION'];

const recordKey = (districtId: DistrictId, id: string): Key => ({
  pk: districtKey(districtId, 'TRACE', id),
  sk: CURRENT,
});

const numberKey = (districtId: DistrictId, number: string, reference: string): Key => ({
  pk: districtKey(districtId, 'TRACE_NUMBER', numberText(number)),
  sk: reference,
});

/** Under every origin and every number of a record. */
function referenceKeys(record: TraceRecord): Key[] {
  const { districtId } = record.detail;
  const reference = `${record.type}#${idOf(record)}`;
  return [
    ...originsOf(record).map((origin) => ({ pk: recordKey(districtId, origin).pk, sk: reference })),
    ...numbersOf(record).map((number) => numberKey(districtId, number, reference)),
  ];
}

const text = ({ pk, sk }: Key): string => `${pk} ${sk}`;

async function readRecord(table: Table, districtId: DistrictId, id: string): Promise<TraceRecord | undefined> {
  const item = await table.get(recordKey(districtId, id));
  return item && TraceRecord.parse(item);
}

const recordWrite = (record: TraceRecord, before: TraceRecord | undefined): Write =>
  update(
    recordKey(record.detail.districtId, idOf(record)),
    'SET #type = :type, #version = :version, detail = :detail',
    before === undefined
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: '#version = :before', values: { ':before': before.detail.version } },
    () => new ConcurrencyConflict('another event about the record was taken meanwhile'),
    { '#type': 'type', '#version': 'version' },
    { ':type': record.type, ':version': record.detail.version, ':detail': record.detail },
  );

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
