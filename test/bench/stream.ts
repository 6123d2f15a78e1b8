import { setTimeout as delay } from 'node:timers/promises';
import { type Client, client } from '../../infra/local/story/client.ts';
import { type Made, tellStory } from '../../infra/local/story/story.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { startHostChild } from './host-child.ts';
import type { Row } from './row.ts';

/** A busy centre, a second: forms filed, decisions made, trades registered, pages looked at. */
const RATES = { filings: 8, decisions: 5, trades: 4, reads: 10 } as const;
const SECONDS = 60;
/** How often a reviewer's queue is looked at, which is how exactly a wait is known. */
const LOOK_MILLISECONDS = 500;
/** After the last form, how long is waited for it to come to its review. */
const PATIENCE_SECONDS = 240;
const EDGE_SECONDS = 10;

/**
 * How long what is filed waits for its review, and a committed change for its messages to be carried, while a minute of
 * work comes in: with one message of the outbox carried at a time, and with as many as the host carries.
 *
 * @param args seconds instead of a minute
 */
export async function bench([seconds = String(SECONDS)]: string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, args] of [
    ['one message at a time', ['1']],
    ['as the host does', []],
  ] as const) {
    rows.push(...(await minute(name, [...args], Number(seconds))));
  }
  return rows;
}

async function minute(name: string, args: string[], seconds: number): Promise<Row[]> {
  const host = await startHostChild(args);
  const [clerk, reviewer] = [client(host.url, host.clerk), client(host.url, host.reviewer)];
  const token = async (role: string): Promise<string> => (role === 'reviewer' ? host.reviewer : host.clerk);
  const made = await tellStory({ url: host.url, token, startedAt: new Date(), say: () => {} });
  const lags: number[] = [];
  const filed = new Map<string, number>();
  const waits = new Map<string, number>();
  const undecided: string[] = [];
  let failed: unknown;
  let isOver = false;

  const look = async (): Promise<void> => {
    const { items } = await reviewer.get<{ items: { id: string }[] }>('/v1/filings?status=PENDING_REVIEW&limit=200');
    const now = performance.now();
    for (const { id } of items) {
      const at = filed.get(id);
      if (at === undefined || waits.has(id)) continue;
      waits.set(id, (now - at) / 1000);
      undecided.push(id);
    }
    lags.push((await clerk.get<{ outboxLagSeconds: number }>('/health')).outboxLagSeconds);
  };
  const looking = (async () => {
    while (!isOver) {
      await look().catch((error: unknown) => (failed = error));
      await delay(LOOK_MILLISECONDS);
    }
  })();

  const work: Promise<unknown>[] = [];
  const began = performance.now();
  const every = async (perSecond: number, act: (n: number) => Promise<unknown>): Promise<void> => {
    for (let n = 0; n < perSecond * seconds; n += 1) {
      await delay(Math.max(0, began + (n * 1000) / perSecond - performance.now()));
      work.push(act(n).catch((error: unknown) => (failed = error)));
    }
  };
  await Promise.all([
    every(RATES.filings, async (n) => {
      const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(1000 + n), `file-${n}`);
      filed.set(id, performance.now());
    }),
    every(RATES.decisions, async (n) => {
      const id = undecided.shift();
      if (id === undefined) return;
      await reviewer.decide(`/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] }, `decide-${n}`);
    }),
    every(RATES.trades, (n) => trade(clerk, made, n)),
    every(RATES.reads, (n) => clerk.get(n % 2 === 0 ? '/v1/trades?limit=20' : `/v1/trades/${made.get('T1')}`)),
  ]);
  await Promise.all(work);
  const lagAtEnd = lags.at(-1) ?? Number.NaN;
  const until = performance.now() + PATIENCE_SECONDS * 1000;
  while (waits.size < filed.size && performance.now() < until) await delay(100);
  isOver = true;
  await looking;
  await host.end();
  if (failed !== undefined) throw failed;

  const inOrder = [...filed.keys()].map((id) => waits.get(id) ?? PATIENCE_SECONDS);
  const edge = RATES.filings * EDGE_SECONDS;
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const row = (what: string, value: number, note?: string): Row => ({
    name: `${name}: ${what}`,
    value,
    unit: 's',
    ...(note === undefined ? {} : { note }),
  });
  return [
    row(`filed to review, the first ${EDGE_SECONDS} s`, mean(inOrder.slice(0, edge))),
    row(`filed to review, the last ${EDGE_SECONDS} s`, mean(inOrder.slice(-edge)), `of ${seconds} s`),
    row('commit to carried, the longest', Math.max(...lags), 'to the second'),
    row('commit to carried, at the end', lagAtEnd, 'to the second'),
  ];
}

/** A clerk enters a trade, and accepts what the registry warns of. */
async function trade(clerk: Client, made: Made, n: number): Promise<void> {
  const quantity = 10 + n;
  const netKg = (quantity * 4) / 10;
  const body = {
    merchantId: made.get('M1'),
    buyerId: made.get('B1'),
    tradeOperatorId: made.get('TO1'),
    exportMode: 'ENTRUSTED',
    destinationCountry: 'ARE',
    portOfDischarge: 'AEJEA',
    currency: 'USD',
    explanation: '大客户年度订单，合同价',
    lines: [
      {
        goodsId: made.get('G0001'),
        quantity,
        unit: '016',
        legalQuantity: netKg,
        unitPrice: '1.2000',
        amount: (quantity * 1.2).toFixed(2),
        cartons: [{ count: 1, lengthMm: 600, widthMm: 400, heightMm: 270, grossWeightKg: 500, netWeightKg: netKg }],
      },
    ],
  };
  await clerk.post('/v1/trades', body, `trade-${n}`);
}
