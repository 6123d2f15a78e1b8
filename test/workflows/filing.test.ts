import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { workflowCarriers } from '../../functions/shared/outbox/carriers.ts';
import { shippedOn } from '../../functions/shared/reference/reference.ts';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { startStepFunctions } from '../../infra/local/step-functions/server.ts';
import { filingManifest } from '../../infra/manifest/filing.ts';
import { api, decide, getFiling, runStep, type StepName } from '../functions/filing/kit.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import {
  type Act,
  arn,
  type Bench,
  bench,
  type Outcome,
  outcome,
  returns,
  run,
  runUntil,
  throws,
} from '../infra/local/step-functions/kit.ts';
import { clerk, DAZU } from '../kit/call.ts';
import { useRegistry } from '../kit/registry.ts';
import { statesOf } from './states.ts';
import { TRANSIENT } from './transient.ts';

const definitions = loadDefinitions(filingManifest.workflows ?? {});

const states = statesOf(filingManifest.workflows ?? {}, 'filing');

const INPUT = { filingId: 'filing-500111-1', revision: 1 };
/** The first attempt and eight more. */
const ATTEMPTS = 9;

const clean = returns({ blocked: false, isApproved: false });
const spared = returns({ blocked: false, isApproved: true });
const blocked = returns({ blocked: true, isApproved: false });
const asked = returns(null);
const done = returns({ status: 'DONE' });
/** Ten working days after the bench's clock begins. */
const ANSWER_BY = '2026-01-19T16:00:00.000Z';
const handedBack = returns({ answerBy: ANSWER_BY });
const unanswered = returns({ status: 'LAPSED' });

/** Runs a filing; when its review is asked for, it is answered with `decision`, or never. */
async function review(script: Record<string, readonly Act[]>, decision?: string): Promise<Outcome & { bench: Bench }> {
  const one = await bench(definitions, { RequestReview: [asked], ...script });
  if (decision === undefined) return { ...(await run(one, 'filing', INPUT)), bench: one };
  const { executions } = one.stepFunctions;
  const { id } = executions.start(arn('filing'), 'one', JSON.stringify(INPUT));
  await runUntil(one, () => one.invocations.some(({ name }) => name === 'RequestReview'));
  const asking = one.invocations.find(({ name }) => name === 'RequestReview')?.payload as { taskToken: string };
  executions.tokens.succeed(asking.taskToken, { decision });
  await runUntil(one, () => executions.store.executionById(id)?.status !== 'RUNNING');
  return { ...outcome(one, id), bench: one };
}

const SCREEN = ['ScreenRisks', 'CheckFindings'];
const REVIEW = [...SCREEN, 'RequestReview', 'CheckDecision'];
const RETURN = ['ReturnFiling', 'AwaitAnswer', 'LapseReturn', 'Returned'];

interface Path {
  readonly what: string;
  readonly script: Record<string, readonly Act[]>;
  readonly decision?: string;
  readonly expected: Partial<Outcome>;
}

const paths: Path[] = [
  {
    what: 'approved',
    script: { ScreenRisks: [clean], ApproveFiling: [returns({ approved: true })] },
    decision: 'APPROVE',
    expected: {
      status: 'SUCCEEDED',
      path: [...REVIEW, 'ApproveFiling', 'CheckApproval', 'Approved'],
      output: { status: 'APPROVED' },
    },
  },
  {
    what: 'approved without a reviewer',
    script: { ScreenRisks: [spared], ApproveFiling: [returns({ approved: true })] },
    expected: {
      status: 'SUCCEEDED',
      path: [...SCREEN, 'ApproveFiling', 'CheckApproval', 'Approved'],
      output: { status: 'APPROVED' },
    },
  },
  {
    what: 'approved too late: what the reviewer saw no longer holds',
    script: {
      ScreenRisks: [clean],
      ApproveFiling: [returns({ approved: false })],
      ReturnFiling: [handedBack],
      LapseReturn: [unanswered],
    },
    decision: 'APPROVE',
    expected: {
      status: 'SUCCEEDED',
      path: [...REVIEW, 'ApproveFiling', 'CheckApproval', ...RETURN],
      output: { status: 'LAPSED' },
    },
  },
  {
    what: 'returned by the screening',
    script: { ScreenRisks: [blocked], ReturnFiling: [handedBack], LapseReturn: [unanswered] },
    expected: { status: 'SUCCEEDED', path: [...SCREEN, ...RETURN], output: { status: 'LAPSED' } },
  },
  {
    what: 'returned by the reviewer, and answered',
    script: { ScreenRisks: [clean], ReturnFiling: [handedBack], LapseReturn: [returns({ status: 'ANSWERED' })] },
    decision: 'RETURN',
    expected: { status: 'SUCCEEDED', path: [...REVIEW, ...RETURN], output: { status: 'ANSWERED' } },
  },
  {
    what: 'rejected',
    script: { ScreenRisks: [clean], RejectFiling: [done] },
    decision: 'REJECT',
    expected: {
      status: 'SUCCEEDED',
      path: [...REVIEW, 'RejectFiling', 'Rejected'],
      output: { status: 'REJECTED' },
    },
  },
  {
    what: 'withdrawn',
    script: { ScreenRisks: [clean], WithdrawFiling: [done] },
    decision: 'WITHDRAW',
    expected: {
      status: 'SUCCEEDED',
      path: [...REVIEW, 'WithdrawFiling', 'Withdrawn'],
      output: { status: 'WITHDRAWN' },
    },
  },
  {
    what: 'decided by nobody',
    script: { ScreenRisks: [clean], LapseFiling: [done] },
    expected: {
      status: 'FAILED',
      error: 'FilingLapsed',
      path: [...SCREEN, 'RequestReview', 'LapseFiling', 'Lapsed'],
    },
  },
  {
    what: 'answered with a word it does not know',
    script: { ScreenRisks: [clean] },
    decision: 'MAYBE',
    expected: { status: 'FAILED', error: 'UnknownDecision', path: [...REVIEW, 'UnknownDecision'] },
  },
];

