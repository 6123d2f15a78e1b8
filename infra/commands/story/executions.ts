import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Happening } from './happening.ts';
import type { Started } from './records.ts';

/**
 * What Step Functions tells of an execution: its states, their errors by name, its end, or that it knows none. No input and
 * no output is read.
 */
export async function statesOf(client: SFNClient, arn: string, { workflow, name, at }: Started): Promise<Happening[]> {
  const of = `execution ${name} of ${workflow}`;
  const described = await existing(client, arn);
  if (!described) {
    return at === undefined ? [] : [{ at, what: 'start', says: `${of}: not started yet, or ended over 90 days ago` }];
  }
  const { startDate, stopDate, status, error } = described;
  const happenings: Happening[] = [{ at: instant(startDate), what: 'start', says: of }];
  const events = new Map<number, HistoryEvent>();
  const pages = paginateGetExecutionHistory({ client }, { executionArn: arn, includeExecutionData: false });
  for await (const page of pages) {
    for (const event of page.events ?? []) {
      events.set(event.id ?? 0, event);
      const happening = told(event, events, workflow);
      if (happening) happenings.push(happening);
    }
  }
  const end = { at: instant(stopDate), what: 'end', says: `${of}: ${status}${error ? ` by ${error}` : ''}` } as const;
  return stopDate === undefined ? happenings : [...happenings, end];
}

async function existing(client: SFNClient, executionArn: string) {
  try {
    return await client.send(new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

function told(event: HistoryEvent, events: ReadonlyMap<number, HistoryEvent>, workflow: string): Happening | undefined {
  const at = instant(event.timestamp);
  const { stateEnteredEventDetails: entered } = event;
  if (entered) return { at, what: 'state', says: `${workflow} ${entered.name}` };
  const failure = event.taskFailedEventDetails ?? event.taskTimedOutEventDetails ?? event.taskSubmitFailedEventDetails;
  return failure && { at, what: 'error', says: `${workflow} ${stateOf(event, events)}: ${failure.error}` };
}

/** The state in which something happened. */
function stateOf({ previousEventId }: HistoryEvent, events: ReadonlyMap<number, HistoryEvent>): string {
  const before = events.get(previousEventId ?? 0);
  return before === undefined ? '' : (before.stateEnteredEventDetails?.name ?? stateOf(before, events));
}

const instant = (date: Date | undefined): string => (date ?? new Date(0)).toISOString();
