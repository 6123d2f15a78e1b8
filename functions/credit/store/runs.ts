import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Start } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { type Actor, type Cause, systemActor } from '../../shared/table/audit.ts';
import { BadCursor, ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';
import { BatchResult, CreditRun, executionNameOf, Mover } from '../domain/run.ts';

const record = aggregate({ head: form('creditrun', CreditRun) });
const BATCH = form('creditrun-batch', BatchResult);
const MOVERS = form('creditrun-movers', Mover.array());

/** A run of this identifier was started before. */
export class RunExists extends Error {
  override readonly name = 'RunExists';
}

/** Signs what the workflow of a run does. */
export const SCORING = systemActor('workflow', 'credit-scoring');

/** Runs, and what each of their batches did. */
export const runStore = (table: Table) => ({
  run: async (runId: string): Promise<Stored<CreditRun> | undefined> => {
    const districtId = parseIdentifier('creditrun', runId)?.districtId;
    return districtId === undefined ? undefined : record.load(table, runKey(districtId, runId));
  },

  /** A new run and the start of its execution; `RunExists` where there is one of the identifier. */
  start: (run: CreditRun, actor: Actor): Write[] =>
    changed(run, undefined, {
      actor,
      at: run.startedAt,
      action: 'START',
      messages: [startOf(run)],
      otherwise: () => new RunExists(),
    }),

  /** The run as one that broke off. */
  fail: (before: Stored<CreditRun>, error: string, at: string): Write[] =>
    changed({ ...before.data, status: 'FAILED', error }, before, {
      actor: SCORING,
      at,
      action: 'FAIL',
      otherwise: runChanged,
    }),

  /** Takes up a run that broke off: its finished batches stay as they are. */
  restart: (before: Stored<CreditRun>, actor: Actor, at: string): Write[] => {
    const { error: _error, ...data } = before.data;
    const run: CreditRun = { ...data, status: 'RUNNING', attempt: (data.attempt ?? 1) + 1 };
    return changed(run, before, { actor, at, action: 'RESTART', messages: [startOf(run)], otherwise: runChanged });
  },

  finish: (before: Stored<CreditRun>, at: string): Write[] =>
    changed({ ...before.data, status: 'FINISHED' }, before, {
      actor: SCORING,
      at,
      action: 'FINISH',
      otherwise: runChanged,
    }),

  /** Keeps who would move by a batch, and then what it did, by which it is done; done again, the same items. */
  finishBatch: async (run: CreditRun, result: BatchResult, movers: readonly Mover[]): Promise<void> => {
    const pk = runKey(run.districtId, run.id);
    const { from } = result;
    if (movers.length > 0) {
      await table.write(put({ pk, sk: `${MOVERS_PREFIX}${from}`, form: MOVERS.version, movers }));
    }
    await table.write(put({ pk, sk: `${BATCH_PREFIX}${from}`, form: BATCH.version, result }));
  },

  /** The movers of one batch that has some, and the cursor of the next. @throws BadCursor */
  movers: async (run: CreditRun, cursor?: string): Promise<{ items: Mover[]; nextCursor: string | null }> => {
    const pk = runKey(run.districtId, run.id);
    if (cursor !== undefined && !FROM.test(cursor)) throw new BadCursor('not a batch of a run');
    const { items } = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :movers)',
      ExpressionAttributeValues: { ':pk': pk, ':movers': MOVERS_PREFIX },
      ConsistentRead: true,
      Limit: 2,
      ...(cursor !== undefined && { ExclusiveStartKey: { pk, sk: `${MOVERS_PREFIX}${cursor}` } }),
    });
    const [page, more] = items;
    return {
      items: page ? readForm(MOVERS, page['movers'], page['form']) : [],
      nextCursor: page && more ? page.sk.slice(MOVERS_PREFIX.length) : null,
    };
  },

  finishedBatches: async (run: CreditRun): Promise<BatchResult[]> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :batch)',
      ExpressionAttributeValues: { ':pk': runKey(run.districtId, run.id), ':batch': BATCH_PREFIX },
      ConsistentRead: true,
    });
    return items.map((item) => readForm(BATCH, item['result'], item['form']));
  },
});

const runChanged = (): Error => new ConcurrencyConflict('the run was changed by another step');

const BATCH_PREFIX = 'BATCH#';
const MOVERS_PREFIX = 'MOVERS#';

/** What a batch can begin with. */
const FROM = /^[\w#-]{1,200}$/;

const runKey = (districtId: DistrictId, runId: string) => districtKey(districtId, 'CREDIT_RUN', runId);

/** A run's main item. */
export const runIn = (item: StoredItem): CreditRun => record.headOf(item).data;

export const startOf = (run: CreditRun): Start => ({
  type: 'start',
  workflow: 'credit-scoring',
  executionName: executionNameOf(run),
  input: { runId: run.id },
});

const listingOf = ({ districtId }: CreditRun) => ({ districtId, collection: 'CREDIT_RUNS' });

export const runMigration = record.migration('CREDIT_RUN', listingOf);

const changed = (
  data: CreditRun,
  before: Stored<CreditRun> | undefined,
  { otherwise, ...cause }: Cause<'START' | 'FAIL' | 'RESTART' | 'FINISH'> & { readonly otherwise: () => Error },
): Write[] =>
  record.writes({
    pk: runKey(data.districtId, data.id),
    before,
    data,
    listing: listingOf(data),
    ...cause,
    otherwise,
  }).writes;
