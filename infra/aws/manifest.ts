import type { Workflow } from '../../functions/shared/outbox/workflows.ts';
import type { FunctionSpec, ScheduleSpec, SubscriptionSpec, WorkflowSpec } from '../manifest/model.ts';
import type { Route } from '../manifest.ts';

/** What the app deploys: the shape of `infra/manifest.ts`, so that tests can deploy a smaller one. */
export interface Manifest {
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly routes: readonly Route[];
  readonly workflows: Readonly<Partial<Record<Workflow, WorkflowSpec>>>;
  readonly subscriptions: readonly SubscriptionSpec[];
  readonly schedules: readonly ScheduleSpec[];
}

/** API Gateway's authorizer, which is part of the API and answers no route of it. */
export const AUTHORIZER = 'Authorizer';

/** The functions by the stack that holds them: with the state machine that calls them, behind the API, or with the events. */
export function homes(manifest: Manifest): Record<'workflows' | 'api' | 'events', string[]> {
  const tasks = new Set(Object.values(manifest.workflows).flatMap((workflow) => workflow.tasks));
  const api = new Set([AUTHORIZER, ...manifest.routes.map((route) => route.function)]);
  const home = (name: string) => (tasks.has(name) ? 'workflows' : api.has(name) ? 'api' : 'events');
  return { workflows: [], api: [], events: [], ...Object.groupBy(Object.keys(manifest.functions), home) };
}

/**
 * The name of a function's own that a state machine's function or a subscriber calls it by. It stands fixed, because the stacks
 * cannot refer to one another in both directions: the API's functions are told the state machines, which are told theirs.
 * Undefined where no function of another stack is its client.
 */
export function fixedName(manifest: Manifest, name: string): string | undefined {
  const { workflows, events } = homes(manifest);
  const clients = [...workflows, ...events].flatMap((client) => named(manifest.functions, client).access.invokes ?? []);
  return clients.includes(name) ? `Registry${name}` : undefined;
}

/** The function of a name. */
export function named<T>(of: Readonly<Record<string, T>>, name: string): T {
  const found = of[name];
  if (found === undefined) throw new Error(`the manifest names ${name}, which is not there`);
  return found;
}
