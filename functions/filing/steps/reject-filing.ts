import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { end, FilingInput, filingOf } from '../services/workflow.ts';

/** 不予备案: ends the filing as the reviewer decided; its identity is free for a new one. */
export const build = (runtime: Runtime) =>
  step('RejectFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    return end(runtime, stored, stored.data, 'REJECTED');
  });

export const handler = build(awsRuntime());
