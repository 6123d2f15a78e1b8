import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { countQueue, MAX_COUNTED, type Queue } from '../../../functions/shared/human-task/queue.ts';
import { addDays } from '../../../functions/shared/kernel/calendar.ts';
import { aggregate, type Stored } from '../../../functions/shared/table/aggregate.ts';
import { form } from '../../../functions/shared/table/form.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import type { Listing } from '../../../functions/shared/table/listing.ts';
import { indexKeys } from '../../../functions/shared/table/listing.ts';
import { build } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { QUEUES } from '../../../functions/system/work.ts';
import { call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { counted, keepItems } from '../../kit/counted.ts';
import { useRegistry } from '../../kit/registry.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const TODAY = '2026-03-17';
const registry = useRegistry(NOW, false);

const workOf = async (caller: Caller) =>
  (await call(build(registry.runtime), systemApi, 'work', { caller })).body.items as {
    queue: string;
    count: number;
    overdue: number;
    oldestDueOn?: string;
  }[];

const entity = (n: number) => `entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA${n}`;
const agent = (n: number): Caller => ({ sub: `agent-${n}`, role: 'agent', districtId: DAZU, entityId: entity(n) });

/** A record of any collection, as far as queues look at it. */
const Waiting = z.object({
  id: z.string(),
  collection: z.string(),
  owners: z.array(z.string()),
  state: z.string().optional(),
  dueIn: z.string().optional(),
  due: z.string().optional(),
});

type Waiting = z.infer<typeof Waiting>;

const record = aggregate({ head: form('waiting-record', Waiting) });

const listingOf = ({ id: _id, ...listing }: Waiting): Listing => ({ districtId: DAZU, ...listing });

/** Whether a record waits in a queue for a caller, by what it says alone. */
const waitsIn = (queue: Queue, caller: Caller, { collection, owners, state, dueIn, due }: Waiting): boolean => {
  if (collection !== queue.collection) return false;
  if (['merchant', 'agent'].includes(caller.role)) {
    const own = queue.ofFirstOwner ? owners.slice(0, 1) : owners;
    if (!own.some((one) => one === caller.entityId || one === caller.sub)) return false;
  }
  if (queue.states) return state !== undefined && queue.states.includes(state);
  if (due === undefined || dueIn !== queue.dueIn) return false;
  return (!queue.ends || due >= TODAY) && (queue.withinDays === undefined || due <= addDays(TODAY, queue.withinDays));
};

/** Something that one of the queues may list. */
const place = fc.constantFrom(...QUEUES).chain((queue) =>
  fc.record({
    collection: fc.constant(queue.collection),
    owners: fc.uniqueArray(fc.constantFrom(entity(1), entity(2), 'agent-1'), { minLength: 1, maxLength: 2 }),
    state: fc.constantFrom(undefined, 'OTHER', ...(queue.states ?? [])),
    dueIn: fc.constantFrom(undefined, queue.dueIn),
    due: fc.option(
      fc.integer({ min: -40, max: 40 }).map((days) => addDays(TODAY, days)),
      { nil: undefined },
    ),
  }),
);

/** Changes of some records, each over the version that it saw: the last one, or one before, as of whoever is late. */
const history = fc.array(fc.record({ of: fc.integer({ min: 0, max: 7 }), to: place, late: fc.boolean() }), {
  minLength: 1,
  maxLength: 25,
});

let run = 0;

describe('a queue', () => {
  it('counts what waits in it after any changes, late ones and repeated ones among them', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (changes) => {
        run += 1;
        const district = `${500200 + run}`;
        const stored = new Map<number, Stored<Waiting>[]>();
        for (const { of, to, late } of changes) {
          const versions = stored.get(of) ?? [];
          const before = late ? versions.at(-2) : versions.at(-1);
          // A record stays in its collection, and its owners are its own.
          const data = { ...to, ...(before && { collection: before.data.collection, owners: before.data.owners }) };
          const { after, writes } = record.writes({
            pk: districtKey(district, 'WAITING', String(of)),
            before,
            data: { id: String(of), ...data },
            listing: { ...listingOf({ id: String(of), ...data }), districtId: district },
            at: NOW,
            actor: { sub: 'clerk', role: 'clerk', districtId: district },
            action: 'CHANGE',
            otherwise: () => new Error('another was first'),
          });
          const isTaken = await registry.runtime.table.commit(writes).then(
            () => true,
            () => false,
          );
          expect(isTaken).toBe(before === versions.at(-1));
          if (isTaken) stored.set(of, [...versions, after]);
        }
        const now = [...stored.values()].flatMap((versions) => versions.at(-1)?.data ?? []);
        for (const queue of QUEUES) {
          for (const caller of [clerk(), agent(1), agent(2), merchant(entity(2))]) {
            const waiting = now.filter((one) => waitsIn(queue, caller, one));
            const days = waiting.flatMap(({ due }) => (queue.states ? [] : (due ?? []))).toSorted();
            const count = await countQueue(registry.runtime.table, caller, district, queue, TODAY);
            expect(count, queue.name).toEqual({
              count: waiting.length,
              overdue: days.filter((day) => day < TODAY).length,
              ...(days[0] !== undefined && { oldestDueOn: days[0] }),
            });
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('a long queue', () => {
  const LONG = 1500;
  const items = Array.from({ length: LONG }, (_, n) => ({
    pk: districtKey(DAZU, 'FILING', `filing-${n}`),
    sk: 'CURRENT',
    ...indexKeys(
      {
        districtId: DAZU,
        collection: 'FILINGS',
        // The last one is the party's.
        owners: [entity(n === LONG - 1 ? 1 : 2)],
        state: 'RETURNED',
        due: `2026-04-${String((n % 20) + 1).padStart(2, '0')}`,
        dueIn: 'RETURNED',
      },
      NOW,
      NOW,
    ),
  }));

  beforeAll(() => keepItems(registry.documents, items));

  it('is counted to a hundred at the cost of one query, and a party’s own is found behind the others’', async () => {
    const of = async (caller: Caller) => (await workOf(caller)).find(({ queue }) => queue === 'FILING_RETURNED');
    expect(await of(clerk())).toMatchObject({ count: MAX_COUNTED, overdue: 0, oldestDueOn: '2026-04-01' });
    expect(await of(agent(1))).toMatchObject({ count: 1, overdue: 0, oldestDueOn: '2026-04-20' });
    expect(await of(clerk(YUZHONG))).toMatchObject({ count: 0 });
    const queue = QUEUES.find(({ name }) => name === 'FILING_RETURNED');
    const { table, reads } = counted(registry.runtime.table);
    if (queue) await countQueue(table, clerk(), DAZU, queue, TODAY);
    expect(reads).toEqual({ queries: 1, entries: MAX_COUNTED, heads: 0 });
  });

  it('tells each role its own queues by a Chinese name, with notices that are not read', async () => {
    const queues = async (caller: Caller) => (await workOf(caller)).map(({ queue }) => queue);
    expect(await queues(reviewer())).toEqual([
      'FILING_REVIEW',
      'FILING_SAMPLE',
      'CREDIT_APPEAL',
      'TRADE_REVIEW',
      'NOTICES',
    ]);
    expect(await queues(operator())).toEqual(['FILING_REVIEW', 'CREDIT_APPEAL', 'NOTICES']);
    expect(await queues(merchant(entity(2)))).toEqual(['FILING_RETURNED', 'ENTITY_TERM', 'IMPORT_FAILED', 'NOTICES']);
    expect(await queues(agent(1))).toEqual([
      'FILING_RETURNED',
      'ENTITY_TERM',
      'FILING_BATCH_FAILED',
      'TRADE_OFFER',
      'CONSOLIDATION_MEASURES',
      'CONSOLIDATION_CONFIRMATION',
      'IMPORT_FAILED',
      'NOTICES',
    ]);
    expect(new Set(QUEUES.map(({ name }) => name)).size).toBe(QUEUES.length);
    for (const { title } of QUEUES) expect(title).toMatch(/^[\p{Script=Han}]+$/u);
  });
});
