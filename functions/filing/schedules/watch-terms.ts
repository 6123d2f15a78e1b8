import { z } from 'zod';
import { everyDistrict } from '../../shared/deadline/every-district.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { watchTerms } from '../services/watch.ts';

/** Does the day's work on every district's terms. Called as often as one likes; one district's fault holds up no other. */
export const build = (runtime: Runtime) =>
  step('WatchTerms', z.unknown(), () => everyDistrict(runtime, (id, at) => watchTerms(runtime, id, at)));

export const handler = build(awsRuntime());
