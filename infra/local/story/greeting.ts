import { ROLES, type Role } from '../../../functions/shared/auth/caller.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import type { Host } from '../host.ts';
import { client } from './client.ts';
import { DISTRICT } from './story.ts';

/** Roles that act for a filed entity, and of which kind. */
const KINDS: Readonly<Partial<Record<Role, string>>> = { merchant: 'merchant', agent: 'tradeOperator' };

/** Where everything is, and a token for each role. */
export async function greet(host: Host): Promise<void> {
  console.log(`
HTTP API         ${host.url}   (contract: ${host.url}/openapi.json)
Step Functions   ${host.stepFunctionsUrl}   (aws stepfunctions list-state-machines --endpoint-url ${host.stepFunctionsUrl})
DynamoDB         ${host.dynamodbUrl}
Clock            ${host.now().toISOString()}   (forward: POST ${host.url}/dev/clock)
Tokens of district ${DISTRICT} 大足区, the operator's of the city; more: curl -X POST ${host.url}/dev/tokens -H 'Content-Type: application/json' -d '{"role":"clerk","districtId":"500103"}'`);
  const clerk = client(host.url, await tokenOf(host, 'clerk'));
  for (const role of ROLES) {
    const kind = KINDS[role];
    const entity = kind === undefined ? undefined : await firstEntity(kind);
    if (kind !== undefined && !entity) continue;
    const of = entity ? `   (${entity.name})` : '';
    console.log(`  ${role.padEnd(9)} ${await tokenOf(host, role, entity?.id)}${of}`);
  }
  console.log('Ctrl-C stops it.');

  async function firstEntity(kind: string): Promise<{ id: string; name: string } | undefined> {
    return (await clerk.get<{ items: { id: string; name: string }[] }>(`/v1/entities?kind=${kind}&limit=1`)).items[0];
  }
}

function tokenOf({ tokens }: Host, role: Role, entityId?: string): Promise<string> {
  const districtId = role === 'operator' ? CITY : DISTRICT;
  const sub = entityId ?? `${role}-${districtId}`;
  return tokens.issue({ sub, role, districtId, ...(entityId === undefined ? {} : { entityId }) });
}
