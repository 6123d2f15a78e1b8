import { awaits as consolidation } from '../../../functions/consolidation/services/awaited.ts';
import { awaits as credit } from '../../../functions/credit/services/awaited.ts';
import { awaits as filing } from '../../../functions/filing/services/awaited.ts';
import { awaits as interchange } from '../../../functions/interchange/services/awaited.ts';
import type { Awaits } from '../../../functions/shared/outbox/awaited.ts';

/** Every kind of record that waits for a workflow; a capability's own are registered here. */
export const AWAITS: readonly Awaits[] = [...filing, ...credit, ...consolidation, ...interchange];

/** What the names of executions begin with, and the third part of the keys of the records that they are for. */
export const RECORDS: Readonly<Record<string, string>> = {
  filing: 'FILING',
  filingbatch: 'FILINGBATCH',
  entity: 'ENTITY',
  creditevent: 'CREDIT_EVENT',
  creditrun: 'CREDIT_RUN',
  consolidation: 'CONSOLIDATION',
  import: 'IMPORT',
};
