import type { CapabilityManifest } from '../manifest/model.ts';

/** What the app deploys: capabilities by name, `capabilities` of `infra/manifest.ts` unless a test deploys others. */
export type Capabilities = Readonly<Record<string, CapabilityManifest>>;

/** API Gateway's authorizer, which is part of the API and answers no route of it. */
export const AUTHORIZER = 'Authorizer';

/**
 * The functions that other functions call as clients. Each has a fixed name (`fixedName`), by which its clients know it:
 * the stacks of the capabilities then need not refer to one another, and two that are clients of each other are no circle.
 */
export const calledFunctions = (capabilities: Capabilities): ReadonlySet<string> =>
  new Set(
    Object.values(capabilities)
      .flatMap(({ functions }) => Object.values(functions))
      .flatMap(({ access }) => access.invokes ?? []),
  );

/** The name under which a function is deployed that others call. */
export const fixedName = (name: string): string => `Registry${name}`;

/** The function of a name. */
export function named<T>(of: Readonly<Record<string, T>>, name: string): T {
  const found = of[name];
  if (found === undefined) throw new Error(`the manifest names ${name}, which is not there`);
  return found;
}
