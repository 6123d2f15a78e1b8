import { beforeAll, describe, expect, it } from 'vitest';
import { build as buildApi } from '../../functions/consolidation/api.ts';
import { consolidationApi } from '../../functions/consolidation/contract/index.ts';
import type { TradeSnapshot } from '../../functions/consolidation/domain/trade.ts';
import { build as publishPlan } from '../../functions/consolidation/steps/publish-plan.ts';
import { build as releaseReservation } from '../../functions/consolidation/steps/release-reservation.ts';
import { build as simplifyDeclarations } from '../../functions/consolidation/steps/simplify-declarations.ts';
import { build as verifyPlan } from '../../functions/consolidation/steps/verify-plan.ts';
import { readLedgers } from '../../functions/shared/ledger/ledger.ts';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { startStepFunctions } from '../../infra/local/step-functions/server.ts';
import { consolidationManifest } from '../../infra/manifest/consolidation.ts';
import { planLoadQuickly } from '../functions/consolidation/fixtures/planning.ts';
import { fileParties, registerSample, request, tradeArrives } from '../functions/consolidation/fixtures/world.ts';
import {
  type Act,
  arn,
  type Bench,
  bench,
  type Outcome,
  outcome as outcomeOf,
  returns,
  settle,
  throws,
} from '../infra/local/step-functions/kit.ts';
import { call, clerk } from '../kit/call.ts';
import { useRegistry } from '../kit/registry.ts';
import { until as observed } from '../kit/until.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
}

const definitions = loadDefinitions({ consolidation: consolidationManifest.workflows!.consolidation! });
const { States } = definitions['consolidation'] as { States: Record<string, State> };

const consolidationId = 'consolidation-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9';
const good: Record<string, Act[]> = {
  PlanLoad: [returns({ consolidationId, outcome: 'LOADED' })],
  SimplifyDeclarations: [returns({ consolidationId })],
  VerifyPlan: [returns({ consolidationId })],
  PublishPlan: [returns({ consolidationId, status: 'PLANNED' })],
  ReleaseReservation: [returns({ consolidationId, failure: 'PLANNING_FAULT' })],
};
const TASKS = ['PlanLoad', 'SimplifyDeclarations', 'VerifyPlan', 'PublishPlan'];
const GOOD_PATH = ['PlanLoad', 'CheckLoad', 'SimplifyDeclarations', 'VerifyPlan', 'PublishPlan', 'CheckPublication'];
const FAILED_PATH = ['ReleaseReservation', 'CheckRelease', 'PlanningFailed'];
const until = (task: string): string[] => GOOD_PATH.slice(0, GOOD_PATH.indexOf(task) + 1);

interface Row {
  readonly title: string;
  readonly script: Record<string, Act[]>;
  readonly expected: Partial<Outcome>;
  /** What a function must have been given at its last call. */
  readonly given?: readonly [name: string, payload: object];
  readonly calls?: Record<string, number>;
}

