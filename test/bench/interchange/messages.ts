import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, client, eventually } from '../../../infra/local/story/client.ts';
import { message } from '../../functions/interchange/messages.ts';
import { type HostProcess, startProcess } from '../../kit/process.ts';
import { median, perSecond, type Row } from '../row.ts';

const IN_FLIGHT = 4;
const SLICE_MILLISECONDS = 3000;
const SLICES = 5;

/** A trade of four lines as a TRAD message, against the same trade as JSON. */
export async function messageRows(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const host = await startProcess(dataDir);
  const token = await tokenOf(host, 'clerk');
  const answerTo = async (xml: string): Promise<{ result: number; transient?: true }> => {
    const answer = await fetch(`${host.url}/v1/interchange/gzsw`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/xml' },
      body: xml,
    });
    return (await answer.json()) as { result: number; transient?: true };
  };
  const send = async (xml: string): Promise<void> => {
    const receipt = await eventually('a receipt that lasts', async () => {
      const told = await answerTo(xml);
      return told.transient ? undefined : told;
    });
    if (receipt.result !== 1) throw new Error(JSON.stringify(receipt));
  };
  const clerk = client(host.url, token);
  for (const name of ['01-COMP-merchant-1', '01-COMP-trade-company', '02-BUYER', '03-MAF']) await send(message(name));
  await approve(host);
  await send(message('04-GOODS-merchant-1'));
  let n = 0;
  const asMessage = () => {
    n += 1;
    const id = String(n).padStart(6, '0');
    return send(
      message('05-TRAD-1')
        .replace('TRAD_202603171015006100', `TRAD_202603171015${id}`)
        .replace('T20260317001', `B${id}`),
    );
  };
  await asMessage();
  const body = await bodyOf(clerk);
  const asJson = () => clerk.post('/v1/trades', body, `bench-${(n += 1)}`);
  const slices: { message: number; json: number }[] = [];
  for (let slice = 0; slice < SLICES; slice += 1) {
    slices.push({
      message: await perSecond(IN_FLIGHT, SLICE_MILLISECONDS, asMessage),
      json: await perSecond(IN_FLIGHT, SLICE_MILLISECONDS, asJson),
    });
  }
  await host.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
  const [messages, json] = [median(slices.map((one) => one.message)), median(slices.map((one) => one.json))];
  return [
    {
      name: 'TRAD message of 4 lines, share of the rate of POST /v1/trades',
      value: median(slices.map((one) => one.message / one.json)),
      unit: '×',
      note: `${messages.toFixed(0)} against ${json.toFixed(0)} a second, their events included`,
    },
  ];
}

async function tokenOf(host: HostProcess, role: string): Promise<string> {
  const answer = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId: '500111' }),
  });
  return ((await answer.json()) as { token: string }).token;
}

async function approve(host: HostProcess): Promise<void> {
  const reviewer = client(host.url, await tokenOf(host, 'reviewer'));
  const waiting = await eventually('the filings', async () => {
    const { items } = await reviewer.get<{ items: { id: string }[] }>('/v1/filings?status=PENDING_REVIEW');
    return items.length === 4 ? items : undefined;
  });
  for (const { id } of waiting) {
    await reviewer.decide(`/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] }, id);
  }
  await eventually('the parties', async () =>
    (await reviewer.get<{ items: unknown[] }>('/v1/entities')).items.length === 4 ? true : undefined,
  );
}

interface Trade {
  readonly id: string;
  readonly lines: readonly Record<string, unknown>[];
}

/** The first trade as the body that makes another like it. */
async function bodyOf(clerk: Client): Promise<unknown> {
  const [first] = (await clerk.get<{ items: Trade[] }>('/v1/trades')).items;
  const trade = await clerk.get<Record<string, unknown> & Trade>(`/v1/trades/${first?.id}`);
  const kept = [
    'merchantId',
    'buyerId',
    'tradeOperatorId',
    'exportMode',
    'destinationCountry',
    'portOfDischarge',
    'currency',
  ];
  const ofLine = ['goodsId', 'quantity', 'unit', 'legalQuantity', 'unitPrice', 'amount'];
  const pick = (from: Record<string, unknown>, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, from[name]]));
  return { ...pick(trade, kept), lines: trade.lines.map((line) => pick(line, ofLine)) };
}
