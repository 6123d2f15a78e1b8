import { beforeAll, describe, expect, it } from 'vitest';
import { merchant } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, messages, query, renewed, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

const count = async (): Promise<number> => (await list()).length;
const list = async (): Promise<any[]> =>
  (await host.send('TradeApi', { method: 'GET', path: '/v1/trades', query: { limit: '200' } })).body.items;

beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const xml of [...messages('01-'), ...messages('02-'), ...messages('03-')]) await submit(host, xml);
  await host.approveAll();
  for (const xml of messages('04-')) await submit(host, xml);
});

/** The first trade with a nail price that makes its total doubtful (near the limit of one declaration). */
const doubtful = (remark = ''): string =>
  message('05-TRAD-1')
    .replace('<price>20.0000</price>', '<price>230.0000</price>')
    .replace('<totalPrice>8000.00</totalPrice>', '<totalPrice>92000.00</totalPrice>')
    .replace('<remark></remark>', `<remark>${remark}</remark>`);

describe('a trade that the registry doubts', () => {
  it('is answered with an exception and waits; sent again unexplained it still waits', async () => {
    const first = await submit(host, renewed(doubtful('第一次就写的备注')));
    expect(first.body).toMatchObject({
      result: 1,
      otherMessage: [
        {
          exceptionCode0: '1',
          solveWay0: '请在备注中说明原因后重新提交',
          tradingNo0: 'JY5001112026031700001',
          tradeDetail0: { tradeDetailIdReturn0: 'R000001', tradeDetailId0: 'D0001' },
        },
      ],
    });
    expect(first.body.otherMessage[0].exceptionMsg0).toMatch(/147000\.00 美元.*上限$/);
    expect(await count()).toBe(0);
    expect((await submit(host, renewed(doubtful()))).body.otherMessage[0].exceptionCode0).toBe('1');
    expect((await query(host, 'TRAD', 'JY5001112026031700001')).body.otherMessage[0]).toMatchObject({
      status: '1',
      auditTime: '',
    });
  });

  it('is registered with the remark as its explanation, under the number it had', async () => {
    const again = await submit(host, renewed(doubtful('一次采购全年用量，合同附后')));
    expect(again.body.otherMessage[0]).toMatchObject({ exceptionCode0: '0', tradingNo0: 'JY5001112026031700001' });
    const [trade] = await list();
    const { body } = (await host.send('TradeApi', {
      method: 'GET',
      path: '/v1/trades/{id}',
      params: { id: trade.id },
    })) as { body: any };
    expect(body).toMatchObject({ status: 'REGISTERED', explanation: '一次采购全年用量，合同附后' });
    expect((await query(host, 'TRAD', 'JY5001112026031700001')).body.otherMessage[0].status).toBe('2');
  });
});

describe('a trade sent again with another content', () => {
  it('under its number replaces the trade that was registered', async () => {
    const changed = message('05-TRAD-1').replace(
      '<tradingNo></tradingNo>',
      '<tradingNo>JY5001112026031700001</tradingNo>',
    );
    expect((await submit(host, renewed(changed))).body.otherMessage[0].tradingNo0).toBe('JY5001112026031700001');
    expect((await list()).map(({ status, totalUsd }) => `${status} ${totalUsd.amount}`)).toEqual(
      expect.arrayContaining(['REGISTERED 63000.00', 'WITHDRAWN 147000.00']),
    );
  });

  it('under a number that is not its own is refused', async () => {
    const foreign = message('05-TRAD-2').replace(
      '<tradingNo></tradingNo>',
      '<tradingNo>JY5001112026031700001</tradingNo>',
    );
    expect((await submit(host, renewed(foreign))).body).toMatchObject({ result: 0 });
  });
});

describe('a lost answer', () => {
  it('after the write leaves one record, whichever way the client goes on', async () => {
    const xml = message('05-TRAD-3');
    const before = await count();
    host.fault = (name, when) => {
      if (name === 'TradeApi' && when === 'after') throw new Error('the process dies');
    };
    expect((await submit(host, xml)).status).toBe(500);
    host.fault = undefined;
    expect(await count()).toBe(before + 1);
    // Nothing is known of it yet: the client asks, and sends the same message, or the same trade in a new one.
    expect((await query(host, 'RECEIPT', 'TRAD_202603171015006102')).body.result).toBe('0');
    const resent = await submit(host, renewed(xml));
    expect(resent.body.result).toBe(1);
    expect((await submit(host, xml)).body).toEqual(resent.body);
    expect(await count()).toBe(before + 1);
    expect((await query(host, 'RECEIPT', 'TRAD_202603171015006102')).body).toEqual(resent.body);
  });

  it('of several items does none twice', async () => {
    let calls = 0;
    const xml = renewed(message('04-GOODS-merchant-3').replaceAll('<goodsId>G', '<goodsId>H'));
    host.fault = (_name, when) => {
      calls += 1;
      // Numbers of their own are taken by the goods of the chain: each is asked for twice, and each call counted twice.
      if (when === 'after' && calls === 8) throw new Error('the process dies');
    };
    expect((await submit(host, xml)).status).toBe(500);
    host.fault = undefined;
    const goods = async () =>
      (await host.send('FilingApi', { method: 'GET', path: '/v1/goods', query: { limit: '200' } })).body.items;
    const before = (await goods()).length;
    expect((await submit(host, xml)).body.result).toBe(1);
    expect((await goods()).length).toBe(before + 2);
  });
});

describe('the same MessageId', () => {
  it('with another content is refused', async () => {
    const reply = await submit(host, message('05-TRAD-3').replace('<applyWay>1', '<applyWay>2'));
    expect(reply.status).toBe(409);
    expect(reply.body.detail).toContain('已用于另一份内容');
  });

  it('twice at once does its work once', async () => {
    const xml = message('05-TRAD-2');
    const before = await count();
    const [one, other] = await Promise.all([submit(host, xml), submit(host, xml)]);
    expect(one.body.result).toBe(1);
    expect(other.body).toEqual(one.body);
    expect(await count()).toBe(before + 1);
  });
});

describe('a merchant', () => {
  it('speaks for itself only', async () => {
    const { body } = (await host.send('FilingApi', {
      method: 'GET',
      path: '/v1/entities',
      query: { kind: 'merchant', q: '92500111MA7XQW1K9P' },
    })) as { body: any };
    const caller = merchant(body.items[0].id);
    expect((await submit(host, renewed(message('05-TRAD-2')), { caller })).status).toBe(403);
    expect((await submit(host, renewed(message('13-QUERY-GOODSINFO')), { caller })).status).toBe(200);
  });
});
