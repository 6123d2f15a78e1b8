import { type Caller, isParty, type Role } from '../auth/caller.ts';
import { addDays } from '../kernel/calendar.ts';
import type { DistrictId } from '../kernel/identifier.ts';
import { dueKey, INDEXES, ownerFacet, stateKey } from '../table/listing.ts';
import type { StoredItem, Table } from '../table/table.ts';

/**
 * 待办: what waits for a person, as a capability's contract tells it. It is counted by the index that lists it, so that a
 * count is what the list shows, whatever was repeated, restored or late.
 */
export interface Queue {
  /** Stable English name, e.g. `FILING_REVIEW`. */
  readonly name: string;
  readonly title: string;
  /** Whose work it is: of an office all of the district, of a party its own. */
  readonly roles: readonly Role[];
  /** The collection of its records. */
  readonly collection: string;
  /** The states in which they wait; absent where they wait by a day. */
  readonly states?: readonly string[];
  /** Which of the collection's queues by day (`Listing.dueIn`). */
  readonly dueIn?: string;
  /** That what is past its day waits no more: it has ended by itself. */
  readonly ends?: true;
  /** Only what is due within so many days from today. */
  readonly withinDays?: number;
  /** That of parties it is the work of whoever is first among the owners, e.g. of an offer the consolidator. */
  readonly ofFirstOwner?: true;
}

/** How much waits in a queue. */
export interface QueueCount {
  /** At most `MAX_COUNTED`, which then stands for that many or more. */
  readonly count: number;
  /** How many of them are past their day; at most `MAX_COUNTED`. */
  readonly overdue: number;
  /** `YYYY-MM-DD`; absent where nothing waits, or nothing by a day. */
  readonly oldestDueOn?: string;
}

/** A badge needs no more. */
export const MAX_COUNTED = 100;

/** Entries of a queue that are read at once; a party's own are sifted out of them. */
const SIFTED = 1000;

/** Counts a queue in a district by its indexes; they lag by moments. @param today `YYYY-MM-DD` */
export async function countQueue(
  table: Table,
  caller: Caller,
  districtId: DistrictId,
  queue: Queue,
  today: string,
): Promise<QueueCount> {
  const { collection, states, dueIn } = queue;
  const owners = isParty(caller) ? ownersOf(caller) : undefined;
  if (!states) {
    const key = dueKey(districtId, collection, dueIn);
    const days = (await firstOf(table, 'byDue', key, queue, owners, today)).map((item) => String(item['dueSort']));
    const [oldestDueOn] = days;
    const overdue = days.filter((day) => day < today).length;
    return { count: days.length, overdue, ...(oldestDueOn !== undefined && { oldestDueOn }) };
  }
  const waiting = await Promise.all(
    states.map((state) => firstOf(table, 'byState', stateKey(districtId, collection, state), queue, owners, today)),
  );
  return { count: Math.min(waiting.flat().length, MAX_COUNTED), overdue: 0 };
}

/** A party's own are listed under its entity, or under the person who acts before there is one. */
const ownersOf = ({ entityId, sub }: Caller): string[] => [...(entityId === undefined ? [] : [entityId]), sub];

async function firstOf(
  table: Table,
  index: 'byState' | 'byDue',
  key: string,
  { ends, withinDays, ofFirstOwner }: Queue,
  owners: readonly string[] | undefined,
  today: string,
): Promise<StoredItem[]> {
  const isBounded = index === 'byDue' && (ends !== undefined || withinDays !== undefined);
  const test = ofFirstOwner ? 'begins_with' : 'contains';
  const input = {
    IndexName: index,
    KeyConditionExpression: isBounded ? '#key = :key AND #sort BETWEEN :from AND :to' : '#key = :key',
    ExpressionAttributeNames: { '#key': INDEXES[index].key, ...(isBounded && { '#sort': INDEXES[index].sort }) },
    ExpressionAttributeValues: {
      ':key': key,
      ...(isBounded && {
        ':from': ends ? today : '0',
        ':to': withinDays === undefined ? '9' : addDays(today, withinDays),
      }),
      ...Object.fromEntries((owners ?? []).map((owner, at) => [`:owner${at}`, ownerFacet(owner)])),
    },
    ...(owners && { FilterExpression: owners.map((_, at) => `${test}(sought, :owner${at})`).join(' OR ') }),
    Limit: owners ? SIFTED : MAX_COUNTED,
  };
  const found: StoredItem[] = [];
  for (let after: Record<string, unknown> | undefined; ; ) {
    const page = await table.query({ ...input, ...(after && { ExclusiveStartKey: after }) });
    found.push(...page.items);
    after = page.next;
    if (!after || found.length >= MAX_COUNTED) return found.slice(0, MAX_COUNTED);
  }
}
