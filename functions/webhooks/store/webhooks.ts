import { z } from 'zod';
import { type DistrictId } from '../../shared/kernel/identifier.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, replace, type Write } from '../../shared/table/write.ts';
import { Webhook } from '../domain/webhook.ts';
import { changed, districtOf } from './records.ts';

const record = aggregate({ head: form('webhook', Webhook) });

/** A district's webhooks as whoever tells them needs them, in one item: an event costs one reading, whoever listens. */
const Roster = z.object({ webhooks: z.array(Webhook.pick({ id: true, owner: true, events: true, status: true })) });

type Listed = z.infer<typeof Roster>['webhooks'][number];

const ROSTER_FORM = form('webhook-roster', Roster);

export interface StoredRoster {
  /** 0 where there is none yet. */
  readonly version: number;
  readonly webhooks: readonly Listed[];
}

export const webhooks = (table: Table) => ({
  webhook: async (id: string): Promise<Stored<Webhook> | undefined> => record.load(table, webhookKey(id)),

  /** The webhooks of districts, deleted ones left out. */
  rosters: async (districtIds: readonly DistrictId[]): Promise<StoredRoster[]> =>
    (await table.getMany(districtIds.map(rosterKey))).map(rosterOf),
});

/** The writes of a change of a webhook, with its place in the roster of its district. */
export function webhookWrites(
  data: Webhook,
  before: Stored<Webhook> | undefined,
  roster: StoredRoster,
  cause: Cause<'REGISTER' | 'CHANGE' | 'ROTATE_SECRET' | 'DELETE'>,
): Write[] {
  const { id, districtId, owner, events, status } = data;
  const others = roster.webhooks.filter((one) => one.id !== id);
  const listed = status === 'DELETED' ? others : [...others, { id, owner, events, status }];
  const item = {
    ...rosterKey(districtId),
    form: ROSTER_FORM.version,
    version: roster.version + 1,
    roster: { webhooks: listed },
  };
  return [
    ...record.writes({
      ...cause,
      pk: webhookKey(id),
      before,
      data,
      listing: { districtId, collection: 'WEBHOOKS', state: status },
      otherwise: changed,
    }).writes,
    roster.version === 0 ? create(item, changed) : replace(item, roster.version, changed),
  ];
}

const webhookKey = (id: string): Key['pk'] => districtKey(districtOf(id), 'WEBHOOK', id);

const rosterKey = (districtId: DistrictId): Key => ({ pk: districtKey(districtId, 'WEBHOOK_ROSTER'), sk: CURRENT });

const rosterOf = (item: StoredItem | undefined): StoredRoster =>
  item
    ? { version: Number(item['version']), ...readForm(ROSTER_FORM, item['roster'], item['form']) }
    : { version: 0, webhooks: [] };
