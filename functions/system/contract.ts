import { z } from 'zod';
import { ROLES } from '../shared/auth/caller.ts';
import { contract } from '../shared/http/contract.ts';
import { ListQuery } from '../shared/http/schemas.ts';
import { MAX_COUNTED } from '../shared/human-task/queue.ts';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { auditEntriesApi } from './contract/audit-entries.ts';
import { deadLettersApi } from './contract/dead-letters.ts';
import { executionsApi } from './contract/executions.ts';
import { HEALTH_NAMES } from './domain/names.ts';

/** What a host tells of itself beside its version; a deployment on AWS has alarms for it instead. */
const Vitals = z.object({
  /** Seconds that the earliest change has waited whose messages (events, starts of workflows) are not carried out. */
  outboxLagSeconds: z.number(),
  /** Events that a subscriber refused for good; they are delivered again at the next start. */
  deadLetters: z.int(),
  /** Executions of workflows that failed or timed out within the last hour and were not redriven. */
  failedExecutions: z.int(),
});

export type Vitals = z.infer<typeof Vitals>;

const Work = z.object({
  items: z.array(
    z.object({
      queue: z.string(),
      title: z.string(),
      count: z.int().meta({ description: `At most ${MAX_COUNTED}, which stands for that many or more` }),
      overdue: z.int(),
      oldestDueOn: z.iso.date().optional(),
    }),
  ),
});

concepts({ Work });

export const systemApi = contract({
  ...executionsApi,
  ...deadLettersApi,
  ...auditEntriesApi,
  work: {
    method: 'GET',
    path: '/v1/work',
    summary: 'What waits for the caller, queue by queue: how many, how many past their day, and the earliest day 待办',
    roles: ROLES,
    query: z.object({ districtId: ListQuery.shape.districtId }),
    success: { status: 200, schema: Work },
    problems: [],
  },
  health: {
    method: 'GET',
    path: '/health',
    summary:
      'Whether the service answers, and its version. It is degraded while it answers, but work stays undone: messages wait ' +
      'for over a minute, events are dead letters, executions fail',
    roles: [],
    success: {
      status: 200,
      schema: z.object({ status: named(HEALTH_NAMES), version: z.string() }).extend(Vitals.partial().shape),
    },
    problems: [],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    roles: [],
    success: { status: 200, schema: z.record(z.string(), z.unknown()) },
    problems: [],
  },
});
