import { z } from 'zod';
import { type AuditedLog, auditEntry, auditWrite, type Cause, CHAIN_START } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { type Key, versionKey } from '../../shared/table/keys.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import { pack, unpacked } from '../../shared/table/packed.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';
import { Batch } from '../domain/fact.ts';
import { PLAN_PREFIX, type Plan, planIn, TRADE_COPY, type Trade, tradeIn } from './trades.ts';

/** What one request added to a record. */
const SCANS = form('shipment-scans', z.object({ batches: z.array(Batch) }));

const PREFIX = 'SCANS#';

/**
 * All facts about the goods of a trade, or of a mark that nobody knows: a log to which each request adds one item, and of
 * which nothing is rewritten. What it comes to is computed whenever it is read.
 */
export interface Log {
  readonly pk: Key['pk'];
  /** 0 where there is nothing yet. */
  readonly version: number;
  readonly auditHash: string;
  readonly batches: readonly Batch[];
  /** What was heard of the trade; undefined where nothing was, and of a mark. */
  readonly trade: Trade | undefined;
  /** The containers for which a consolidation means the goods; none of a mark. */
  readonly meant: Plan['containers'];
}

/** One strongly consistent query: the facts, and what was heard of their trade and its plans. */
export async function loadLog(table: Table, pk: Key['pk']): Promise<Log> {
  const items = await everyItem(table, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :scans AND :last',
    ExpressionAttributeValues: { ':pk': pk, ':scans': PREFIX, ':last': `${PLAN_PREFIX}~` },
    ConsistentRead: true,
  });
  const versions = items.filter(({ sk }) => sk.startsWith(PREFIX)).map(versionIn);
  const copy = items.find(({ sk }) => sk === TRADE_COPY);
  const last = versions.at(-1);
  return {
    pk,
    version: last?.version ?? 0,
    auditHash: last?.auditHash ?? CHAIN_START,
    batches: versions.flatMap(({ data }) => data.batches),
    trade: copy && tradeIn(copy),
    meant: items.filter(({ sk }) => sk.startsWith(PLAN_PREFIX)).flatMap((item) => planIn(item).containers),
  };
}

/**
 * The writes that add facts to a record, with their audit entry: one a request. Of two requests at once the second is judged
 * anew, so that every version was counted with all before it.
 */
export function logWrites(
  { pk, version: before, auditHash }: Log,
  batches: readonly Batch[],
  { messages = [], ...cause }: Cause<'SCAN'>,
): Write[] {
  const version = before + 1;
  const data = { batches };
  const entry = auditEntry({ ...cause, pk, version, reasons: [], previousHash: auditHash, content: data });
  const item = {
    pk,
    sk: PREFIX + versionKey(version),
    form: SCANS.version,
    version,
    auditHash: entry.hash,
    data: pack(data),
  };
  return [
    create(item, conflict),
    auditWrite(entry, conflict),
    ...outboxWrites(pk, version, cause.at, messages, conflict),
  ];
}

const conflict = () => new ConcurrencyConflict('another request has added facts to the same goods');

const versionIn = (item: StoredItem) => ({
  version: Number(item['version']),
  auditHash: item['auditHash'] as string,
  data: readForm(SCANS, unpacked(item['data']), item['form']),
});

/** Facts have no current record: each request's are kept in an item of their own. */
export const scanLog: AuditedLog = { prefix: PREFIX, holds: () => true, read: versionIn };
