import { XLSX_TYPE } from '../../functions/shared/sheet/types.ts';
import { HOSTILE_BODIES, HOSTILE_MESSAGES, HOSTILE_SHEETS } from '../kit/hostile.ts';
import { startHostChild } from './host-child.ts';
import type { Row } from './row.ts';

/** Each is sent so often; the shortest counts, so that what else the machine does does not make the figure. */
const RUNS = 3;

/** Lets the loop's own clock tick once more after the answer. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** The longest stop of the host's event loop over files that were made to take long, and over the largest lawful ones. */
export async function bench(args: string[]): Promise<Row[]> {
  const { url, clerk: token, asked, end } = await startHostChild();
  const send = async (method: string, path: string, type: string, body?: Buffer | string) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? { Accept: type } : { 'Content-Type': type, 'Idempotency-Key': crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) }),
    });
    return { status: answer.status, text: await answer.text() };
  };

  const stops: (Stop & { readonly name: string })[] = [];
  /** The longest stop while something is answered, and the answer. */
  const measured = async (name: string, action: () => ReturnType<typeof send>) => {
    const found: Stop[] = [];
    let last = { status: 0, text: '' };
    for (let run = 0; run < RUNS; run += 1) {
      await asked('reset');
      last = await action();
      await settle();
      found.push(await asked<Stop>('read'));
      if (last.status >= 500) throw new Error(`${name}: ${last.status} ${last.text.slice(0, 200)}`);
    }
    const shortest = {
      computed: Math.min(...found.map((one) => one.computed)),
      clock: Math.min(...found.map((one) => one.clock)),
    };
    stops.push({ name, ...shortest });
    if (args.includes('each')) {
      const [computed, clock] = [shortest.computed, shortest.clock].map((figure) => figure.toFixed(0).padStart(5));
      console.log(`  ${name.padEnd(85)} ${computed} ms, by the clock ${clock} ms  ${last.status}`);
    }
    return last;
  };

  await send('POST', '/v1/imports?kind=trade-lines', 'text/csv', 'a');
  for (const [name, make] of Object.entries(HOSTILE_SHEETS)) {
    const file = make();
    const { status, text } = await measured(`${name}, as lines of trades`, () =>
      send('POST', '/v1/imports?kind=trade-lines', 'application/octet-stream', file),
    );
    await measured(`${name}, as merchants`, () => send('POST', '/v1/filing-batches', 'application/octet-stream', file));
    if (status !== 201) continue;
    const { id } = JSON.parse(text) as { id: string };
    await measured(`${name}, polled`, () => send('GET', `/v1/imports/${id}`, 'application/json'));
    await measured(`${name}, its errors as a workbook`, () => send('GET', `/v1/imports/${id}/errors`, XLSX_TYPE));
  }
  for (const [name, make] of Object.entries(HOSTILE_MESSAGES)) {
    const xml = make();
    await measured(name, () => send('POST', '/v1/interchange/gzsw', 'application/xml', xml));
  }
  for (const [name, make] of Object.entries(HOSTILE_BODIES)) {
    const json = make();
    await measured(name, () => send('POST', '/v1/trades', 'application/json', json));
  }
  await end();
  const longest = (what: keyof Stop) => stops.reduce((most, one) => (one[what] > most[what] ? one : most));
  const row = (what: keyof Stop, name: string): Row => ({
    name,
    value: longest(what)[what],
    unit: 'ms',
    note: longest(what).name,
  });
  return [
    row('computed', `longest stop of the event loop, ${stops.length} hostile requests, processor`),
    row('clock', 'the same by the clock, other programs included'),
  ];
}

/** Milliseconds. */
interface Stop {
  readonly computed: number;
  readonly clock: number;
}
