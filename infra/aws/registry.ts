import { type App, Tags } from 'aws-cdk-lib';
import { type CapabilityManifest, routesOf } from '../manifest/model.ts';
import { AUTHORIZER, type Capabilities, named } from './manifest.ts';
import type { Platform } from './platform.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { CapabilityStack } from './stacks/capability-stack.ts';
import { DashboardStack } from './stacks/dashboard-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventStack } from './stacks/event-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { RelayStack } from './stacks/relay-stack.ts';
import type { StateMachines } from './state-machines.ts';
import { nameIn, type Target } from './target.ts';

/** The stacks of the registry, in the order in which they are deployed. */
export interface Registry {
  readonly operations: OperationsStack;
  readonly data: DataStack;
  readonly events: EventStack;
  readonly api: ApiStack;
  readonly capabilities: Readonly<Record<string, CapabilityStack>>;
  readonly relay: RelayStack;
  readonly dashboard: DashboardStack;
}

/**
 * Deploys the capabilities to the target. A stack knows only those before it, and no capability's knows another's:
 * operations → data → events → API → one of each capability → what reads their executions → relay → dashboard.
 *
 * One more capability is one more stack, and adds no resource to the others (decision 18).
 */
export function buildRegistry(app: App, capabilities: Capabilities, target: Target): Registry {
  const env = { region: target.region };
  const of = (name: string): string => nameIn(target, name);
  const operations = new OperationsStack(app, of('Operations'), { env });
  const data = new DataStack(app, of('Data'), { env, topic: operations.alarms });
  const events = new EventStack(app, of('Events'), { env });
  const platform: Platform = {
    target,
    tables: data.tables,
    documents: data.documents,
    anchors: data.anchors,
    dataKey: data.key,
    certificateKey: data.certificateKey,
    secrets: data.secrets,
    logKey: operations.key,
    alarms: operations.alarms,
    bus: events.bus,
  };
  const all = Object.values(capabilities);
  const functions = Object.fromEntries(all.flatMap((capability) => Object.entries(capability.functions)));
  const api = new ApiStack(app, of('Api'), {
    env,
    routes: all.flatMap(routesOf),
    authorizer: named(functions, AUTHORIZER),
    platform,
  });
  const stacksOf = (some: readonly [string, CapabilityManifest][], watched: StateMachines) =>
    some.map(([name, manifest]) => {
      const { rest, publicUrl, serverErrors } = api;
      const props = { env, manifest, platform, rest, publicUrl, watched, serverErrors };
      return [name, new CapabilityStack(app, of(capitalised(name)), props)] as const;
    });
  const [watching, watched] = parted(Object.entries(capabilities), ([, manifest]) => readsExecutions(manifest));
  const before = stacksOf(watched, {});
  const stateMachines: StateMachines = Object.assign({}, ...before.map(([, stack]) => stack.stateMachines));
  const stacks = Object.fromEntries([...before, ...stacksOf(watching, stateMachines)]);
  const relay = new RelayStack(app, of('Relay'), {
    env,
    functions: Object.fromEntries(Object.entries(functions).filter(([, { access }]) => access.relay)),
    platform,
    stateMachines,
  });
  const dashboard = new DashboardStack(app, of('Dashboard'), {
    env,
    platform,
    stateMachines,
    rest: api.rest,
    relays: relay.relays,
  });
  Tags.of(app).add('application', 'market-procurement-registry');
  if (target.environment !== undefined) Tags.of(app).add('environment', target.environment);
  return { operations, data, events, api, capabilities: stacks, relay, dashboard };
}

/** Whether the executions of all workflows are looked at there; it has none of its own. */
const readsExecutions = ({ functions }: CapabilityManifest): boolean =>
  Object.values(functions).some(({ access }) => access.executions !== undefined);

const parted = <T>(all: readonly T[], isOne: (one: T) => boolean): [T[], T[]] => [
  all.filter(isOne),
  all.filter((one) => !isOne(one)),
];

/** `Filing` of `filing`. */
const capitalised = (capability: string): string =>
  capability
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
