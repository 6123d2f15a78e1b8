import { accountWrites } from '../../../functions/accounts/store/accounts.ts';
import { accountStore } from '../../../functions/accounts/store/index.ts';
import type { Assignment } from '../../../functions/shared/kernel/assignment.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { awsRuntime } from '../../../functions/shared/runtime.ts';
import { systemActor } from '../../../functions/shared/table/audit.ts';
import type { Host } from '../host.ts';
import { type DemoPerson, demoPeople } from '../issuer/demo.ts';
import { client } from './client.ts';

const ACTOR = systemActor('command', 'start');

/**
 * Has the people of the demo data sign in and act, once: whoever was suspended, given another pass phrase or another
 * assignment since stays as they are.
 */
export async function enrolPeople(host: Host): Promise<DemoPerson[]> {
  const people = demoPeople();
  for (const person of people) {
    await openAccount(host, person);
    await host.issuer.enrol(person);
  }
  return people;
}

async function openAccount(host: Host, person: DemoPerson): Promise<void> {
  const { sub, name, role, districtId, authority, bankCode, kind } = person;
  const { table, newUlid } = awsRuntime(process.env, host.now);
  const store = accountStore(table);
  if (await store.account(sub)) return;
  const entityId = kind === undefined ? undefined : await firstEntity(host, districtId, kind);
  const at = host.now().toISOString();
  const today = dayInChina(at);
  const assignment: Assignment = {
    assignmentId: identifier('assignment', districtId, newUlid()),
    role,
    districtId,
    ...(entityId !== undefined && { entityId }),
    ...(authority && { authority }),
    ...(bankCode !== undefined && { bankCode }),
    from: today,
    state: 'ACTIVE',
    proposedBy: ACTOR.sub,
    confirmedBy: ACTOR.sub,
  };
  const account = { sub, name, districtId, state: 'ACTIVE' as const, assignments: [assignment] };
  const cause = { actor: ACTOR, at, action: 'OPEN', reasons: [role] } as const;
  const operators = role === 'operator' ? await store.operators() : undefined;
  await table.commit(accountWrites(account, undefined, operators, cause, today).writes);
}

/** The party of the sample chain that was filed first of a kind. */
async function firstEntity(host: Host, districtId: string, kind: string): Promise<string> {
  const clerk = client(host.url, await host.tokens.issue({ sub: 'story-clerk', role: 'clerk', districtId }));
  const { items } = await clerk.get<{ items: { id: string }[] }>(`/v1/entities?kind=${kind}&limit=1`);
  const [first] = items;
  if (!first) throw new Error(`the sample chain has filed no ${kind}`);
  return first.id;
}
