import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { interchangeManifest } from '../../infra/manifest/interchange.ts';
import { type Act, bench, returns, run, throws } from '../infra/local/step-functions/kit.ts';
import { TRANSIENT } from './transient.ts';

const definitions = loadDefinitions(interchangeManifest.workflows ?? {});

const inputOf = (slices: number) => ({
  importId: 'import-500111-1',
  slices: Array.from({ length: slices }, (_, index) => index + 1),
});
const registered: Act = returns({ slice: 1 });
const told: Act = returns({ importId: 'import-500111-1' });
const closed: Act = returns({ importId: 'import-500111-1' });

const RETRIED = ['ApiUnreachable', ...TRANSIENT];
/** The first attempt and eight more. */
const ATTEMPTS = 9;

const go = async (slices: number, script: Record<string, readonly Act[]>) => {
  const one = await bench(definitions, { FailImport: [told], ...script });
  const outcome = await run(one, 'trade-import', inputOf(slices));
  await one.stepFunctions.close();
  return { ...outcome, invocations: one.invocations };
};

describe('trade-import', () => {
  it('registers every slice, three at a time, and then closes the import', async () => {
    const { invocations, ...outcome } = await go(2, { RegisterTrades: [registered], FinishImport: [closed] });
    const { importId } = inputOf(2);
    expect(outcome).toMatchObject({
      status: 'SUCCEEDED',
      path: ['RegisterSlices', 'RegisterTrades', 'RegisterTrades', 'FinishImport'],
      output: { importId },
    });
    expect(invocations.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'RegisterTrades', payload: { importId, slice: 1, retryCount: 0 } },
      { name: 'RegisterTrades', payload: { importId, slice: 2, retryCount: 0 } },
      { name: 'FinishImport', payload: { importId } },
    ]);
    const many = await go(7, { RegisterTrades: ['hangs'] });
    const [first] = many.invocations;
    const atOnce = many.invocations.filter(({ at }) => at.getTime() === first?.at.getTime());
    expect([many.status, atOnce.length]).toEqual(['FAILED', 3]);
  });

  it('waits by its Retry for what is not there yet, and tells the step how often it has', async () => {
    const acts = [throws('NotThereYet'), throws('NotThereYet'), registered];
    const { invocations, status } = await go(1, { RegisterTrades: acts, FinishImport: [closed] });
    expect(status).toBe('SUCCEEDED');
    const counts = invocations.map(({ payload }) => (payload as { retryCount?: number }).retryCount);
    expect(counts).toEqual([0, 1, 2, undefined]);
  });

  describe.each([
    ['RegisterTrades', {}, ['RegisterSlices', 'RegisterTrades']],
    ['FinishImport', { RegisterTrades: [registered] }, ['RegisterSlices', 'RegisterTrades', 'FinishImport']],
  ])('%s', (state, before: Record<string, readonly Act[]>, path) => {
    it.each(RETRIED)(`tries again on %s, ${ATTEMPTS} times in all, and then fails`, async (error) => {
      const { invocations, ...outcome } = await go(1, { ...before, [state]: [throws(error)] });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'ImportFailed',
        path: [...path, 'FailImport', 'ImportFailed'],
      });
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(ATTEMPTS);
    });

    it('goes on where the last attempt succeeds', async () => {
      const acts = [...Array.from({ length: ATTEMPTS - 1 }, () => throws('ApiUnreachable')), registered];
      const outcome = await go(1, { RegisterTrades: [registered], FinishImport: [closed], [state]: acts });
      expect(outcome.status).toBe('SUCCEEDED');
    });

    it.each([
      ['at once on what another attempt does not mend', throws('ZodError'), 'ZodError', 1],
      [`where the function does not answer ${ATTEMPTS} times`, 'hangs' as const, 'States.Timeout', ATTEMPTS],
    ])('fails %s', async (_what, act: Act, error, attempts) => {
      const { invocations, ...outcome } = await go(1, { ...before, [state]: [act] });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'ImportFailed',
        path: [...path, 'FailImport', 'ImportFailed'],
      });
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(attempts);
      const { importId } = inputOf(1);
      expect(invocations.at(-1)).toMatchObject({
        name: 'FailImport',
        payload: { importId, error, execution: expect.any(String) },
      });
    });
  });
});
