import { PersonalRequestChanged } from '../../events/person.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import { PersonalRequest } from '../domain/request.ts';

const record = aggregate({ head: form('personal-request', PersonalRequest) });

const REQUESTS = 'PERSONAL_REQUESTS';

const requestKey = (id: string): Key['pk'] =>
  districtKey(parseIdentifier('personalrequest', id)?.districtId ?? '', 'PERSONALREQUEST', id);

export interface RequestQuery extends PageRequest {
  readonly status?: PersonalRequest['status'] | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly keep: (request: PersonalRequest) => boolean;
}

/** What people have asked about their data. */
export const peopleStore = (table: Table) => ({
  request: (id: string): Promise<Stored<PersonalRequest> | undefined> => record.load(table, requestKey(id)),

  page: ({ status, keep, ...request }: RequestQuery): Promise<Listed<Stored<PersonalRequest>>> =>
    listPage(table, {
      ...request,
      collection: REQUESTS,
      state: status,
      newestFirst: true,
      read: record.headOf,
      keep: ({ data }) => (status === undefined || data.status === status) && keep(data),
    }),
});

/** The writes of a request or its answer, and what the others are told of it. */
export function requestWrites(
  data: PersonalRequest,
  before: Stored<PersonalRequest> | undefined,
  cause: Omit<Cause<'ASK' | 'ANSWER'>, 'messages'>,
): Write[] {
  const { id, districtId, entityId, name, kind, status, about, dueOn, answer } = data;
  const version = (before?.version ?? 0) + 1;
  const told = {
    districtId,
    version,
    at: cause.at,
    requestId: id,
    entityId,
    name,
    kind,
    status,
    ...(about && { about }),
    ...(dueOn !== undefined && { dueOn }),
    ...(answer && { reasons: answer.reasons }),
  };
  return record.writes({
    ...cause,
    pk: requestKey(id),
    before,
    data,
    listing: {
      districtId,
      collection: REQUESTS,
      state: status,
      owners: [entityId],
      ...(status === 'OPEN' && { due: dueOn }),
    },
    messages: [announce(PersonalRequestChanged, told)],
    otherwise: () => new ConcurrencyConflict('the request was changed by another'),
  }).writes;
}
