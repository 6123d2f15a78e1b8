import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { measureAll } from './measures.ts';
import { message, query, renewed, sample, shapeOf, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;
const receipts = new Map<string, any>();

const post = async (name: string) => {
  const { status, body } = await submit(host, message(name));
  receipts.set(name, body);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

const trades = async (): Promise<any[]> =>
  (await host.send('TradeApi', { method: 'GET', path: '/v1/trades', query: { limit: '200' } })).body.items;
/** Those that hold trades: one made before the packing list named its containers is released for another. */
const consolidations = async (): Promise<any[]> => {
  const { body } = (await host.send('ConsolidationApi', { method: 'GET', path: '/v1/consolidations' })) as {
    body: any;
  };
  return body.items.filter(({ status }: any) => status !== 'CANCELLED');
};

beforeAll(() => {
  host = inProcess(registry.runtime);
});

describe('the sample chain, message by message', () => {
  it('files every party, and answers as the platform does', async () => {
    for (const name of ['broker', 'forwarder', 'merchant-1', 'merchant-2', 'merchant-3', 'trade-company']) {
      const receipt = await post(`01-COMP-${name}`);
      expect(receipt, name).toMatchObject({ result: 1 });
      expect(shapeOf(receipt)).toEqual(shapeOf(sample('gzsw-receipts/COMP-ok.json')));
    }
    expect((await post('02-BUYER')).result).toBe(1);
    expect((await post('03-MAF')).result).toBe(1);
    expect((await query(host, 'COMP', '92500111MA7XQW1K9P')).body).toEqual(
      sample('gzsw-query/COMP-status-pending.json'),
    );
  });

  it('refuses goods until the reviewer has approved, naming what is missing', async () => {
    const early = await submit(host, message('04-GOODS-merchant-1'));
    expect(early.body).toMatchObject({ result: 0 });
    expect(early.body.errorMessage[0]).toContain('92500111MA7XQW1K9P”尚未核实通过');
    expect(await host.approveAll()).toBe(9);
    expect((await query(host, 'COMP', '92500111MA7XQW1K9P')).body).toEqual(
      sample('gzsw-query/COMP-status-approved.json'),
    );
  });

  it('files the goods', async () => {
    const receipt = await post('04-GOODS-merchant-1');
    expect(receipt).toEqual(sample('gzsw-receipts/GOODS-ok.json'));
    await post('04-GOODS-merchant-2');
    await post('04-GOODS-merchant-3');
  });

  it('registers the trades', async () => {
    for (const no of [1, 2, 3]) {
      expect(await post(`05-TRAD-${no}`)).toEqual(sample(`gzsw-receipts/TRAD-${no}-ok.json`));
    }
    const listed = await trades();
    expect(listed).toHaveLength(3);
    expect(sum(listed.map(({ lineCount }) => lineCount))).toBe(13);
    expect(sum(listed.map(({ totalUsd }) => Number(totalUsd.amount)))).toBe(123_000);
    expect(shapeOf((await query(host, '2', 'JY5001112026031700001')).body)).toEqual(
      shapeOf(sample('gzsw-query/ORDER-head.json')),
    );
    const detail = (await query(host, 'TRAD_DETAIL', 'JY5001112026031700001')).body;
    expect(detail.otherMessage.slice(0, 3)).toEqual(sample('gzsw-query/ORDER-detail.json').otherMessage);
  });

  it('makes the contract of the entrusted trade', async () => {
    expect(await post('05b-CONT')).toEqual(sample('gzsw-receipts/CONT-ok.json'));
    expect((await query(host, 'CONT', 'XY5001112026031700001')).body).toEqual(sample('gzsw-query/CONTRACT.json'));
  });

  it('consolidates what nobody has measured yet, and says on a query what it waits for', async () => {
    expect(await post('06-COMB-1')).toEqual(sample('gzsw-receipts/COMB-ok.json'));
    const [formed] = await consolidations();
    expect(formed).toMatchObject({ status: 'AWAITING_MEASURES' });
    // What the centre takes by message it answers for, and it is recorded by which.
    const call = { method: 'GET', path: '/v1/consolidations/{id}', params: { id: formed?.id ?? '' } } as const;
    for (const consent of (await host.send('ConsolidationApi', call)).body.consents) {
      expect(consent).toMatchObject({ basis: 'CENTRE', messageId: expect.stringMatching(/^COMB_/) });
    }
    expect((await query(host, 'COMB', 'ZH5001112026031800001')).body.otherMessage[0].remark).toContain('箱规');
    // Its merchant exports in its own name: only the packing list says who declares.
    const { orderCode } = (await post('06-COMB-2')).otherMessage[0];
    expect(receipts.get('06-COMB-2')).toEqual({ result: 1, otherMessage: [{ orderCode }] });
    expect((await query(host, 'COMB', orderCode)).body.otherMessage[0].remark).toContain('customCorp');
  });

  it('confirms both by the packing list, which makes the second, and judges what messages carry', async () => {
    expect(await post('07-PACK')).toEqual(sample('gzsw-receipts/PACK-ok.json'));
    expect((await query(host, 'PACK', 'ZX5001112026031800001')).body.otherMessage[0].remark).toBe('');
    expect((await query(host, 'COMB', 'ZH5001112026031800001')).body.otherMessage[0].remark).toBe('');
    const made = await consolidations();
    expect(made.map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect((await trades()).map(({ status }) => status)).toEqual(['PACKED', 'PACKED', 'PACKED']);
    const lists = [];
    for (const { id, tradeIds } of made) {
      const call = { method: 'GET', path: '/v1/consolidations/{id}/packing', params: { id } } as const;
      const { body } = await host.send('ConsolidationApi', call);
      lists.push({ ...body, tradeIds });
      const results = Object.fromEntries(body.verdicts.map(({ judged, result }: any) => [judged, result]));
      expect(results).toEqual({
        COUNT: 'UNJUDGED',
        MASS: 'UNJUDGED',
        SIZE: 'UNJUDGED',
        NET_GROSS: 'UNJUDGED',
        SEPARATION: 'PASSED',
        VALUE: 'PASSED',
        CONTAINER_NUMBER: 'PASSED',
        CONTAINER_USE: 'PASSED',
        DAY: 'PASSED',
        PLACE: 'PASSED',
      });
      expect(body.findings).toEqual([]);
      for (const container of body.containers) expect(container).not.toHaveProperty('cartons');
    }
    const boxes = Object.fromEntries(
      lists.map(({ containers: [box], tradeIds }) => [box.containerNumber, tradeIds.length]),
    );
    expect(boxes).toEqual({ TEMU7654328: 2, CBHU9876547: 1 });
    const declared = lists.flatMap(({ declarations }) =>
      declarations.map(({ totalUsd }: any) => Number(totalUsd.amount)),
    );
    expect(sum(declared)).toBe(123_000);
  });

  it('leaves what was loaded as it is when its cartons are measured, and answers queries as before', async () => {
    await measureAll(host, 'PACKED');
    const made = await consolidations();
    expect(made.map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(sum(made.map(({ totalUsd }) => Number(totalUsd.amount)))).toBe(123_000);
    expect(sum(made.map(({ tradeIds }) => tradeIds.length))).toBe(3);
    for (const [type, key, path] of [
      ['COMB', 'ZH5001112026031800001', 'COMB'],
      ['PACK', 'ZX5001112026031800001', 'PACK'],
    ] as const) {
      const { head, detail } = sample(`gzsw-query/${path}-head-and-detail.json`);
      expect(shapeOf((await query(host, type, key)).body)).toEqual(shapeOf(head));
      const found = (await query(host, `${type}_DETAIL`, key)).body;
      expect(shapeOf(found)).toEqual(shapeOf(detail));
    }
    expect((await query(host, 'PACK_DETAIL', 'ZX5001112026031800001')).body.otherMessage).toEqual(
      sample('gzsw-query/PACK-head-and-detail.json').detail.otherMessage,
    );
  });

  it('answers every message again as before, and changes nothing', async () => {
    const before = await everything();
    host.calls.length = 0;
    for (const [name, receipt] of receipts) {
      // To the last letter: some clients read a receipt by the order of its keys.
      expect(JSON.stringify((await submit(host, message(name))).body), name).toBe(JSON.stringify(receipt));
    }
    expect(host.calls).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('makes no second record of the same content in new messages', async () => {
    const count = async () => {
      const items = await everything();
      return Object.fromEntries(
        Object.entries(Object.groupBy(items, kindOf)).map(([kind, found]) => [kind, found?.length]),
      );
    };
    const before = await count();
    for (const name of receipts.keys()) {
      const { status, body } = await submit(host, renewed(message(name)));
      expect(status, name).toBe(200);
      // The platform calls a party that is filed a duplicate; clients take it for a success.
      if (/COMP|BUYER|MAF/.test(name)) expect(body.errorMessage.join()).toMatch(/已存在/);
      else expect(body, name).toEqual(withoutException(receipts.get(name)));
    }
    const { GZSW_MESSAGE: _new, GZSW_REFUSAL: _newRefused, ...after } = await count();
    const { GZSW_MESSAGE: _old, GZSW_REFUSAL: _oldRefused, ...earlier } = before;
    expect(after).toEqual(earlier);
  });

  it('answers the messages of customs and tax in Chinese, without taking them', async () => {
    for (const name of ['08-CUSTOM', '09-CERT', '09b-DECL', '10-GOODSCERT', '11-FREE']) {
      const { status, body } = await submit(host, message(name));
      expect(status).toBe(400);
      expect(body.detail).toContain('不由本系统受理');
    }
  });

  it('says of their queries, in the form of the dialect, that they belong elsewhere', async () => {
    for (const type of ['CUSTOM', '8', '9', 'GOODSCERT', '12', '13', 'FREE', '14', '15']) {
      const { status, body } = await query(host, type, '800020260000012345');
      expect([status, body.result], type).toEqual([200, '0']);
      expect(body.errorMessage).toContain('不由本系统办理');
    }
    expect((await query(host, 'INVOICE', '1')).status).toBe(400);
  });

  it('takes an entrustment once, and reads no password', async () => {
    expect((await submit(host, message('12-CLIENTAGE'))).body).toEqual({
      result: 1,
      otherMessage: [{ sgsRegCode: '92500111MA7XQW1K9P' }],
    });
    expect(JSON.stringify(await everything())).not.toContain('REDACTED');
  });

  it('answers queries in messages', async () => {
    const { body } = await submit(host, message('13-QUERY-GOODSINFO'));
    expect(body.otherMessage.map(({ goodsCode }: any) => goodsCode)).toEqual([
      'SC5001112026000001',
      'SC5001112026000002',
      'SC5001112026000003',
      'SC5001112026000007',
    ]);
    expect((await submit(host, message('13-QUERY-PURCHASER'))).body.otherMessage).toMatchObject([
      { corpCode: 'F7712345' },
    ]);
    expect((await submit(host, message('13-QUERY-MANUFACTUR'))).body.otherMessage).toMatchObject([
      { corpCname: '重庆恒锻五金制造有限公司' },
    ]);
  });
});

/** Every item of both tables, by key. */
async function everything(): Promise<Record<string, any>[]> {
  const items: Record<string, any>[] = [];
  for (const TableName of ['registry', 'audit']) {
    for (let start: Record<string, any> | undefined, first = true; first || start; first = false) {
      const page = await registry.documents.send(
        new ScanCommand({ TableName, ...(start ? { ExclusiveStartKey: start } : {}) }),
      );
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    }
  }
  return items.toSorted((a, b) => (`${a['pk']} ${a['sk']}` < `${b['pk']} ${b['sk']}` ? -1 : 1));
}

const kindOf = ({ pk }: Record<string, any>): string => String(pk).split('#')[2] ?? '';

/** What waited when it was first sent does so no longer. */
const withoutException = ({ result, otherMessage }: any) => ({
  result,
  otherMessage: otherMessage.map(({ exceptionMsg0: _doubt, solveWay0: _way, exceptionCode0, ...rest }: any) =>
    exceptionCode0 === '0' ? { exceptionCode0, ...rest } : rest,
  ),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
