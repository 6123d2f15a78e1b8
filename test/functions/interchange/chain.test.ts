import { beforeAll, describe, expect, it } from 'vitest';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, query, sample, shapeOf, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;
const receipts = new Map<string, any>();

const post = async (name: string) => {
  const { status, body } = await submit(host, message(name));
  receipts.set(name, body);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
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
  });
});
