import type { Workflow } from '../functions/shared/outbox/workflows.ts';
import { accountsManifest } from './manifest/accounts.ts';
import { consolidationManifest } from './manifest/consolidation.ts';
import { creditManifest } from './manifest/credit.ts';
import { draftsManifest } from './manifest/drafts.ts';
import { filingManifest } from './manifest/filing.ts';
import { interchangeManifest } from './manifest/interchange.ts';
import { marketManifest } from './manifest/market.ts';
import {
  type CapabilityManifest,
  type FunctionSpec,
  type Route,
  routesOf,
  type ScheduleSpec,
  type SubscriptionSpec,
  type WorkflowSpec,
} from './manifest/model.ts';
import { noticesManifest } from './manifest/notices.ts';
import { peopleManifest } from './manifest/people.ts';
import { portalManifest } from './manifest/portal.ts';
import { referenceManifest } from './manifest/reference.ts';
import { shipmentManifest } from './manifest/shipment.ts';
import { systemManifest } from './manifest/system.ts';
import { traceManifest } from './manifest/trace.ts';
import { tradeManifest } from './manifest/trade.ts';
import { webhooksManifest } from './manifest/webhooks.ts';

export type { Route } from './manifest/model.ts';

/**
 * Everything that is deployed, by capability. The CDK app and the embedded host both read it; what is not here does not
 * run anywhere.
 */
export const capabilities = {
  filing: filingManifest,
  trade: tradeManifest,
  consolidation: consolidationManifest,
  credit: creditManifest,
  interchange: interchangeManifest,
  shipment: shipmentManifest,
  trace: traceManifest,
  notices: noticesManifest,
  people: peopleManifest,
  market: marketManifest,
  webhooks: webhooksManifest,
  drafts: draftsManifest,
  reference: referenceManifest,
  portal: portalManifest,
  accounts: accountsManifest,
  system: systemManifest,
} as const satisfies Readonly<Record<string, CapabilityManifest>>;

const all: readonly CapabilityManifest[] = Object.values(capabilities);

export const functions: Readonly<Record<string, FunctionSpec>> = unique(
  all.flatMap((capability) => Object.entries(capability.functions)),
);

export const routes: readonly Route[] = all.flatMap(routesOf);

export const workflows = Object.fromEntries(
  all.flatMap((capability) => Object.entries(capability.workflows ?? {})),
) as Readonly<Record<Workflow, WorkflowSpec>>;

export const subscriptions: readonly SubscriptionSpec[] = all.flatMap((one) => one.subscriptions ?? []);

export const schedules: readonly ScheduleSpec[] = all.flatMap((one) => one.schedules ?? []);

function unique<T>(entries: [string, T][]): Record<string, T> {
  const named = Object.fromEntries(entries);
  if (Object.keys(named).length !== entries.length) throw new Error('two functions of the manifest have the same name');
  return named;
}
