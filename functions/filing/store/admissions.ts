import { AdmissionChanged } from '../../events/admission.ts';
import type { EntityKind } from '../../events/entity.ts';
import { searchForm } from '../../shared/kernel/comparison.ts';
import { type DistrictId, identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, type Key } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { facet, type Listing } from '../../shared/table/listing.ts';
import { type Replay, replayOf } from '../../shared/table/replay.ts';
import type { Table } from '../../shared/table/table.ts';
import { check, put, type Write } from '../../shared/table/write.ts';
import { Admission, admissionChanged } from '../domain/admission.ts';
import type { Entity } from '../domain/entity.ts';
import { changed, partitionOf } from './records.ts';

const record = aggregate({ head: form('admission', Admission) });

const ADMISSIONS = 'ADMISSIONS';

/** One record of a party and a district, so that of two decisions at once one counts. */
export const admissionId = (districtId: DistrictId, entityId: string): string =>
  identifier('admission', districtId, parseIdentifier('entity', entityId)?.ulid ?? '');

const admissionKey = (id: string): Key => ({ pk: partitionOf('admission', id), sk: CURRENT });

/** Beside the party, so that a change of it finds the districts that judged of it. */
const POINTER = 'TENANT#';

export interface AdmissionQuery extends PageRequest {
  readonly status?: Admission['status'] | undefined;
  readonly kind?: EntityKind | undefined;
  /** Part of a name or filing number. */
  readonly q?: string | undefined;
  readonly keep: (admission: Admission) => boolean;
}

const namesOf = ({ party: { name, nameEn = '', filingNumber } }: Admission) => [name, nameEn, filingNumber];

export const admissions = (table: Table) => ({
  admission: (id: string): Promise<Stored<Admission> | undefined> => record.load(table, partitionOf('admission', id)),

  admissionPage: ({ status, kind, q, keep, ...request }: AdmissionQuery) =>
    listPage(table, {
      ...request,
      collection: ADMISSIONS,
      state: status,
      sought: [...(kind === undefined ? [] : [facet(kind)]), ...(q === undefined ? [] : [searchForm(q)])],
      read: record.headOf,
      keep: ({ data }) =>
        (status === undefined || data.status === status) &&
        (kind === undefined || data.party.kind === kind) &&
        (q === undefined || namesOf(data).some((text) => searchForm(text).includes(searchForm(q)))) &&
        keep(data),
    }),

  /** Which of the parties a district has admitted. */
  admittedAmong: async (districtId: DistrictId, entityIds: readonly string[]): Promise<string[]> => {
    const items = await table.getMany(entityIds.map((id) => admissionKey(admissionId(districtId, id))));
    return items.flatMap((item) => {
      const { status, entityId } = item ? record.headOf(item).data : {};
      return status === 'ADMITTED' && entityId !== undefined ? [entityId] : [];
    });
  },

  /** What every district has decided of a party. */
  admissionsOf: async (entityId: string): Promise<Stored<Admission>[]> => {
    const pointers = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :pointer)',
      ExpressionAttributeValues: { ':pk': partitionOf('entity', entityId), ':pointer': POINTER },
      ConsistentRead: true,
    });
    const keys = pointers.map(({ sk }) => admissionKey(admissionId(sk.slice(POINTER.length), entityId)));
    const items = await table.getMany(keys);
    return items.flatMap((item) => (item ? [record.headOf(item)] : []));
  },
});

type Action = Parameters<typeof admissionChanged>[1];

/**
 * The writes of a change to an admission.
 *
 * @param entity as it was read for a decision: where it has changed since, the decision does not count, so that no change is
 * missed between the reading and the pointer
 */
export function admissionWrites(
  before: Stored<Admission> | undefined,
  data: Admission,
  cause: Cause<Action>,
  entity?: Stored<Entity>,
): Write[] {
  const version = (before?.version ?? 0) + 1;
  const { writes } = record.writes({
    ...cause,
    pk: partitionOf('admission', data.id),
    before,
    data,
    listing: listingOf(data),
    messages: [messageOf(data, cause.action, version, cause.at)],
    otherwise: changed,
  });
  if (!entity) return writes;
  return [
    ...writes,
    put({ pk: entity.pk, sk: POINTER + data.districtId }),
    check({ pk: entity.pk, sk: CURRENT }, entity.version, changed),
  ];
}

const messageOf = (data: Admission, action: Action, version: number, at: string): Message =>
  announce(AdmissionChanged, admissionChanged(data, action, version, at));

const listingOf = ({ districtId, status, party: { kind, name, nameEn = '', filingNumber } }: Admission): Listing => ({
  districtId,
  collection: ADMISSIONS,
  state: status,
  sought: [kind, ...[name, nameEn, filingNumber].map(searchForm)],
});

/** Nobody is told anew of a decision. */
export const admissionReplay: Replay = replayOf(
  record,
  AdmissionChanged.name,
  ADMISSIONS,
  ({ data, version, updatedAt }) => messageOf(data, 'FOLLOW', version, updatedAt),
);
