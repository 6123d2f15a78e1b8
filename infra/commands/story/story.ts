import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../../functions/shared/outbox/workflows.ts';
import { statesOf } from './executions.ts';
import { type Happening, inOrder } from './happening.ts';
import { keptOf, type Reading, type Started } from './records.ts';

export interface Tables extends Reading {
  /** Step Functions; undefined where none can be reached. */
  readonly stepFunctions: SFNClient | undefined;
  /** The ARN of a workflow's execution; undefined where it is not known. */
  readonly executionArn: (workflow: Workflow, name: string) => string | undefined;
}

/** What one request brought about, in order, over all capabilities. */
export interface Story {
  readonly happenings: readonly Happening[];
  /** Executions of which Step Functions could not be asked. */
  readonly unknown: readonly Started[];
}

/**
 * Follows a correlation through the audit trail, the outbox, the executions that it started and the notices that it gave.
 *
 * Messages are kept 30 days, executions 90 days after their end, notices half a year, the trail for good.
 */
export async function storyOf(
  { stepFunctions, executionArn, ...reading }: Tables,
  correlationId: string,
): Promise<Story> {
  const { happenings, started } = await keptOf(reading, correlationId);
  const all = [...happenings];
  const unknown: Started[] = [];
  // Several facts may have started one execution.
  const executions = new Map(started.map((one) => [`${one.workflow} ${one.name}`, one]));
  for (const one of executions.values()) {
    const arn = executionArn(one.workflow, one.name);
    if (arn === undefined || stepFunctions === undefined) unknown.push(one);
    else all.push(...(await statesOf(stepFunctions, arn, one)));
  }
  return { happenings: inOrder(all), unknown };
}
