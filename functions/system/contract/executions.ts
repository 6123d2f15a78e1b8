import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { WORKFLOW_NAMES } from '../../shared/outbox/workflow-names.ts';
import { EXECUTION_END_NAMES } from '../domain/names.ts';
import { FaultJson, LastRedrive, REPAIR_LIMIT, RedriveRequested } from './repairs.ts';

const ExecutionJson = z.object({
  workflow: named(WORKFLOW_NAMES),
  title: z.string().meta({ description: 'The workflow in Chinese' }),
  name: z.string(),
  status: named(EXECUTION_END_NAMES),
  recordId: z.string().optional().meta({ description: 'The record whose work it does' }),
  error: FaultJson,
  startedAt: z.string(),
  stoppedAt: z.string().optional(),
  mayRedrive: z.boolean().meta({ description: 'False once 14 days have passed since its end' }),
  lastRedrive: LastRedrive,
});

concepts({ WorkflowExecution: ExecutionJson });

/** Executions of workflows that failed, for those who mend what keeps them from their work. */
export const executionsApi = contract({
  listExecutions: {
    method: 'GET',
    path: '/v1/executions',
    summary:
      'Executions of workflows that failed or timed out within the last 90 days, the newest first. One that was redriven ' +
      'stands here no more, unless it fails again',
    roles: ['operator'],
    query: z.object({
      status: named(EXECUTION_END_NAMES).default('FAILED').meta({ title: '结束状态' }),
      workflow: named(WORKFLOW_NAMES).optional().meta({ title: '流程' }),
      limit: REPAIR_LIMIT,
      cursor: ListQuery.shape.cursor,
    }),
    success: { status: 200, schema: listOf(ExecutionJson) },
    problems: [],
  },
  redriveExecution: {
    method: 'POST',
    path: '/v1/executions/{workflow}/{name}/redrive',
    summary:
      'Has a failed execution go on at the step that failed; who asked for it is audited. It runs once the answer was given, ' +
      'and never twice for one request',
    roles: ['operator'],
    success: { status: 202, schema: RedriveRequested },
    problems: ['WRONG_STATE'],
    idempotent: true,
  },
});
