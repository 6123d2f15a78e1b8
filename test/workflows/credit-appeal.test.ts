import { describe, expect, it } from 'vitest';
import { build as deliverLetter } from '../../functions/credit/steps/deliver-letter.ts';
import { build as escalateAppeal } from '../../functions/credit/steps/escalate-appeal.ts';
import { build as requestAppealDecision } from '../../functions/credit/steps/request-appeal-decision.ts';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { startStepFunctions } from '../../infra/local/step-functions/server.ts';
import { creditManifest } from '../../infra/manifest/credit.ts';
import { creditKit, invoke } from '../functions/credit/kit.ts';
import { newsOf } from '../functions/notices/news.ts';
import {
  type Act,
  arn,
  type Bench,
  bench,
  Clock,
  type Outcome,
  outcome,
  returns,
  run,
  runUntil,
  settle,
  throws,
} from '../infra/local/step-functions/kit.ts';
import { asRead, DAZU, merchant, operator, reviewer } from '../kit/call.ts';
import { useRegistry } from '../kit/registry.ts';
import { statesOf } from './states.ts';
import { TRANSIENT } from './transient.ts';

const definitions = loadDefinitions(creditManifest.workflows ?? {});

const states = statesOf(creditManifest.workflows ?? {}, 'credit-appeal');

/** The bench's clock begins on 5 January 2026 at 09:00 in China; the term ends with 26 January. */
const INPUT = {
  eventId: 'creditevent-1',
  appeal: 'OBJECTION',
  appealedAt: '2026-01-05T01:00:00.000Z',
  decideUntil: '2026-01-26T16:00:00.000Z',
};
/** The first attempt and eight more. */
const ATTEMPTS = 9;

const asked = returns(null);
const ASK = ['RequestAppealDecision'];
const LETTER = [...ASK, 'DeliverLetter'];

/** Runs an appeal; when its decision is asked for, it is answered with `decided`, or never. */
async function appeal(script: Record<string, readonly Act[]>, decided?: string): Promise<Outcome & { bench: Bench }> {
  const one = await bench(definitions, { RequestAppealDecision: [asked], EscalateAppeal: [asked], ...script });
  if (decided === undefined) return { ...(await run(one, 'credit-appeal', INPUT)), bench: one };
  const { executions } = one.stepFunctions;
  const { id } = executions.start(arn('credit-appeal'), 'one', JSON.stringify(INPUT));
  await runUntil(one, () => one.invocations.length > 0);
  const asking = one.invocations[0]?.payload as { taskToken: string };
  executions.tokens.succeed(asking.taskToken, { outcome: decided });
  await runUntil(one, () => executions.store.executionById(id)?.status !== 'RUNNING');
  return { ...outcome(one, id), bench: one };
}

const paths: [what: string, decided: string | undefined, expected: Partial<Outcome>][] = [
  ...(
    [
      ['UPHELD', 'Upheld'],
      ['REVOKED', 'Revoked'],
      ['GRANTED', 'Granted'],
      ['REFUSED', 'Refused'],
    ] as const
  ).map(([decided, end]): [string, string, Partial<Outcome>] => [
    `decided as ${decided}`,
    decided,
    { status: 'SUCCEEDED', path: [...LETTER, 'CheckOutcome', end], output: { outcome: decided } },
  ]),
  [
    'decided by nobody in its term',
    undefined,
    { status: 'FAILED', error: 'Overdue', path: [...ASK, 'EscalateAppeal', 'Overdue'] },
  ],
  [
    'decided in a way it does not know',
    'PERHAPS',
    { status: 'FAILED', error: 'UnknownOutcome', path: [...LETTER, 'CheckOutcome', 'UnknownOutcome'] },
  ],
];

const decidedAs = (decided: string | undefined) => ({ DeliverLetter: [returns({ outcome: decided })] });

describe('an appeal is', () => {
  it.each(paths)('%s', async (_what, decided, expected) => {
    expect(await appeal(decidedAs(decided), decided)).toMatchObject(expected);
  });

  it('waited for through its term, and one hour more', async () => {
    const { bench: one } = await appeal({});
    const escalated = one.invocations.find(({ name }) => name === 'EscalateAppeal');
    expect(escalated?.at.toISOString()).toBe('2026-01-26T17:00:00.000Z');
  });

  it('named to every step, with the token where it waits', async () => {
    const { bench: one } = await appeal(decidedAs('UPHELD'), 'UPHELD');
    expect(one.invocations.map(({ name, payload }) => [name, payload])).toEqual([
      ['RequestAppealDecision', { ...INPUT, taskToken: expect.any(String), executionName: expect.any(String) }],
      ['DeliverLetter', INPUT],
    ]);
  });
});

