import { ROLES } from '../../../functions/shared/auth/caller.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import type { Host } from '../host.ts';
import { DISTRICT } from './story.ts';

/** Where everything is, and a token for each role that needs no record of its own. */
export async function greet(host: Host): Promise<void> {
  console.log(`
HTTP API         ${host.url}   (contract: ${host.url}/openapi.json)
Step Functions   ${host.stepFunctionsUrl}   (aws stepfunctions list-state-machines --endpoint-url ${host.stepFunctionsUrl})
DynamoDB         ${host.dynamodbUrl}
Clock            ${host.now().toISOString()}   (forward: POST ${host.url}/dev/clock)
Tokens of district ${DISTRICT} 大足区 (the operator's is the city's); a merchant's or agent's, which names its entity:
  curl -X POST ${host.url}/dev/tokens -d '{"role":"merchant","districtId":"${DISTRICT}","entityId":"<entity id>"}'`);
  for (const role of ROLES.filter((one) => one !== 'merchant' && one !== 'agent')) {
    const districtId = role === 'operator' ? CITY : DISTRICT;
    console.log(`  ${role.padEnd(9)} ${await host.tokens.issue({ sub: `${role}-${districtId}`, role, districtId })}`);
  }
  console.log('Ctrl-C stops it.');
}
