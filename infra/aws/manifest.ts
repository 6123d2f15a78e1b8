import type { CapabilityManifest } from '../manifest/model.ts';

/** What the app deploys: capabilities by name, `capabilities` of `infra/manifest.ts` unless a test deploys others. */
export type Capabilities = Readonly<Record<string, CapabilityManifest>>;

/** API Gateway's authorizer, which is part of the API and answers no route of it. */
export const AUTHORIZER = 'Authorizer';

/**
 * The name under which a capability's API function is deployed. It stands fixed, because the API and other capabilities call
 * the function by it: their stacks then need not refer to its stack, which is told the API's address.
 */
export const fixedName = (name: string): string => `Registry${name}`;

/** The function of a name. */
export function named<T>(of: Readonly<Record<string, T>>, name: string): T {
  const found = of[name];
  if (found === undefined) throw new Error(`the manifest names ${name}, which is not there`);
  return found;
}