const rows: Row[] = [
  {
    title: 'a plan is published',
    script: good,
    expected: { status: 'SUCCEEDED', path: [...GOOD_PATH, 'Planned'] },
    given: ['VerifyPlan', { consolidationId }],
  },
  {
    title: 'a consolidation that was released meanwhile is cancelled',
    script: { ...good, PublishPlan: [returns({ consolidationId, status: 'CANCELLED' })] },
    expected: { status: 'SUCCEEDED', path: [...GOOD_PATH, 'Cancelled'] },
  },
  {
    title: 'a repeated publication of a plan that is confirmed already ends as planned',
    script: { ...good, PublishPlan: [returns({ consolidationId, status: 'CONFIRMED' })] },
    expected: { status: 'SUCCEEDED', path: [...GOOD_PATH, 'Planned'] },
  },
  {
    title: 'a consolidation that was confirmed as loaded meanwhile needs no plan',
    script: { ...good, PublishPlan: [returns({ consolidationId, status: 'CONFIRMED', outcome: 'SUPERSEDED' })] },
    expected: { status: 'SUCCEEDED', path: [...GOOD_PATH, 'Superseded'] },
  },
  {
    title: 'goods that cannot be loaded are given back: a modelled outcome',
    script: {
      ...good,
      PlanLoad: [returns({ consolidationId, outcome: 'REFUSED', failure: 'NOTHING_PLACED' })],
      ReleaseReservation: [returns({ consolidationId, failure: 'NOTHING_PLACED' })],
    },
    expected: {
      status: 'SUCCEEDED',
      path: ['PlanLoad', 'CheckLoad', 'ReleaseReservation', 'CheckRelease', 'NotLoadable'],
    },
    given: ['ReleaseReservation', { consolidationId, failure: 'NOTHING_PLACED' }],
  },
  ...TASKS.flatMap((task): Row[] => [
    {
      title: `a fault of ${task} frees the trades, then fails`,
      script: { ...good, [task]: [throws('PlanFault')] },
      expected: { status: 'FAILED', error: 'PlanningFailed', path: [...until(task), ...FAILED_PATH] },
      given: ['ReleaseReservation', { consolidationId, failure: 'PLANNING_FAULT', error: 'PlanFault' }],
      calls: { [task]: 1, ReleaseReservation: 1 },
    },
    {
      title: `${task} that never answers frees the trades, then fails`,
      script: { ...good, [task]: ['hangs'] },
      expected: { status: 'FAILED', error: 'PlanningFailed', path: [...until(task), ...FAILED_PATH] },
      given: ['ReleaseReservation', { consolidationId, failure: 'PLANNING_FAULT', error: 'States.Timeout' }],
      calls: { [task]: 5 },
    },
    {
      title: `${task} whose retries are exhausted frees the trades, then fails`,
      script: { ...good, [task]: [throws('TableUnavailable')] },
      expected: { status: 'FAILED', error: 'PlanningFailed', path: [...until(task), ...FAILED_PATH] },
      calls: { [task]: 5 },
    },
    {
      title: `${task} recovers from transient errors`,
      script: { ...good, [task]: [throws('ConcurrencyConflict'), 'hangs', ...(good[task] ?? [])] },
      expected: { status: 'SUCCEEDED', path: [...GOOD_PATH, 'Planned'] },
      calls: { [task]: 3 },
    },
  ]),
  {
    title: 'a release that fails too fails the execution where a redrive frees the trades',
    script: { ...good, VerifyPlan: [throws('PlanFault')], ReleaseReservation: [throws('TypeError')] },
    expected: { status: 'FAILED', error: 'TypeError', path: [...until('VerifyPlan'), 'ReleaseReservation'] },
  },
];

/** Runs an execution to its end, moving the clock from alarm to alarm. */
async function run(scripted: Bench): Promise<Outcome> {
  const { stepFunctions, clock } = scripted;
  const { id } = stepFunctions.executions.start(
    arn('consolidation'),
    'one',
    JSON.stringify({ consolidationId, planning: 1 }),
  );
  for (let turn = 0; turn < 100; turn += 1) {
    await settle();
    if (stepFunctions.executions.store.executionById(id)?.status !== 'RUNNING') break;
    clock.moveTo(stepFunctions.nextAlarm() ?? new Date(0));
    stepFunctions.clockMoved();
  }
  return outcomeOf(scripted, id);
}

/** Every pair of states that the definition joins. */
const transitions = Object.entries(States).flatMap(([name, state]) =>
  [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map((rule) => rule.Next),
    ...(state.Catch ?? []).map((rule) => rule.Next),
  ]
    .filter((next) => next !== undefined)
    .map((next) => `${name} → ${next}`),
);

