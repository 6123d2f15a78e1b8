import type { Endpoint } from '../functions/shared/http/contract.ts';
import type { Workflow } from '../functions/shared/outbox/workflows.ts';
import { consolidationManifest } from './manifest/consolidation.ts';
import { creditManifest } from './manifest/credit.ts';
import { filingManifest } from './manifest/filing.ts';
import { interchangeManifest } from './manifest/interchange.ts';
import type {
  CapabilityManifest,
  FunctionSpec,
  ScheduleSpec,
  SubscriptionSpec,
  WorkflowSpec,
} from './manifest/model.ts';
import { noticesManifest } from './manifest/notices.ts';
import { systemManifest } from './manifest/system.ts';
import { traceManifest } from './manifest/trace.ts';
import { tradeManifest } from './manifest/trade.ts';

/**
 * Everything that is deployed, in one list. The CDK app and the embedded host both read it; what is not here does not
 * run anywhere.
 */
const capabilities: readonly CapabilityManifest[] = [
  filingManifest,
  tradeManifest,
  consolidationManifest,
  creditManifest,
  interchangeManifest,
  traceManifest,
  noticesManifest,
  systemManifest,
];

/** One route and the function that answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly function: string;
}

export const functions: Readonly<Record<string, FunctionSpec>> = unique(
  capabilities.flatMap((capability) => Object.entries(capability.functions)),
);

export const routes: readonly Route[] = capabilities.flatMap(({ api }) =>
  Object.values(api.contract).map((endpoint) => ({ endpoint, function: api.function })),
);

export const workflows = Object.fromEntries(
  capabilities.flatMap((capability) => Object.entries(capability.workflows ?? {})),
) as Readonly<Record<Workflow, WorkflowSpec>>;

export const subscriptions: readonly SubscriptionSpec[] = capabilities.flatMap((one) => one.subscriptions ?? []);

export const schedules: readonly ScheduleSpec[] = capabilities.flatMap((one) => one.schedules ?? []);

function unique<T>(entries: [string, T][]): Record<string, T> {
  const named = Object.fromEntries(entries);
  if (Object.keys(named).length !== entries.length) throw new Error('two functions of the manifest have the same name');
  return named;
}
