import { register } from '../../../functions/trade/domain/register.ts';
import { TradeRequest } from '../../../functions/trade/domain/request.ts';
import { RULES } from '../../../functions/trade/domain/rules/index.ts';
import { setEnvironment } from '../../../infra/local/environment.ts';
import { median, type Row } from '../row.ts';

const LINES = 200;
const TRADES = 100;
const RUNS = 7;

/** Every rule on every line of trades, against reading the same requests from their text by their schema. */
export async function ruleRows(): Promise<Row[]> {
  // Imported here because a function's module reads the environment when it is loaded.
  const unused = 'http://localhost';
  setEnvironment({ dynamodb: unused, stepFunctions: unused, lambda: unused, s3: unused, kms: unused, secrets: unused });
  const { body, context, filed, history, line } = await import('../../functions/trade/samples.ts');
  const lines = Array.from({ length: LINES }, (_, index) =>
    line({ quantity: 100 + index, unitPrice: '1', amount: `${100 + index}.00`, legalQuantity: 19, cartons: undefined }),
  );
  const text = JSON.stringify(body({ lines }));
  const request = TradeRequest.parse(JSON.parse(text));
  const registration = register(request, filed(), history(), context());
  if (!('trade' in registration)) throw new Error(JSON.stringify(registration.refused[0]));
  const runs = Array.from({ length: RUNS }, () => ({
    rules: milliseconds(() => register(request, filed(), history(), context())),
    reading: milliseconds(() => TradeRequest.parse(JSON.parse(text))),
  }));
  const perLine = (of: (one: (typeof runs)[number]) => number) =>
    ((median(runs.map(of)) * 1000) / (LINES * TRADES)).toFixed(1);
  return [
    {
      name: `${RULES.length} rules on a line, time per reading it by its schema`,
      value: median(runs.map(({ rules, reading }) => rules / reading)),
      unit: '×',
      note: `${perLine((one) => one.rules)} against ${perLine((one) => one.reading)} µs a line`,
    },
  ];
}

function milliseconds(action: () => unknown): number {
  const started = performance.now();
  for (let trade = 0; trade < TRADES; trade += 1) action();
  return performance.now() - started;
}
