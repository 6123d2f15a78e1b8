import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { creditManifest } from '../../infra/manifest/credit.ts';
import { type Act, bench, type Outcome, returns, run, throws } from '../infra/local/step-functions/kit.ts';
import { TRANSIENT } from './transient.ts';

const definitions = loadDefinitions(creditManifest.workflows ?? {});

const EVENT = { entityId: 'entity-1', cause: { type: 'EVENT', id: 'creditevent-1' } };
const RUN = { runId: 'creditrun-1' };
const batch = (no: number) => ({ districtId: '500111', from: `a${no}`, to: `b${no}` });
const listed = (...numbers: number[]): Act => returns({ runId: 'creditrun-1', batches: numbers.map(batch) });
const told: Act = returns(RUN);
const done: Act = returns({ entities: 100 });
const summary: Act = returns({ runId: 'creditrun-1', entities: 3, changed: 1 });
const scored: Act = returns({ entityId: 'entity-1', score: 77, grade: 'B', scorecardVersion: '2026-1' });

/** The first attempt and six more. */
const ATTEMPTS = 7;

interface Path {
  readonly what: string;
  readonly input: typeof EVENT | typeof RUN;
  readonly script: Record<string, readonly Act[]>;
  readonly expected: Partial<Outcome>;
}

const LIST = ['CheckScope', 'ListEntities'];
const MAP = [...LIST, 'ScoreBatches'];
const FAILED = ['FailRun', 'RunFailed'];
/** As many batches as tolerate one that fails. */
const TWENTY = Array.from({ length: 20 }, (_, no) => no);
const twentyBatches = TWENTY.map(() => 'ScoreBatch');

const paths: Path[] = [
  {
    what: 'one entity',
    input: EVENT,
    script: { ScoreEntity: [scored] },
    expected: { status: 'SUCCEEDED', path: ['CheckScope', 'ScoreEntity'] },
  },
  {
    what: 'a run over two batches',
    input: RUN,
    script: { ListEntities: [listed(0, 1)], ScoreBatch: [done], FinishRun: [summary] },
    expected: {
      status: 'SUCCEEDED',
      path: [...MAP, 'ScoreBatch', 'ScoreBatch', 'CheckBatches', 'FinishRun'],
      output: { runId: 'creditrun-1', entities: 3, changed: 1 },
    },
  },
  {
    what: 'a run over one batch',
    input: RUN,
    script: { ListEntities: [listed(0)], ScoreBatch: [done], FinishRun: [summary] },
    expected: { status: 'SUCCEEDED', path: [...MAP, 'ScoreBatch', 'CheckBatches', 'FinishRun'] },
  },
  {
    what: 'a run over nobody',
    input: RUN,
    script: { ListEntities: [listed()], FinishRun: [summary] },
    expected: { status: 'SUCCEEDED', path: [...MAP, 'CheckBatches', 'FinishRun'] },
  },
  {
    what: 'a batch that succeeds at its last attempt',
    input: RUN,
    script: {
      ListEntities: [listed(0)],
      ScoreBatch: [...Array.from({ length: ATTEMPTS - 1 }, () => throws('TableUnavailable')), done],
      FinishRun: [summary],
    },
    expected: { status: 'SUCCEEDED', path: [...MAP, 'ScoreBatch', 'CheckBatches', 'FinishRun'] },
  },
  {
    what: 'one batch of twenty that fails, is listed again and succeeds',
    input: RUN,
    script: {
      ListEntities: [listed(...TWENTY), listed(0)],
      ScoreBatch: [throws('TypeError'), ...TWENTY.map(() => done)],
      FinishRun: [summary],
    },
    expected: {
      status: 'SUCCEEDED',
      path: [...MAP, ...twentyBatches, 'CheckBatches', ...MAP.slice(1), 'ScoreBatch', 'CheckBatches', 'FinishRun'],
    },
  },
  {
    what: 'one batch of twenty that fails again and again',
    input: RUN,
    script: {
      ListEntities: [listed(...TWENTY), listed(0)],
      ScoreBatch: [throws('TypeError'), ...TWENTY.slice(1).map(() => done), throws('TypeError')],
    },
    expected: {
      status: 'FAILED',
      error: 'RunFailed',
      path: [...MAP, ...twentyBatches, 'CheckBatches', ...MAP.slice(1), 'ScoreBatch', ...FAILED],
    },
  },
  {
    what: 'more batches that fail than are tolerated',
    input: RUN,
    script: { ListEntities: [listed(0)], ScoreBatch: [throws('TypeError')] },
    expected: { status: 'FAILED', error: 'RunFailed', path: [...MAP, 'ScoreBatch', ...FAILED] },
  },
];

