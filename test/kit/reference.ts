import { build } from '../../functions/reference/api.ts';
import { referenceApi } from '../../functions/reference/contract/index.ts';
import { CACHE_MS } from '../../functions/shared/reference/reference.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { type CallOptions, call, operator } from './call.ts';
import type { TestRegistry } from './registry.ts';

/** Two operators: who submits a version does not publish it. */
export const AUTHOR = { ...operator(), sub: 'operator-author' };
export const PUBLISHER = { ...operator(), sub: 'operator-publisher' };

export const onReference = (runtime: Runtime, operation: keyof typeof referenceApi, options: CallOptions) =>
  call(build(runtime), referenceApi, operation, options);

/** Has a version of a list published as two operators do, and every function of the registry read it. */
export async function publish(registry: TestRegistry, list: string, version: Record<string, unknown>): Promise<void> {
  const { runtime } = registry;
  const body = { source: '公告', ...version };
  const drafted = await onReference(runtime, 'submitReferenceVersion', { caller: AUTHOR, params: { list }, body });
  const published = await onReference(runtime, 'publishReferenceVersion', {
    caller: PUBLISHER,
    params: { list, version: String(drafted.body.version) },
  });
  if (published.status !== 200) throw new Error(JSON.stringify([drafted.body, published.body]));
  const now = runtime.now();
  registry.setClock(new Date(now.getTime() + CACHE_MS).toISOString());
  await runtime.reference.at(now.toISOString());
  registry.setClock(now.toISOString());
}
