import { relative } from 'node:path';
import { ROLES, type Role } from '../../../functions/shared/auth/caller.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import type { Host } from '../host.ts';
import { type DemoPerson, demoLines } from '../issuer/demo.ts';
import { client } from './client.ts';
import { isStoryTold } from './marker.ts';
import { DISTRICT } from './story.ts';
import { tokensFile, writeTokens } from './tokens-file.ts';

/** Roles that act for a filed entity, and of which kind. */
const KINDS: Readonly<Partial<Record<Role, string>>> = { merchant: 'merchant', agent: 'tradeOperator' };

/** The aws command asks for a region and credentials before it calls anybody; this host looks at neither. */
const AWS = 'AWS_DEFAULT_REGION=local AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any aws';

/**
 * Where everything is, how to sign in as the people of the demo data, and a token for each role, here and in a file.
 *
 * @param people none where there is no demo data
 */
export async function greet(host: Host, dataDir: string, people: readonly DemoPerson[]): Promise<void> {
  const { publicUrl } = host;
  const dev = host.listening.devUrl;
  const clock = dev === undefined ? '' : `   (forward: POST ${dev}/dev/clock)`;
  const more =
    dev === undefined
      ? 'npm run -s token -- --help'
      : `curl -X POST ${dev}/dev/tokens -H 'Content-Type: application/json' -d '{"role":"clerk","districtId":"500103"}'`;
  console.log(`\nPortal 门户      ${publicUrl}/portal/`);
  if (people.length > 0) {
    console.log('  sign in by name and pass phrase; a code of now: npm run -s demo-code');
    for (const line of demoLines(people, new Date())) console.log(line);
  }
  console.log(`HTTP API         ${publicUrl}   (contract: ${publicUrl}/openapi.json)${waysIn(host)}
Step Functions   ${host.stepFunctionsUrl}   (${AWS} stepfunctions list-state-machines --endpoint-url ${host.stepFunctionsUrl})
DynamoDB         ${host.dynamodbUrl}
Clock            ${host.now().toISOString()}${clock}
Tokens of district ${DISTRICT} 大足区, the operator's of the city; more: ${more}`);
  const clerk = client(host.url, await tokenOf(host, 'clerk'));
  const tokens = new Map<Role, string>();
  for (const role of ROLES) {
    const kind = KINDS[role];
    const entity = kind === undefined ? undefined : await firstEntity(kind);
    if (kind !== undefined && !entity) continue;
    const of = entity ? `   (${entity.name})` : '';
    const token = await tokenOf(host, role, entity?.id);
    tokens.set(role, token);
    console.log(`  ${role.padEnd(10)} ${token}${of}`);
  }
  writeTokens(dataDir, host.url, tokens);
  const file = relative('', tokensFile(dataDir));
  console.log(`
In another terminal:
  . ${/\s/.test(file) ? `'${file}'` : file}
  curl -H "Authorization: Bearer $CLERK_TOKEN" "$BASE/v1/filings?limit=3"
Ctrl-C stops it.`);
  if (host.listening.isReachedByOthers && isStoryTold(dataDir)) {
    console.error(
      `\nWarning: other machines reach this host, and the people of the demo data, whose pass phrases everybody knows, can
sign in. For real records set DATA_DIR to a new folder and start with --no-story.`,
    );
  }

  async function firstEntity(kind: string): Promise<{ id: string; name: string } | undefined> {
    return (await clerk.get<{ items: { id: string; name: string }[] }>(`/v1/entities?kind=${kind}&limit=1`)).items[0];
  }
}

/** Where the host listens, where that is not where people reach it, and by what they know it. */
function waysIn({ publicUrl, listening: { url, ownUrl, devUrl, certificate } }: Host): string {
  const lines = [
    ...(url === publicUrl ? [] : [`Listens at       ${url}`]),
    ...(certificate === undefined
      ? []
      : [
          `Certificate      SHA-256 ${certificate.fingerprint}, until ${certificate.validUntil.toISOString().slice(0, 10)}`,
        ]),
    ...(ownUrl === url ? [] : [`This machine     ${ownUrl}${devUrl === undefined ? '' : '   (with /dev/*)'}`]),
  ];
  return lines.map((line) => `\n${line}`).join('');
}

function tokenOf({ tokens }: Host, role: Role, entityId?: string): Promise<string> {
  const districtId = role === 'operator' ? CITY : DISTRICT;
  const sub = entityId ?? `${role}-${districtId}`;
  return tokens.issue({ sub, role, districtId, ...(entityId === undefined ? {} : { entityId }) });
}