describe.each([
  ['RequestAppealDecision', undefined, ASK],
  ['DeliverLetter', 'UPHELD', LETTER],
  ['EscalateAppeal', undefined, [...ASK, 'EscalateAppeal']],
] as const)('%s', (state, decided, path) => {
  it.each(TRANSIENT)('is tried again after %s, and fails the execution where it stands', async (error) => {
    const result = await appeal({ [state]: [throws(error)] }, decided);
    expect(result).toMatchObject({ status: 'FAILED', error, path });
    expect(result.bench.invocations.filter(({ name }) => name === state)).toHaveLength(ATTEMPTS);
  });

  it('is tried once after a fault that will not pass', async () => {
    const result = await appeal({ [state]: [throws('TypeError')] }, decided);
    expect(result).toMatchObject({ status: 'FAILED', error: 'TypeError', path });
    expect(result.bench.invocations.filter(({ name }) => name === state)).toHaveLength(1);
  });

  it.skipIf(state === 'RequestAppealDecision')('is not waited for without end', async () => {
    const result = await appeal({ [state]: ['hangs'] }, decided);
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout', path });
  });
});

it('has no transition that the paths above do not take', async () => {
  const outcomes = await Promise.all(paths.map(async ([, decided]) => appeal(decidedAs(decided), decided)));
  const taken = new Set(outcomes.flatMap(({ path }) => path.map((to, index) => `${path[index - 1] ?? ''}→${to}`)));
  const drawn = Object.entries(states).flatMap(([from, { Next, Default, Choices = [], Catch = [] }]) =>
    [Next, Default, ...Choices.map((one) => one.Next), ...Catch.map((one) => one.Next)]
      .filter((to) => to !== undefined)
      .map((to) => `${from}→${to}`),
  );
  expect(drawn.filter((transition) => !taken.has(transition))).toEqual([]);
});