/** Every Task: an execution that comes to it, and the states up to it. */
const tasks: [
  state: string,
  input: typeof EVENT | typeof RUN,
  before: Record<string, readonly Act[]>,
  path: string[],
][] = [
  ['ScoreEntity', EVENT, {}, ['CheckScope', 'ScoreEntity']],
  ['ListEntities', RUN, {}, LIST],
  ['ScoreBatch', RUN, { ListEntities: [listed(0)] }, [...MAP, 'ScoreBatch']],
  ['FinishRun', RUN, { ListEntities: [listed()] }, [...MAP, 'CheckBatches', 'FinishRun']],
];

/**
 * How an execution ends whose state fails: a run is told so, under the error of its state; a distributed Map fails by its
 * threshold.
 */
const failureOf = (state: string, path: readonly string[], error: string) =>
  state === 'ScoreEntity'
    ? { status: 'FAILED', error, path }
    : { status: 'FAILED', error: 'RunFailed', path: [...path, ...FAILED] };

const toldOf = (state: string, error: string) => ({
  name: 'FailRun',
  payload: { ...RUN, error: state === 'ScoreBatch' ? 'States.ExceedToleratedFailureThreshold' : error },
});

const go = async (input: typeof EVENT | typeof RUN, script: Record<string, readonly Act[]>) => {
  const one = await bench(definitions, { FailRun: [told], ...script });
  const outcome = await run(one, 'credit-scoring', input);
  await one.stepFunctions.close();
  return { outcome, invocations: one.invocations };
};

describe('credit-scoring', () => {
  it.each(paths)('takes the path of $what', async ({ input, script, expected }) => {
    expect((await go(input, script)).outcome).toMatchObject(expected);
  });

  it('needs no more than four transitions for one entity', async () => {
    const { outcome } = await go(EVENT, { ScoreEntity: [scored] });
    expect(outcome.path.length + 1).toBeLessThanOrEqual(4);
  });

  it('gives each step what it needs', async () => {
    const one = await go(EVENT, { ScoreEntity: [scored] });
    expect(one.invocations).toMatchObject([{ name: 'ScoreEntity', payload: EVENT }]);
    const { invocations } = await go(RUN, { ListEntities: [listed(0, 1)], ScoreBatch: [done], FinishRun: [summary] });
    expect(invocations.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'ListEntities', payload: RUN },
      { name: 'ScoreBatch', payload: { ...RUN, batch: batch(0) } },
      { name: 'ScoreBatch', payload: { ...RUN, batch: batch(1) } },
      { name: 'FinishRun', payload: { ...RUN, batchesLeft: 0 } },
    ]);
  });

  describe.each(tasks)('%s', (state, input, before, path) => {
    it.each(TRANSIENT)(`tries again on %s, ${ATTEMPTS} times in all, and then fails`, async (error) => {
      const { outcome, invocations } = await go(input, { ...before, [state]: [throws(error)] });
      expect(outcome).toMatchObject(failureOf(state, path, error));
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(ATTEMPTS);
    });

    it('fails at once on what another attempt does not mend', async () => {
      const { outcome, invocations } = await go(input, { ...before, [state]: [throws('ZodError')] });
      expect(outcome).toMatchObject(failureOf(state, path, 'ZodError'));
      if (state !== 'ScoreEntity') expect(invocations.at(-1)).toMatchObject(toldOf(state, 'ZodError'));
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(1);
    });

    it(`tries again where the function does not answer, ${ATTEMPTS} times in all`, async () => {
      const { outcome, invocations } = await go(input, { ...before, [state]: ['hangs'] });
      expect(outcome).toMatchObject(failureOf(state, path, 'States.Timeout'));
      expect(invocations.filter(({ name }) => name === state)).toHaveLength(ATTEMPTS);
    });
  });

  it('visits every state', () => {
    const defined = definitions['credit-scoring'] as {
      States: Record<string, { ItemProcessor?: { States: Record<string, object> } }>;
    };
    const inner = Object.values(defined.States).flatMap(({ ItemProcessor }) =>
      Object.keys(ItemProcessor?.States ?? {}),
    );
    expect(new Set(paths.flatMap(({ expected }) => expected.path ?? []))).toEqual(
      new Set([...Object.keys(defined.States), ...inner]),
    );
  });
});
