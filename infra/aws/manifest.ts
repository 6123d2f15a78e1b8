import type { CapabilityManifest } from '../manifest/model.ts';
import { nameIn, type Target } from './target.ts';

/** What the app deploys: capabilities by name, `capabilities` of `infra/manifest.ts` unless a test deploys others. */
export type Capabilities = Readonly<Record<string, CapabilityManifest>>;

/** API Gateway's authorizer, which is part of the API and answers no route of it. */
export const AUTHORIZER = 'Authorizer';

/**
 * The name under which a capability's API function is deployed. It stands fixed, because the API and other capabilities call
 * the function by it: their stacks then need not refer to its stack, which is told the API's address.
 */
export const fixedName = (target: Target, name: string): string => nameIn(target, name);

/** The alias of an API function that requests go to; a release moves it (`Release`). */
export const LIVE = 'live';

/** The name by which an API function is called: its fixed name, and the alias that a release moves. */
export const calledName = (target: Target, name: string): string => `${fixedName(target, name)}:${LIVE}`;

/** The function of a name. */
export function named<T>(of: Readonly<Record<string, T>>, name: string): T {
  const found = of[name];
  if (found === undefined) throw new Error(`the manifest names ${name}, which is not there`);
  return found;
}
