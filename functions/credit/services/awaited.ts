import type { Awaits } from '../../shared/outbox/awaited.ts';
import { APPEAL_KINDS, FIELDS } from '../domain/appeal.ts';
import { executionNameOf } from '../domain/run.ts';
import { eventIn } from '../store/index.ts';
import { runIn, startOf as startOfRun } from '../store/runs.ts';
import { executionsOf, startOf } from './appeals.ts';

/** Records of credit that wait for a workflow: appeals to be decided or whose letter is to be written, and runs. */
export const awaits: readonly Awaits[] = [
  {
    kind: 'CREDIT_EVENT',
    of(item) {
      const { data, task, version } = eventIn(item);
      for (const kind of APPEAL_KINDS) {
        const appeal = data[FIELDS[kind]];
        // What nobody decided in its term was told to the city, and its execution is over.
        const isOpen = appeal && (appeal.decision ? appeal.decision.letter === undefined : !appeal.overdueAt);
        if (!isOpen) continue;
        return {
          state: data.status,
          start: startOf(data, version, kind, appeal),
          executions: executionsOf(data),
          ...(!appeal.decision && { taskToken: task?.taskToken ?? data.taskToken }),
        };
      }
      return undefined;
    },
  },
  {
    kind: 'CREDIT_RUN',
    of(item) {
      const run = runIn(item);
      return run.status === 'RUNNING'
        ? { state: run.status, start: startOfRun(run), executions: executionNameOf(run) }
        : undefined;
    },
  },
];