/** Every Task: what comes before it, and the states up to it. */
const tasks: [state: string, before: Record<string, readonly Act[]>, decision: string | undefined, path: string[]][] = [
  ['ScreenRisks', {}, undefined, ['ScreenRisks']],
  ['RequestReview', { ScreenRisks: [clean] }, undefined, [...SCREEN, 'RequestReview']],
  ['ApproveFiling', { ScreenRisks: [clean] }, 'APPROVE', [...REVIEW, 'ApproveFiling']],
  ['ReturnFiling', { ScreenRisks: [blocked] }, undefined, [...SCREEN, 'ReturnFiling']],
  [
    'LapseReturn',
    { ScreenRisks: [blocked], ReturnFiling: [handedBack] },
    undefined,
    [...SCREEN, ...RETURN.slice(0, 3)],
  ],
  ['RejectFiling', { ScreenRisks: [clean] }, 'REJECT', [...REVIEW, 'RejectFiling']],
  ['WithdrawFiling', { ScreenRisks: [clean] }, 'WITHDRAW', [...REVIEW, 'WithdrawFiling']],
  ['LapseFiling', { ScreenRisks: [clean] }, undefined, [...SCREEN, 'RequestReview', 'LapseFiling']],
];

describe('a filing is', () => {
  it.each(paths)('$what', async ({ script, decision, expected }) => {
    expect(await review(script, decision)).toMatchObject(expected);
  });

  it('handed to each step by the execution’s input, and to the one that waits with its token', async () => {
    const { bench: one } = await review({ ScreenRisks: [clean], RejectFiling: [done] }, 'REJECT');
    const [screened, asking, rejected] = one.invocations.map(({ payload }) => payload);
    expect([screened, rejected]).toEqual([INPUT, INPUT]);
    expect(asking).toEqual({ ...INPUT, taskToken: expect.any(String), executionName: 'one' });
  });

  it('waited for through the whole term of answering', async () => {
    const { bench: one } = await review({
      ScreenRisks: [blocked],
      ReturnFiling: [handedBack],
      LapseReturn: [unanswered],
    });
    expect(one.invocations.find((call) => call.name === 'LapseReturn')?.at.toISOString()).toBe(ANSWER_BY);
  });

  it('waited for through the whole term of review, and one hour more', async () => {
    const { bench: one } = await review({ ScreenRisks: [clean], LapseFiling: [done] });
    const second = (name: string) =>
      Math.floor((one.invocations.find((call) => call.name === name)?.at.getTime() ?? 0) / 1000);
    expect(second('LapseFiling') - second('RequestReview')).toBe(
      (shippedOn('2026-03-17').filingTerms.reviewLapseDays * 24 + 1) * 3600,
    );
  });
});

describe.each(tasks)('%s', (state, before, decision, path) => {
  it.each(TRANSIENT)('is tried again after %s, and fails the execution where it stands', async (error) => {
    const result = await review({ ...before, [state]: [throws(error)] }, decision);
    expect(result).toMatchObject({ status: 'FAILED', error, path });
    expect(result.bench.invocations.filter(({ name }) => name === state)).toHaveLength(ATTEMPTS);
  });

  it('succeeds at its last attempt', async () => {
    const failures = Array.from({ length: ATTEMPTS - 1 }, () => throws('TableUnavailable'));
    const good = {
      ScreenRisks: clean,
      RequestReview: asked,
      ApproveFiling: returns({ approved: true }),
      ReturnFiling: handedBack,
    };
    const act = good[state as keyof typeof good] ?? done;
    const script = { ...before, LapseFiling: [done], LapseReturn: [unanswered], [state]: [...failures, act] };
    const result = await review(script, decision);
    expect(result.path.slice(0, path.length)).toEqual(path);
    expect(result.path.length).toBeGreaterThan(path.length);
  });

  it('is tried once after a fault that will not pass', async () => {
    const result = await review({ ...before, [state]: [throws('TypeError')] }, decision);
    expect(result).toMatchObject({ status: 'FAILED', error: 'TypeError', path });
    expect(result.bench.invocations.filter(({ name }) => name === state)).toHaveLength(1);
  });
});

