import { beforeAll, expect, it } from 'vitest';
import { build as onPacked } from '../../../functions/interchange/subscribers/on-packed-consolidation-changed.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { measureAll } from './measures.ts';
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

it('a packing list whose containers the plan does not need says so on a query, and is set right by another', async () => {
  await post(message('07-PACK').replace('<containerType>40HQ', '<containerType>20GP'));
  await measureAll(host);
  expect(await remark()).toMatch(/组货单 ZH5001112026031800001：装箱方案为 .*报文为 1×20GP；请核对箱型和箱数$/);
  expect(new Set((await standing()).map(({ status }) => status))).toEqual(new Set(['CONFIRMED', 'PLANNED']));

  await post(renewed(message('07-PACK')));
  expect(await remark()).toBe('');
  const made = await standing();
  expect(made.map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED']);

  // What is delivered again, or of a consolidation that no packing list waits for, changes nothing.
  for (const consolidationId of [made[0].id, 'consolidation-500111-01JDXKQ8Z3W5T7V9Y1A3C5E999']) {
    const detail = { consolidationId, districtId: '500111', status: 'PLANNED' };
    const event = { id: 'event', time: '2026-03-17T01:30:00Z', 'detail-type': 'ConsolidationChanged', detail };
    await onPacked(registry.runtime, host.callApi)(event, {});
  }
  expect(await standing()).toEqual(made);
});