describe('with the steps themselves', () => {
  const registry = useRegistry();
  const kit = creditKit(registry);
  const builds = {
    RequestAppealDecision: requestAppealDecision,
    DeliverLetter: deliverLetter,
    EscalateAppeal: escalateAppeal,
  };

  /** An embedded host of this workflow, whose clock is the registry's. */
  async function start() {
    const clock = new Clock();
    const move = (instant: string) => {
      clock.moveTo(new Date(instant));
      registry.setClock(instant);
    };
    move('2026-03-17T01:30:00.000Z');
    const stepFunctions = await startStepFunctions({
      dataDir: undefined,
      definitions,
      now: clock.now,
      invokeFunction: (name, payload) => invoke(builds[name as keyof typeof builds](registry.runtime), payload),
    });
    const carried = new Set<string>();
    /** Carries out what the fact's outbox asks of this workflow, once; answers the events. */
    const relay = async (eventId: string): Promise<Record<string, unknown>[]> => {
      const messages = await registry.messages(`DST#${DAZU}#CREDIT_EVENT#${eventId}`);
      for (const message of messages) {
        if (message.type === 'start' && message.workflow === 'credit-appeal' && !carried.has(message.executionName)) {
          carried.add(message.executionName);
          stepFunctions.executions.start(arn(message.workflow), message.executionName, JSON.stringify(message.input));
        }
        if (message.type === 'resume' && !carried.has(message.taskToken)) {
          carried.add(message.taskToken);
          stepFunctions.executions.tokens.succeed(message.taskToken, message.output as never);
        }
      }
      return messages.flatMap((message) =>
        message.type === 'event' ? [{ ...message.detail, event: message.name }] : [],
      );
    };
    const post = async (
      operation: Parameters<typeof kit.call>[0],
      caller: ReturnType<typeof operator>,
      id: string,
      body: unknown,
    ) => {
      const headers = operation.startsWith('decide')
        ? await asRead(kit.call('getCreditEvent', { caller, params: { id } }))
        : {};
      return kit.call(operation, { caller, params: { id }, body, headers });
    };
    const event = async (id: string) => (await kit.call('getCreditEvent', { caller: reviewer(), params: { id } })).body;
    /** Relays until the fact shows something. */
    const until = async (id: string, shows: (body: any) => unknown) =>
      expect
        .poll(
          async () => {
            await relay(id);
            return shows(await event(id));
          },
          { timeout: 5000 },
        )
        .toBeTruthy();
    return { stepFunctions, move, relay, post, event, until };
  }

  const objected = async (host: Awaited<ReturnType<typeof start>>) => {
    const entityId = await kit.file('customsBroker');
    const { id } = (await kit.record(entityId, 'COMPLAINT_UPHELD')).body;
    await host.post('objectToCreditEvent', merchant(entityId), id, { reasons: ['投诉人已书面撤回'] });
    return { entityId, id: id as string };
  };

  it('an objection is asked for, decided by another and answered by a reasoned letter', async () => {
    const host = await start();
    const { id } = await objected(host);
    await host.relay(id);
    await settle();
    await host.post('decideObjection', reviewer(), id, { decision: 'REVOKE', reasons: ['投诉人撤回，事实不成立'] });
    await host.until(id, (body) => body.objection.decision.letter);
    const { letter } = (await host.event(id)).objection.decision;
    expect(letter).toContain('信用异议处理决定书\n大足龙水某五金经营部：');
    expect(letter).toContain('撤销该记录');
    expect(letter).toContain('1. 投诉人撤回，事实不成立');
    expect(letter).toContain('行政复议');
    expect(await host.relay(id)).toMatchObject([
      { event: 'CreditFactRecorded', eventId: id },
      { event: 'CreditAppealDecided', eventId: id, outcome: 'REVOKED' },
    ]);
    await host.stepFunctions.close();
  });

  it('a decision before the task is asked for is handed on by the task', async () => {
    const host = await start();
    const { id } = await objected(host);
    await host.post('decideObjection', reviewer(), id, { decision: 'UPHOLD', reasons: ['事实清楚'] });
    await host.until(id, (body) => body.objection.decision.letter);
    await host.stepFunctions.close();
  });

  it('a repair that nobody decides is told to the city, and may be decided late, with its letter', async () => {
    const host = await start();
    const entityId = await kit.file('customsBroker');
    const { id } = (await kit.record(entityId, 'COMPLAINT_UPHELD')).body;
    const correction = { correctedOn: '2026-03-12', correction: '已退款并道歉', commitment: '承诺诚信经营' };
    expect((await host.post('requestRepair', merchant(entityId), id, correction)).status).toBe(202);
    await host.relay(id);
    await settle();
    // 10 working days after Tuesday 17 March end with 31 March.
    host.move('2026-03-31T16:59:59.000Z');
    host.stepFunctions.clockMoved();
    await settle();
    expect(await host.relay(id)).toMatchObject([{ event: 'CreditFactRecorded' }]);
    host.move('2026-03-31T17:30:00.000Z');
    host.stepFunctions.clockMoved();
    await host.until(id, (body) => body.repair.overdueAt);
    const told = await host.relay(id);
    expect(told).toMatchObject([
      { event: 'CreditFactRecorded' },
      { event: 'CreditAppealOverdue', decideBy: '2026-03-31' },
    ]);
    expect(newsOf('CreditAppealOverdue', told.at(-1) ?? {}).map(({ recipient }) => recipient)).toEqual([
      'REVIEWER',
      'OPERATOR',
    ]);
    const source = { authority: '大足区商务委', documentNumber: '足商务修〔2026〕1号', documentDate: '2026-03-30' };
    const late = await host.post('decideRepair', operator(), id, { decision: 'GRANT', reasons: ['已纠正'], source });
    expect(late.status).toBe(202);
    await host.until(id, (body) => body.repair.decision.letter);
    expect((await host.event(id)).repair.decision.letter).toContain('准予修复');
    await host.stepFunctions.close();
  });

  it.each(Object.entries(builds))('%s of an appeal that was never made fails', async (_name, build) => {
    const input = { ...INPUT, eventId: `creditevent-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`, taskToken: 'token' };
    await expect(invoke(build(registry.runtime), input)).rejects.toThrow('there is no OBJECTION');
  });
});
