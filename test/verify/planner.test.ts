import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLoad } from '../../functions/packing/load/plan.ts';
import { anyRequest, expectSoundPlan } from '../functions/packing/load/random-cargo.ts';

describe('the load planner', () => {
  it('makes 2,000 plans in which an independent check finds no fault, and which cost no less than their lower bound', async () => {
    const sound = fc.asyncProperty(anyRequest, async (request) => {
      expectSoundPlan(request);
      // Lets the runner hear from this process, which would be taken for dead.
      await setImmediate();
    });
    await fc.assert(sound, { numRuns: 2_000 });
  });

  it('makes the same plan of the same request and completions, 300 times', async () => {
    const same = fc.asyncProperty(anyRequest, async (request) => {
      expect(planLoad(request, () => 0)).toEqual(planLoad(structuredClone(request), () => 1e9));
      await setImmediate();
    });
    await fc.assert(same, { numRuns: 300 });
  });
});
