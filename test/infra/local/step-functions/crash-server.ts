import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startStepFunctions } from '../../../../infra/local/step-functions/server.ts';
import { machine, tokenTask } from './kit.ts';

/**
 * A server for the crash test, to be killed: `node crash-server.ts <folder> <epoch> <held>`. Notes every call of a function
 * in `<folder>/calls.jsonl`, and answers none from the `held`-th of its life on: they are in flight whenever it is killed. Its
 * clock runs 60 times as fast as the machine's, from the epoch on, over all restarts.
 */
const [folder = '', epoch = '0', held = 'Infinity'] = process.argv.slice(2);
let begun = 0;
const SPEED = 60;
const now = (): Date => new Date(Number(epoch) + (Date.now() - Number(epoch)) * SPEED);

const call = (name: string, more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: name,
    Payload: {
      execution: '{% $states.context.Execution.Name %}',
      state: '{% $states.context.State.Name %}',
      attempt: '{% $states.context.State.RetryCount %}',
      input: '{% $states.input %}',
      unique: '{% $uuid() %}',
    },
  },
  Output: '{% $states.result.Payload %}',
  Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 3, JitterStrategy: 'FULL' }],
  ...more,
});

const definition = machine({
  First: call('add', { Assign: { first: '{% $states.result.Payload %}' }, Next: 'Each' }),
  Each: {
    Type: 'Map',
    Items: '{% [1..4] %}',
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'Item',
      States: { Item: call('add', { Next: 'Rest' }), Rest: { Type: 'Wait', Seconds: 2, End: true } },
    },
    Next: 'Pause',
  },
  Pause: { Type: 'Wait', Seconds: 5, Next: 'Both' },
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Left', States: { Left: call('flaky', { End: true }) } },
      { StartAt: 'Ask', States: { Ask: tokenTask('ask') } },
    ],
    Output: { first: '{% $first %}', each: '{% $states.input %}', both: '{% $states.result %}' },
    End: true,
  },
});

/** Fails every first attempt. */
async function invokeFunction(name: string, payload: unknown): Promise<unknown> {
  appendFileSync(`${folder}/calls.jsonl`, `${JSON.stringify({ name, ...(payload as object) })}\n`);
  begun += 1;
  await (begun < Number(held) ? delay(60) : new Promise(() => {}));
  const { attempt, input } = payload as { attempt?: number; input?: unknown };
  if (name === 'flaky' && attempt === 0) throw Object.assign(new Error('busy'), { name: 'Busy' });
  return name === 'add' && typeof input === 'number' ? input + 1 : 0;
}

const server = await startStepFunctions({ dataDir: folder, definitions: { crash: definition }, invokeFunction, now });
const url = await server.listen(0);
server.resume();
setInterval(() => server.clockMoved(), 5);
process.stdout.write(`${url}\n`);
