import { beforeAll, describe, expect, it } from 'vitest';
import { build as onPacked } from '../../../functions/interchange/subscribers/on-packed-consolidation-changed.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, messages, query, renewed, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

const post = async (xml: string) => {
  const { body } = await submit(host, xml);
  expect(body.result, JSON.stringify(body)).toBe(1);
  return body;
};
const remark = async () => (await query(host, 'PACK', 'ZX5001112026031800001')).body.otherMessage[0].remark;
const standing = async (): Promise<any[]> => {
  const { body } = (await host.send('ConsolidationApi', { method: 'GET', path: '/v1/consolidations' })) as {
    body: any;
  };
  return body.items.filter(({ status }: any) => status !== 'CANCELLED');
};

beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const xml of [...messages('01'), ...messages('02'), ...messages('03')]) await post(xml);
  await host.approveAll();
  for (const xml of [...messages('04'), ...messages('05'), ...messages('06')]) await post(xml);
});

describe('a packing list that has to wait is judged at once by what can be known', () => {
  const pack = message('07-PACK');

  it.each([
    ['a wrong check digit', pack.replace('TEMU7654328', 'TEMU7654329'), /第1行集装箱号“TEMU7654329”不正确/],
    ['two digits exchanged', pack.replace('CBHU9876547', 'CBHU9876574'), /第2行集装箱号“CBHU9876574”不正确/],
    ['no number', pack.replace('<containerNo>TEMU7654328', '<containerNo>'), /第1行集装箱号“”不正确/],
    ['a trailer’s number', pack.replace('TEMU7654328', 'TEMZ7654328'), /第1行集装箱号“TEMZ7654328”不正确/],
    ['one container twice', pack.replace('CBHU9876547', 'TEMU 765432-8'), /第2行集装箱号“TEMU7654328”与第1行重复/],
    ['an unknown type', pack.replace('40HQ', '41XX'), /第1行箱型“41XX”不认识/],
    ['a day that there is not', pack.replace('<packDate>2026-03-18', '<packDate>2026-02-30'), /装箱日期“2026-02-30”/],
    ['an unknown country', pack.replace('<destCountry>138', '<destCountry>999'), /运抵国“999”不在代码表内/],
    [
      'another trade operator',
      pack.replace('<customCorp>91500111MA7YXT4N37', '<customCorp>91500111MA7YXT6Q0B'),
      /境内发货人/,
    ],
    [
      'no such 组货单',
      pack.replace('ZH5001112026031800002', 'ZH5001112026031899999'),
      /组货单“ZH5001112026031899999”不存在/,
    ],
  ])('%s', async (_what, sent, why) => {
    expect(sent).not.toBe(pack);
    const { body } = await submit(host, renewed(sent));
    expect(body.result, JSON.stringify(body)).toBe(0);
    expect(JSON.stringify(body)).toMatch(why);
    expect((await query(host, 'PACK', 'ZX5001112026031800001')).body.otherMessage).toBeUndefined();
  });
});

it('a packing list is set right by another, until it is confirmed by the last', async () => {
  await post(message('07-PACK').replace('<containerType>40HQ', '<containerType>20GP'));
  expect(await remark()).toBe('');
  await post(renewed(message('07-PACK')));
  const made = await standing();
  expect(made.map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED']);
  const types = made.flatMap(({ loaded }) =>
    loaded.containers.map(({ containerNumber, type }: any) => [containerNumber, type]),
  );
  expect(Object.fromEntries(types)).toEqual({ TEMU7654328: '45G1', CBHU9876547: '22G1' });

  const one = message('07-PACK').replace(
    /<PackingDetail>(?:(?!<PackingDetail>)[\s\S])*CBHU9876547[\s\S]*?<\/PackingDetail>/,
    '',
  );
  const left = await submit(host, renewed(one));
  expect(left.body).toMatchObject({ result: 0 });
  expect(left.body.errorMessage[0]).toContain('组货单 ZH5001112026031800002 已按装箱单 ZX5001112026031800001 确认装箱');

  // What is delivered again, or of a consolidation that no packing list waits for, changes nothing.
  for (const consolidationId of [made[0].id, 'consolidation-500111-01JDXKQ8Z3W5T7V9Y1A3C5E999']) {
    const detail = { consolidationId, districtId: '500111', status: 'PLANNED' };
    const event = { id: 'event', time: '2026-03-17T01:30:00Z', 'detail-type': 'ConsolidationChanged', detail };
    await onPacked(registry.runtime, host.callApi)(event, {});
  }
  expect(await standing()).toEqual(made);
});
