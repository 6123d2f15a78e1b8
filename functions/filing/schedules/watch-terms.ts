import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { watchTerms } from '../services/watch.ts';

/** Does the day's work on every district's terms. Called as often as one likes; one district's fault holds up no other. */
export const build = (runtime: Runtime) =>
  step('WatchTerms', z.unknown(), async () => {
    const at = runtime.now().toISOString();
    const { districts } = await runtime.reference.at(at);
    const results = await Promise.allSettled([...districts.keys()].map((id) => watchTerms(runtime, id, at)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  });

export const handler = build(awsRuntime());
