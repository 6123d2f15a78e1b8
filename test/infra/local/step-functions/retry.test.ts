import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, StateError } from '../../../../infra/local/step-functions/asl/error.ts';
import { retryDelay } from '../../../../infra/local/step-functions/asl/retry.ts';

const policy = fc.record(
  {
    IntervalSeconds: fc.integer({ min: 1, max: 99_999_999 }),
    MaxAttempts: fc.integer({ min: 0, max: 1000 }),
    BackoffRate: fc.double({ min: 1, max: 1000, noNaN: true }),
    MaxDelaySeconds: fc.integer({ min: 1, max: 31_622_399 }),
  },
  { requiredKeys: ['IntervalSeconds', 'MaxAttempts', 'BackoffRate'] },
);
const retries = fc.nat(1000);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the delay before a retry', () => {
  it('never exceeds MaxDelaySeconds and always is a date that can be reached', () => {
    fc.assert(
      fc.property(policy, retries, random, fc.constantFrom('FULL', 'NONE'), (given, count, chance, JitterStrategy) => {
        const delay = retryDelay({ ...given, JitterStrategy }, count, chance);
        if (count >= given.MaxAttempts) return delay === undefined;
        return delay !== undefined && delay >= 0 && delay <= (given.MaxDelaySeconds ?? 99_999_999);
      }),
    );
  });

  it('with full jitter lies between nothing and the delay without jitter', () => {
    fc.assert(
      fc.property(policy, retries, random, (given, count, chance) => {
        const plain = retryDelay({ ...given, JitterStrategy: 'NONE' }, count, chance) ?? 0;
        const jittered = retryDelay({ ...given, JitterStrategy: 'FULL' }, count, chance) ?? 0;
        expect(jittered).toBeGreaterThanOrEqual(0);
        expect(jittered).toBeLessThanOrEqual(plain);
      }),
    );
  });

  it('never shrinks', () => {
    fc.assert(
      fc.property(policy, fc.nat(998), (given, count) => {
        const at = (number: number) =>
          retryDelay({ ...given, MaxAttempts: 1000, JitterStrategy: 'NONE' }, number, 0) ?? -1;
        expect(at(count + 1)).toBeGreaterThanOrEqual(at(count));
      }),
    );
  });
});

describe('ErrorEquals', () => {
  it.each([
    ['Custom', 'Custom', true],
    ['Custom', 'Other', false],
    ['States.ALL', 'Custom', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', true],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.TaskFailed', 'Custom', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.Runtime', false],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
  ])('%s takes %s: %s', (pattern, name, expected) => {
    expect(matches([pattern], new StateError(name, ''))).toBe(expected);
  });

  it.each(['States.Timeout', 'States.HeartbeatTimeout', 'States.ALL'])('%s takes the end of heartbeats', (pattern) => {
    expect(matches([pattern], new StateError('States.Timeout', '', { isHeartbeat: true }))).toBe(true);
  });
});
