import { beforeAll, describe, expect, it } from 'vitest';
import { tradeMark } from '../../../functions/shared/kernel/carton-mark.ts';
import { clerk, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { agent, api, carton, prepare, scan, send, TRADE, tellTrade } from './kit.ts';

const registry = useRegistry('2026-03-18T09:05:02.000Z');
const { tradeId: id } = TRADE;
const owner = merchant(TRADE.merchantId);

beforeAll(() => prepare(registry.runtime));

const labels = (query: Record<string, string>, caller = owner, headers = {}, tradeId = id) =>
  api(registry.runtime, 'getCartonLabels', { caller, params: { id: tradeId }, query, headers });

describe('labels of cartons', () => {
  it('are those that are scanned, as many as are registered, and the same when they are printed again', async () => {
    const { status, body } = await labels({ lineNo: '3' });
    expect([status, body.labels.length]).toEqual([200, 100]);
    expect(body.labels[6]).toEqual({ code: carton(3, 7), mark: `${tradeMark(id)}-3 C/7`, carton: 7 });
    expect((await labels({ lineNo: '3', from: '7', to: '7' })).body.labels).toEqual([body.labels[6]]);
    const { body: taken } = await send(registry.runtime, [
      scan({ subject: body.labels[6].code }),
      scan({ subject: body.labels[7].mark }),
    ]);
    expect(taken.facts).toMatchObject([
      { taken: 'NEW', lineNo: 3 },
      { taken: 'NEW', lineNo: 3 },
    ]);
  });

  it('are a page with a QR code each, which names neither goods nor whose they are', async () => {
    const { headers, body } = await labels({ lineNo: '3', to: '2' }, owner, { Accept: 'text/html' });
    expect(headers['Content-Type']).toContain('text/html');
    expect(body.match(/<svg/g)).toHaveLength(2);
    expect(body).toContain(carton(3, 2));
    for (const named of [TRADE.merchantName, TRADE.lines[2]?.nameZh]) expect(body).not.toContain(named);
    expect((await labels({}, owner, { Accept: 'image/png' })).status).toBe(406);
  });

  it.each([
    ['a line that the trade has not', { lineNo: '99' }, 'lineNo'],
    ['a range that ends before it begins', { from: '9', to: '3' }, 'to'],
    ['more than a request prints', { to: '201' }, 'to'],
    ['a carton beyond those that are registered', { lineNo: '3', from: '101' }, 'to'],
  ])('are refused for %s', async (_title, query, field) => {
    const { status, body } = await labels(query);
    expect([status, body.errors[0].pointer]).toEqual([400, `/${field}`]);
    expect(body.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  it('are none of a trade without a number, and none for a stranger', async () => {
    const older = 'trade-500111-01M8MRXSK29H0FQY1TXQC777AB';
    await tellTrade(registry.runtime, { tradeId: older, tradeNumber: undefined });
    expect((await labels({}, owner, {}, older)).body.code).toBe('WRONG_STATE');
    const stranger = agent('entity-500111-01M8MRXQBS4ZT6MQ6Q98FCZPAT');
    for (const caller of [stranger, clerk(YUZHONG)]) expect((await labels({}, caller)).status).toBe(404);
    // Who has handled the goods may print what has come off.
    expect((await labels({}, agent())).status).toBe(200);
  });
});
