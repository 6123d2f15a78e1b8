import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { end, FilingInput, filingOf } from '../services/workflow.ts';

/** 撤回备案: ends the filing as its submitter asked; its identity is free for a new one. */
export const build = (runtime: Runtime) =>
  step('WithdrawFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    return end(runtime, stored, stored.data, 'WITHDRAWN');
  });

export const handler = build(awsRuntime());
