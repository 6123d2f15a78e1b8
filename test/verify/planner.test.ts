import fc from 'fast-check';
import { describe, it } from 'vitest';
import { anyRequest, expectSoundPlan } from '../functions/packing/load/random-cargo.ts';

describe('the load planner', () => {
  it('makes plans in which an independent check finds no fault, and costs no less than its lower bound, 5,000 times', () => {
    fc.assert(fc.property(anyRequest, expectSoundPlan), { numRuns: 5_000 });
  });
});
