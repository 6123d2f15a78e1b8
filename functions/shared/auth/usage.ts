import type { JWTPayload } from 'jose';
import { CITY, type DistrictId } from '../kernel/identifier.ts';
import { placesOf } from '../reference/lists/tenants.ts';
import { SHIPPED } from '../reference/shipped.ts';
import type { Caller } from './caller.ts';

/** The environment variable that holds what the keys of this deployment begin with; without it nothing is counted. */
export const USAGE_VARIABLE = 'USAGE_KEYS';

/** The environment variable that names the machine clients with a plan of their own, separated by commas. */
export const CLIENTS_VARIABLE = 'USAGE_CLIENTS';

/** Under which key of a usage plan requests are counted. It is no secret: the authorizer alone tells it to API Gateway. */
export const centreKey = (prefix: string, districtId: string): string => `${prefix}-centre-${districtId}`;

export const clientKey = (prefix: string, client: string): string => `${prefix}-client-${client}`;

/** The centres that a deployment has a key for: those that the program came with. */
export const KEYED_CENTRES: readonly DistrictId[] = placesOf(new Map(SHIPPED.tenants.rows.map((row) => [row.id, row])));

/**
 * Whose a request is counted as: a machine client's that is named, by the token's client, else its centre's or the city's,
 * who also answers for a centre that was loaded since the deployment.
 */
export type UsageOf = (caller: Pick<Caller, 'districtId'>, claims: JWTPayload) => string | undefined;

export function usageFrom(environment: NodeJS.ProcessEnv): UsageOf {
  const prefix = environment[USAGE_VARIABLE];
  if (!prefix) return () => undefined;
  const clients = new Set((environment[CLIENTS_VARIABLE] ?? '').split(',').filter(Boolean));
  return ({ districtId }, { client_id, azp }) => {
    // RFC 9068 calls it client_id; OpenID Connect names it azp.
    const client = client_id ?? azp;
    return typeof client === 'string' && clients.has(client)
      ? clientKey(prefix, client)
      : centreKey(prefix, KEYED_CENTRES.includes(districtId) ? districtId : CITY);
  };
}
