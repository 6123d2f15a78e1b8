import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { filingManifest } from '../../infra/manifest/filing.ts';
import { type Act, bench, returns, run, throws } from '../infra/local/step-functions/kit.ts';
import { TRANSIENT } from './transient.ts';

const definitions = loadDefinitions(filingManifest.workflows ?? {});

const inputOf = (slices: number) => ({
  batchId: 'filingbatch-500111-1',
  slices: Array.from({ length: slices }, (_, index) => index + 1),
});
const filed: Act = returns({ slice: 1 });
const counted: Act = returns({ filed: 24, failed: 1 });
const told: Act = returns({ batchId: 'filingbatch-500111-1' });

/** The first attempt and eight more. */
const ATTEMPTS = 9;

const go = async (slices: number, script: Record<string, readonly Act[]>) => {
  const one = await bench(definitions, { FailBatch: [told], ...script });
  const outcome = await run(one, 'filing-batch', inputOf(slices));
  await one.stepFunctions.close();
  return { ...outcome, invocations: one.invocations };
};

describe('filing-batch', () => {
  it.each([
    ['one slice', 1, ['FileSlices', 'FileRows', 'FinishBatch']],
    ['three slices', 3, ['FileSlices', 'FileRows', 'FileRows', 'FileRows', 'FinishBatch']],
  ])('files %s and closes the batch', async (_what, slices, path) => {
    expect(await go(slices, { FileRows: [filed], FinishBatch: [counted] })).toMatchObject({
      status: 'SUCCEEDED',
      path,
      output: { filed: 24, failed: 1 },
    });
  });

  it('gives each step what it needs', async () => {
    const { invocations } = await go(2, { FileRows: [filed], FinishBatch: [counted] });
    const { batchId } = inputOf(2);
    expect(invocations.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'FileRows', payload: { batchId, slice: 1 } },
      { name: 'FileRows', payload: { batchId, slice: 2 } },
      { name: 'FinishBatch', payload: { batchId } },
    ]);
  });

  it('files five slices at a time', async () => {
    const { invocations, status } = await go(12, { FileRows: ['hangs'] });
    const [first] = invocations;
    expect([status, invocations.filter(({ at }) => at.getTime() === first?.at.getTime()).length]).toEqual([
      'FAILED',
      5,
    ]);
  });

  describe.each([
    ['FileRows', {}, ['FileSlices', 'FileRows']],
    ['FinishBatch', { FileRows: [filed] }, ['FileSlices', 'FileRows', 'FinishBatch']],
  ])('%s', (state, before: Record<string, readonly Act[]>, path) => {
    it.each(TRANSIENT)(`tries again on %s, ${ATTEMPTS} times in all, and then fails`, async (error) => {
      const { invocations, ...outcome } = await go(1, { ...before, [state]: [throws(error)] });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'BatchFailed',
        path: [...path, 'FailBatch', 'BatchFailed'],
      });
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(ATTEMPTS);
    });

    it('goes on where the last attempt succeeds', async () => {
      const acts = [...Array.from({ length: ATTEMPTS - 1 }, () => throws('TableUnavailable')), filed];
      const outcome = await go(1, { FileRows: [filed], FinishBatch: [counted], [state]: acts });
      expect(outcome.status).toBe('SUCCEEDED');
    });

    it.each([
      ['at once on what another attempt does not mend', throws('ZodError'), 'ZodError', 1],
      [`where the function does not answer ${ATTEMPTS} times`, 'hangs' as const, 'States.Timeout', ATTEMPTS],
    ])('fails %s', async (_what, act: Act, error, attempts) => {
      const { invocations, ...outcome } = await go(1, { ...before, [state]: [act] });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'BatchFailed',
        path: [...path, 'FailBatch', 'BatchFailed'],
      });
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(attempts);
      const { batchId } = inputOf(1);
      expect(invocations.at(-1)).toMatchObject({
        name: 'FailBatch',
        payload: { batchId, error, execution: expect.any(String) },
      });
    });
  });

  it('that cannot even be told as failed fails with what kept it from that', async () => {
    const outcome = await go(1, { FileRows: [throws('ZodError')], FailBatch: [throws('TypeError')] });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'TypeError' });
  });
});