describe('consolidation workflow', () => {
  const visited = new Set<string>();

  it.each(rows)('$title', async ({ script, expected, given, calls }) => {
    const scripted = await bench(definitions, script);
    const outcome = await run(scripted);
    expect(outcome).toMatchObject(expected);
    for (const [index, name] of outcome.path.entries()) {
      visited.add(name);
      if (index > 0) visited.add(`${outcome.path[index - 1]} → ${name}`);
    }
    if (given) {
      const last = scripted.invocations.findLast((invocation) => invocation.name === given[0]);
      expect(last?.payload).toMatchObject(given[1]);
    }
    for (const [name, count] of Object.entries(calls ?? {})) {
      expect(scripted.invocations.filter((invocation) => invocation.name === name)).toHaveLength(count);
    }
    await scripted.stepFunctions.close();
  });

  it('had every state and transition visited by the table above', () => {
    expect([...Object.keys(States), ...transitions].filter((one) => !visited.has(one))).toEqual([]);
  });

  it('frees the trades at a redrive after the release had failed', async () => {
    const script: Record<string, Act[]> = {
      ...good,
      VerifyPlan: [throws('PlanFault')],
      ReleaseReservation: [throws('TypeError'), returns({ consolidationId, failure: 'PLANNING_FAULT' })],
    };
    const scripted = await bench(definitions, script);
    await run(scripted);
    const { executions } = scripted.stepFunctions;
    const { id } = executions.redrive(arn('consolidation').replace('stateMachine', 'execution').concat(':one'));
    const hasFailed = () => executions.store.executionById(id)?.error === 'PlanningFailed' || undefined;
    await observed('the execution to fail again', hasFailed);
    expect(scripted.invocations.at(-1)).toMatchObject({ name: 'ReleaseReservation', payload: { consolidationId } });
    await scripted.stepFunctions.close();
  });
});

describe('consolidation workflow with its functions', () => {
  const registry = useRegistry();
  beforeAll(() => fileParties(registry));

  async function execute(after: (trades: TradeSnapshot[]) => Promise<void> = async () => {}) {
    const trades = await registerSample(registry);
    const { body } = await call(buildApi(registry.runtime), consolidationApi, 'createConsolidation', {
      caller: clerk(),
      body: request(trades),
    });
    await after(trades);
    const steps: Record<string, (event: unknown, context: object) => Promise<unknown>> = {
      PlanLoad: planLoadQuickly(registry.runtime),
      SimplifyDeclarations: simplifyDeclarations(registry.runtime),
      VerifyPlan: verifyPlan(registry.runtime),
      PublishPlan: publishPlan(registry.runtime),
      ReleaseReservation: releaseReservation(registry.runtime),
    };
    const stepFunctions = await startStepFunctions({
      dataDir: undefined,
      definitions,
      now: () => new Date(),
      invokeFunction: async (name, payload) => steps[name]!(payload, {}),
    });
    const { executions } = stepFunctions;
    const execution = executions.start(
      arn('consolidation'),
      body.execution.name,
      JSON.stringify({ consolidationId: body.id, planning: 1 }),
    );
    const ended = await executions.ended(execution, new AbortController().signal);
    await stepFunctions.close();
    const reply = await call(buildApi(registry.runtime), consolidationApi, 'getConsolidation', {
      caller: clerk(),
      params: { id: body.id },
    });
    const ledgers = await readLedgers(
      registry.runtime.table,
      trades.map(({ tradeId }) => tradeId),
    );
    return { execution: ended, consolidation: reply.body, ledgers: ledgers.map((ledger) => ledger?.state) };
  }

  it('plans the sample into a 45G1 and a 22G1 and one declaration of eleven lines', async () => {
    const { execution, consolidation, ledgers } = await execute();
    expect(execution.status).toBe('SUCCEEDED');
    expect(consolidation).toMatchObject({
      status: 'PLANNED',
      plan: { containers: 2, declarations: 1, unplacedCartons: 0 },
    });
    expect(consolidation.containers.map(({ type }: { type: string }) => type)).toEqual(['45G1', '22G1']);
    expect(ledgers).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);
  });

  it('fails the consolidation and frees the trades when planning breaks', async () => {
    const { execution, consolidation, ledgers } = await execute(async ([trade]) => {
      // No declaration takes a line over the limit: what the request would have refused is a fault here.
      const lines = trade!.lines.map((line) => Object.assign(line, { amountUsdMinor: 15_000_001 }));
      await tradeArrives(registry, { ...trade!, version: 9, lines });
    });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'PlanningFailed' });
    expect(consolidation).toMatchObject({ status: 'FAILED', failure: { code: 'PLANNING_FAULT' }, containers: [] });
    expect(ledgers).toEqual(['OPEN', 'OPEN', 'OPEN']);
  });
});
