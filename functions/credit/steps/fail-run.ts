import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { failStep } from '../../shared/step/fail-step.ts';
import { executionNameOf } from '../domain/run.ts';
import { runStore } from '../store/runs.ts';

/** 评分中断: says of a run that its execution broke off, so that it can be taken up again. */
export const build = (runtime: Runtime) => {
  const runs = runStore(runtime.table);
  return failStep('FailRun', runtime, {
    id: 'runId',
    load: runs.run,
    execution: ({ data }) => (data.status === 'RUNNING' ? executionNameOf(data) : undefined),
    fail: runs.fail,
  });
};

export const handler = build(awsRuntime());