// The wait for a decision has a term of its own: see the path of a filing decided by nobody.
it.each(tasks.filter(([state]) => state !== 'RequestReview'))(
  '%s is tried again where it does not answer, and not without end',
  async (state, before, decision, path) => {
    const result = await review({ ...before, [state]: ['hangs'] }, decision);
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout', path });
    const mended = await review({ ...before, [state]: ['hangs', throws('ZodError')] }, decision);
    expect(mended).toMatchObject({ status: 'FAILED', error: 'ZodError', path });
  },
);

describe('the definition', () => {
  it('has no state and no transition that the paths above do not take', async () => {
    const outcomes = await Promise.all(paths.map(({ script, decision }) => review(script, decision)));
    const taken = new Set(outcomes.flatMap(({ path }) => path.map((to, index) => `${path[index - 1] ?? ''}→${to}`)));
    const drawn = Object.entries(states).flatMap(([from, { Next, Default, Choices = [], Catch = [] }]) =>
      [Next, Default, ...Choices.map((one) => one.Next), ...Catch.map((one) => one.Next)]
        .filter((to) => to !== undefined)
        .map((to) => `${from}→${to}`),
    );
    expect(drawn.filter((transition) => !taken.has(transition))).toEqual([]);
  });

  it('names as many tasks as the manifest, each a step of the capability', () => {
    const used = Object.entries(states).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
    expect(used.sort()).toEqual([...(filingManifest.workflows?.filing?.tasks ?? [])].sort());
    for (const name of used) {
      const file = name.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
      expect(filingManifest.functions[name]?.entry).toBe(`functions/filing/steps/${file}.ts`);
    }
  });
});

describe('with the steps themselves', () => {
  const registry = useRegistry();

  /** The steps behind a Step Functions of their own, and a relay of the filing's outbox through its own carriers. */
  async function host() {
    const { runtime } = registry;
    const stepFunctions = await startStepFunctions({
      dataDir: undefined,
      definitions,
      now: runtime.now,
      invokeFunction: (name, payload) => runStep(runtime, name as StepName, payload as Record<string, unknown>),
    });
    const client = new SFNClient({
      endpoint: await stepFunctions.listen(0),
      region: 'local',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const carriers = workflowCarriers({ FILING_STATE_MACHINE_ARN: arn('filing') }, client);
    const carried = new Set<string>();
    /** Carries out what the filing's outbox asks, once. */
    const relay = async (id: string): Promise<void> => {
      for (const message of await registry.messages(`DST#${DAZU}#FILING#${id}`)) {
        const text = JSON.stringify(message);
        if (carried.has(text)) continue;
        carried.add(text);
        if (message.type === 'start') await carriers.start(message);
        if (message.type === 'resume') await carriers.resume(message);
      }
    };
    return {
      runtime,
      executions: stepFunctions.executions,
      close: () => stepFunctions.close(),
      becomes: (id: string, status: string) =>
        expect
          .poll(
            async () => {
              await relay(id);
              return (await getFiling(runtime, id)).body.status;
            },
            { timeout: 20_000 },
          )
          .toBe(status),
    };
  }

  it('a filing goes from the counter to the register, by way of a return', async () => {
    const { runtime, becomes, close } = await host();
    const { body } = await api(runtime, 'fileEntity', { caller: clerk(), body: merchantSample(1) });
    const { id } = body;
    await becomes(id, 'PENDING_REVIEW');
    await decide(runtime, id, { decision: 'RETURN', reasons: ['缺少摊位租赁合同'] });
    await becomes(id, 'RETURNED');

    const { headers } = await getFiling(runtime, id);
    await api(runtime, 'reviseFiling', {
      caller: clerk(),
      params: { id },
      body: { entity: merchantSample(1).entity },
      headers: { 'If-Match': headers['ETag'] ?? '' },
    });
    await becomes(id, 'PENDING_REVIEW');
    await decide(runtime, id, { decision: 'APPROVE' });
    await becomes(id, 'APPROVED');
    const entity = await api(runtime, 'getEntity', { caller: clerk(), params: { id: id.replace('filing', 'entity') } });
    expect(entity.body.status).toBe('ACTIVE');
    await close();
  });

  it.each([
    ['APPROVE', 'APPROVED', 11],
    ['REJECT', 'REJECTED', 12],
    ['RETURN', 'RETURNED', 13],
  ])('%s after its execution was stopped is carried out by a further one', async (decision, status, n) => {
    const { runtime, executions, becomes, close } = await host();
    const { body } = await api(runtime, 'fileEntity', { caller: clerk(), body: merchantSample(n) });
    await becomes(body.id, 'PENDING_REVIEW');
    executions.stop(`${arn('filing').replace(':stateMachine:', ':execution:')}:${body.id}-1`, {});
    const reasons = decision === 'APPROVE' ? [] : ['材料不符'];
    expect((await decide(runtime, body.id, { decision, reasons })).status).toBe(202);
    await becomes(body.id, status);
    await close();
  });
});
