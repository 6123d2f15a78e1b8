import { beforeAll, expect, it } from 'vitest';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import type { Made } from '../../../infra/local/story/story.ts';
import { clerk, reviewer } from '../../kit/call.ts';
import { lateTrade } from '../../kit/late-trade.ts';
import { storyOf } from '../../kit/process.ts';
import { until } from '../../kit/until.ts';
import { registry, tell } from './host.ts';

/** `npm run -s story` follows what a request has caused through every capability. */

let made: Made;
beforeAll(async () => {
  made = await tell();
});

const TODAY = dayInChina(new Date().toISOString());

/** The command's lines of a correlation, once they have what is waited for. */
const story = (correlationId: string, awaited: RegExp): Promise<string[]> => {
  const { dynamodbUrl, stepFunctionsUrl } = registry.host;
  const environment = { DYNAMODB_ENDPOINT: dynamodbUrl, STEP_FUNCTIONS_PORT: new URL(stepFunctionsUrl).port };
  return until(`the story of ${correlationId} to have ${awaited}`, async () => {
    const { code, output } = await storyOf(environment, correlationId);
    if (code === 2) throw new Error(output);
    const lines = output.split('\n').filter((line) => /^\d{4}-/.test(line));
    if (!awaited.test(output)) return undefined;
    expect(code, output).toBe(0);
    return lines;
  });
};

/** Where each is told first; -1 where it is not. */
const places = (lines: readonly string[], ...patterns: RegExp[]): number[] =>
  patterns.map((pattern) => lines.findIndex((line) => pattern.test(line)));

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => number > (numbers[index - 1] ?? -1));

it('follows a trade to its merchant’s notice, and its release to the credit fact, the execution and the new standing', async () => {
  const [registering, releasing] = [`registering-${crypto.randomUUID()}`, `releasing-${crypto.randomUUID()}`];
  const entered = await registry.send(
    clerk(),
    'POST',
    '/v1/trades',
    lateTrade((key) => made.get(key) ?? '', TODAY, 'CKG7700231'),
    { 'X-Correlation-Id': registering },
  );
  expect(entered.status, JSON.stringify(entered.body)).toBe(201);
  const { id, reviewState } = entered.body;
  const merchantId = made.get('M1');
  expect(reviewState).toBe('OPEN');

  const registered = await story(registering, /notice +TRADE_REGISTERED/);
  const first = places(
    registered,
    new RegExp(`change +REGISTER TRADE ${id} version 1 by clerk`),
    new RegExp(`event +TradeChanged of TRADE ${id}, told .*OnCreditTradeChanged.*Notify`),
    new RegExp(`notice +TRADE_REGISTERED of ${id} to ${merchantId}`),
  );
  expect(isRising(first), registered.join('\n')).toBe(true);

  const decision = { decision: 'RELEASE', reasons: ['货物已于装船前在本中心登记，提单日期经核对无误'] };
  const released = await registry.send(reviewer(), 'POST', `/v1/trades/${id}/review`, decision, {
    'X-Correlation-Id': releasing,
    'If-Match': entered.headers.get('etag') ?? '',
  });
  expect(released.status, JSON.stringify(released.body)).toBeLessThan(300);
  const caused = await story(releasing, /end +execution \S+ of credit-scoring: SUCCEEDED/);
  const second = places(
    caused,
    new RegExp(`change +\\w+ TRADE ${id} version 2 by reviewer`),
    new RegExp(`event +TradeChanged of TRADE ${id}`),
    /change +\w+ CREDIT_EVENT creditevent-\S+ version 1 by subscriber:OnCreditTradeChanged/,
    /start +execution \S+ of credit-scoring/,
    /state +credit-scoring ScoreEntity/,
  );
  expect(isRising(second), caused.join('\n')).toBe(true);
  expect(isRising(places(caused, /state +credit-scoring ScoreEntity/, /end +execution/)), caused.join('\n')).toBe(true);
  const standing = /change +SCORE CREDIT \S+ version \d+ by workflow:credit-scoring/;
  expect(places(caused, standing)[0], caused.join('\n')).toBeGreaterThan(second[2] ?? 0);
  expect(caused.join('\n')).toMatch(new RegExp(`event +CreditChanged of CREDIT ${merchantId}`));

  // Whoever runs the host finds it by its data folder alone.
  const { output } = await storyOf({ DATA_DIR: registry.dataDir }, releasing);
  expect(output).toMatch(/end +execution \S+ of credit-scoring: SUCCEEDED/);

  const printed = [...registered, ...caused, output].join('\n');
  for (const said of ['经核对', 'clerk-500111', 'CKG7700231', '五金']) expect(printed).not.toContain(said);
});

it('says that nothing was caused by what nobody sent', async () => {
  const { code, output } = await storyOf({ DYNAMODB_ENDPOINT: registry.host.dynamodbUrl }, 'nobody-sent-this');
  expect([code, output.includes('nothing that is kept was caused by nobody-sent-this')], output).toEqual([1, true]);
});
