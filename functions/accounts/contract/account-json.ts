import type { z } from 'zod';
import { type Assignment, isInForce } from '../../shared/kernel/assignment.ts';
import { CITY, TRIAL } from '../../shared/kernel/identifier.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Account } from '../domain/account.ts';
import type { Party } from '../domain/party.ts';
import { type Actor, shownAssignments } from '../domain/powers.ts';
import type { AccountJson, AssignmentJson } from './answers.ts';

/** Chinese names of the places that are no district. */
const OTHER_PLACES: Readonly<Record<string, string>> = { [CITY]: '全市', [TRIAL]: '试运行' };

export const districtName = (id: string, tenants: Lists['tenants']): string =>
  tenants.get(id)?.name ?? OTHER_PLACES[id] ?? id;

export function assignmentToJson(
  assignment: Assignment,
  account: Pick<Account, 'state'>,
  tenants: Lists['tenants'],
  today: string,
): z.input<typeof AssignmentJson> {
  const { assignmentId: id, ...one } = assignment;
  return {
    id,
    ...one,
    districtName: districtName(one.districtId, tenants),
    inForce: account.state === 'ACTIVE' && isInForce(assignment, today),
  };
}

/** An account as somebody may know of it. */
export function accountToJson(
  { data, version }: Pick<Stored<Account>, 'data' | 'version'>,
  viewer: Actor,
  tenants: Lists['tenants'],
  today: string,
): z.input<typeof AccountJson> {
  const { assignments: _all, code, districtId, ...account } = data;
  return {
    ...account,
    districtId,
    districtName: districtName(districtId, tenants),
    assignments: shownAssignments(viewer, data).map((one) => assignmentToJson(one, data, tenants, today)),
    ...(code && { lastCode: code }),
    version,
  };
}

export const entityToJson = ({ entityId: id, name, kind, status }: Party) => ({ id, name, kind, status });
