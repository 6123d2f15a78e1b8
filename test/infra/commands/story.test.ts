import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it, onTestFinished } from 'vitest';
import { statesOf } from '../../../infra/commands/story/executions.ts';
import { type Happening, inOrder, recordOf } from '../../../infra/commands/story/happening.ts';
import { executionArn } from '../../../infra/local/step-functions/arns.ts';
import { storyOf } from '../../kit/process.ts';
import { arn, bench, returns, runUntil, throws } from '../local/step-functions/kit.ts';

/** The story of a request is told whole by `test/host/suites/caused.ts`; here are its parts. */

describe('the states of an execution', () => {
  const task = (name: string, Next?: string) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 2 }],
    ...(Next === undefined ? { End: true } : { Next }),
  });
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'First',
    States: { First: task('First', 'Second'), Second: task('Second') },
  };
  const asked = { workflow: 'filing', name: 'one' } as const;

  it('are told in order, with their errors by name and no word of what they were given or said', async () => {
    const { stepFunctions, clock, invocations } = await bench(
      { filing: definition },
      { First: [throws('Busy', '郑小兰'), returns({ name: '郑小兰' })], Second: [throws('Broken', '郑小兰')] },
    );
    onTestFinished(() => stepFunctions.close());
    const endpoint = await stepFunctions.listen(0);
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const client = new SFNClient({ endpoint, region: 'local', credentials });
    stepFunctions.executions.start(arn('filing'), 'one', '{"name":"郑小兰"}');
    await runUntil({ stepFunctions, clock, invocations }, () => stepFunctions.failedSince(new Date(0)) > 0);
    const told = await statesOf(client, executionArn('filing', 'one'), asked);
    expect(told.map(({ what, says }) => [what, says])).toEqual([
      ['start', 'execution one of filing'],
      ['state', 'filing First'],
      ['error', 'filing First: Busy'],
      ['state', 'filing Second'],
      ['error', 'filing Second: Broken'],
      ['end', 'execution one of filing: FAILED by Broken'],
    ]);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted());
    expect(JSON.stringify(told)).not.toContain('郑小兰');
    const none = { ...asked, name: 'none' };
    expect(await statesOf(client, executionArn('filing', 'none'), none)).toEqual([]);
    const at = '2026-03-17T01:00:00.000Z';
    expect(await statesOf(client, executionArn('filing', 'none'), { ...none, at })).toEqual([
      { at, what: 'start', says: 'execution none of filing: not started yet, or ended over 90 days ago' },
    ]);
  });
});

it('what happens at one instant is told from cause to effect, and the states of an execution as they came', () => {
  const at = '2026-03-17T01:00:00.000Z';
  const says = (what: Happening['what'], text: string, when = at): Happening => ({ at: when, what, says: text });
  const told = [
    says('notice', '7'),
    says('state', '5'),
    says('state', '6'),
    says('start', '4'),
    says('event', '3'),
    says('change', '2'),
    says('end', '1', '2026-03-17T00:59:59.999Z'),
  ];
  expect(inOrder(told).map((one) => one.says)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});

it.each([
  ['DST#500111#TRADE#trade-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', 'TRADE trade-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'],
  ['DST#500111#GZSW_CLIENT#BUYER#500225199001011234', 'GZSW_CLIENT'],
  ['DST#500111#PHONE#13900000001', 'PHONE'],
  ['DST#500000#SCORECARDS', 'SCORECARDS'],
])('%s is told as %s: a key may be made of what people are', (pk, expected) => {
  expect(recordOf(pk)).toBe(expected);
});

it.each([
  [[], 2, 'name one correlation id'],
  [['a', 'b'], 2, 'name one correlation id'],
  [['a', '--table', 'b'], 2, '--table'],
  [['a'], 2, 'there is no registry at'],
  [['--help'], 0, 'X-Correlation-Id'],
])('the command with %j says what it needs', async (args, code, text) => {
  const told = await storyOf({ DATA_DIR: '/nowhere' }, ...args);
  expect([told.code, told.output.includes(text)], told.output).toEqual([code, true]);
});
