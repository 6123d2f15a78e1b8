import { type App, Tags } from 'aws-cdk-lib';
import type { Manifest } from './manifest.ts';
import type { Platform } from './platform.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DashboardStack } from './stacks/dashboard-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventStack } from './stacks/event-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { WorkflowStack } from './stacks/workflow-stack.ts';
import type { Target } from './target.ts';

/** The stacks of the registry, in the order in which they are deployed. */
export interface Registry {
  readonly operations: OperationsStack;
  readonly data: DataStack;
  readonly workflows: WorkflowStack;
  readonly events: EventStack;
  readonly api: ApiStack;
  readonly dashboard: DashboardStack;
}

/**
 * Deploys what the manifest lists to the target. A stack knows only those before it:
 * operations → data → workflows → events and API → dashboard.
 */
export function buildRegistry(app: App, manifest: Manifest, target: Target): Registry {
  const env = { region: target.region };
  const operations = new OperationsStack(app, 'RegistryOperations', { env });
  const data = new DataStack(app, 'RegistryData', { env, topic: operations.alarms });
  const platform: Platform = {
    target,
    tables: data.tables,
    documents: data.documents,
    dataKey: data.key,
    certificateKey: data.certificateKey,
    logKey: operations.key,
    alarms: operations.alarms,
  };
  const workflows = new WorkflowStack(app, 'RegistryWorkflows', { env, manifest, platform });
  const { stateMachines } = workflows;
  const events = new EventStack(app, 'RegistryEvents', { env, manifest, platform, stateMachines });
  const api = new ApiStack(app, 'RegistryApi', { env, manifest, platform, stateMachines });
  const dashboard = new DashboardStack(app, 'RegistryDashboard', {
    env,
    platform,
    stateMachines,
    rest: api.rest,
    relays: events.relays,
  });
  Tags.of(app).add('application', 'market-procurement-registry');
  return { operations, data, workflows, events, api, dashboard };
}
