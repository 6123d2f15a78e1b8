import { beforeAll, expect, it } from 'vitest';
import { interchangeApi } from '../../../functions/interchange/contract/index.ts';
import { gzswStore } from '../../../functions/interchange/store/gzsw.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { agency, call, clerk, DAZU, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, messages, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;
const [first = '', second = ''] = messages('01-');
const idIn = (xml: string): string => /<MessageId>(.*)<\/MessageId>/.exec(xml)?.[1] ?? '';

beforeAll(() => {
  host = inProcess(registry.runtime);
});

const listed = async (query: Record<string, string> = {}, caller: Caller = clerk()) =>
  (await call(host.interchange, interchangeApi, 'listGzsw', { caller, query })).body.items;

it('lists what was taken, and why a message was refused, until it is sent again or a month is over', async () => {
  await submit(host, first);
  registry.setClock('2026-03-17T01:40:00.000Z');
  const refused = second.replace(/<sgsRegCode>.*?<\/sgsRegCode>/, '<sgsRegCode></sgsRegCode>');
  const answer = await submit(host, refused);
  expect(answer.body.result).toBe(0);
  const [latest, earlier, ...others] = await listed();
  expect(others).toEqual([]);
  expect(earlier).toEqual({
    messageId: idIn(first),
    districtId: DAZU,
    type: 'COMP',
    sender: expect.stringMatching(/^[0-9A-Z]{18}$/),
    result: 1,
    items: 1,
    errors: [],
    sentBy: clerk().sub,
    at: '2026-03-17T01:30:00.000Z',
  });
  expect(latest).toMatchObject({ messageId: idIn(second), result: 0, errors: answer.body.errorMessage, items: 0 });
  expect(await listed({ result: 'REFUSED' })).toEqual([latest]);
  expect(await listed({ result: 'TAKEN', type: 'COMP' })).toEqual([earlier]);
  expect(await listed({ type: 'TRAD' })).toEqual([]);
  // A refusal binds nobody: the message is taken when it is right, and its list says both.
  registry.setClock('2026-03-17T01:50:00.000Z');
  expect((await submit(host, second)).body.result).toBe(1);
  expect(
    (await listed()).map(({ messageId, result }: { messageId: string; result: number }) => [messageId, result]),
  ).toEqual([
    [idIn(second), 1],
    [idIn(second), 0],
    [idIn(first), 1],
  ]);
  await registry.expire(new Date('2026-04-16T01:41:00.000Z'));
  expect(await listed({ result: 'REFUSED' })).toEqual([]);
});

it('is of the district, of the person who asks for their own, and of a party its own alone', async () => {
  expect(await listed({}, operator())).toHaveLength(2);
  expect(await listed({}, clerk(YUZHONG))).toEqual([]);
  expect(await listed({ sentBy: 'ME' })).toHaveLength(2);
  expect(await listed({ sentBy: 'ME' }, { ...clerk(), sub: 'another' })).toEqual([]);
  expect(await listed({}, merchant(`entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPAQ`))).toEqual([]);
});

it('masks the numbers of persons that a refusal quotes for those who see personal data masked', async () => {
  const refused = message('02-BUYER')
    .replace(/<corpCode>.*?<\/corpCode>/, '<corpCode>E1234567！</corpCode>')
    .replace(/<telno>.*?<\/telno>/, '<telno>139 1234 56789 012345</telno>');
  const { body } = await submit(host, refused);
  expect(body.result).toBe(0);
  const [shown] = await listed({ result: 'REFUSED' });
  expect(shown.errors.join()).toContain('139 1234 56789');
  for (const caller of [agency(DAZU), operator(), { ...agency(DAZU), role: 'manager' as const }]) {
    const [masked] = await listed({ result: 'REFUSED' }, caller);
    expect(masked.messageId).toBe(shown.messageId);
    expect(masked.errors).toHaveLength(shown.errors.length);
    expect(masked.errors.join()).not.toMatch(/1234/);
    expect(masked.errors.join()).toMatch(/\*{4}/);
  }
});

it('keeps the first sentences of a refusal with more of them than an item holds', async () => {
  const { table } = registry.runtime;
  const errorMessage = Array.from({ length: 9_000 }, (_, index) => `第${index + 1}行集装箱号“甲乙丙丁”不是集装箱号`);
  const refused = {
    messageId: 'PACK_LONG_1',
    type: 'PACK',
    sender: '91500111MA7YXT5P67',
    caller: clerk(),
    at: '2026-03-17T02:00:00.000Z',
    receipt: { result: 0, errorMessage },
  } as const;
  await table.commit([gzswStore(table).refuse(refused)]);
  const [{ errors }] = await listed({ type: 'PACK' });
  expect(errors).toEqual(errorMessage.slice(0, 10));
});
