import { beforeAll, describe, expect, it } from 'vitest';
import { EntityKind } from '../../../functions/events/entity.ts';
import { lookupWrite } from '../../../functions/filing/store/directory.ts';
import { build as onTrade } from '../../../functions/filing/subscribers/on-filing-trade-changed.ts';
import { type Caller, ROLES } from '../../../functions/shared/auth/caller.ts';
import { clerk, DAZU, merchant, YUZHONG } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sample } from '../events/samples.ts';
import { api, approve, approved, asked, getEntity, graded, suspend } from './kit.ts';
import { buyerSample, merchantSample, samples, tradeOperatorSample } from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
const agent = (entityId: string): Caller => ({ sub: `agent-${entityId}`, role: 'agent', districtId: DAZU, entityId });

/** Two shops, each with its own buyer and producer; the first has entrusted the first of two operators. */
const ids: Record<string, string> = {};
const id = (name: string): string => {
  const one = ids[name];
  if (one === undefined) throw new Error(`there is no ${name}`);
  return one;
};

const traded = (seller: string, buyer: string, operator?: string) =>
  deliver(onTrade(registry.runtime), 'TradeChanged', {
    ...sample('TradeChanged'),
    tradeId: `trade-${DAZU}-${registry.runtime.newUlid()}`,
    merchantId: id(seller),
    buyerId: id(buyer),
    tradeOperatorId: operator === undefined ? undefined : id(operator),
  });

const agreed = async (seller: string, operator: string, validFrom = '2026-03-01', validUntil = '2027-02-28') =>
  api(registry.runtime, 'registerAgreement', {
    caller: clerk(),
    body: { merchantId: id(seller), tradeOperatorId: id(operator), signedOn: '2026-03-01', validFrom, validUntil },
  });

const find = (caller: Caller, query: Record<string, string>) =>
  api(registry.runtime, 'findCounterparties', { caller, query });

const namesOf = (items: readonly { id: string }[]): string[] =>
  items.map((one) => Object.entries(ids).find(([, each]) => each === one.id)?.[0] ?? one.id).toSorted();

async function found(caller: Caller, query: Record<string, string>): Promise<string[]> {
  const items: { id: string }[] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await find(caller, { ...query, ...(cursor === undefined ? {} : { cursor }) });
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    cursor = body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return namesOf(items);
}

beforeAll(async () => {
  const { runtime } = registry;
  ids['shop1'] = await approved(runtime, merchantSample(1));
  ids['shop2'] = await approved(runtime, merchantSample(2));
  ids['operator1'] = await approved(runtime, tradeOperatorSample(101));
  ids['operator2'] = await approved(runtime, tradeOperatorSample(102));
  for (const kind of ['consolidator', 'customsBroker', 'freightForwarder', 'warehouse', 'carrier'] as const) {
    ids[kind] = await approved(runtime, samples[kind]);
  }
  ids['producer1'] = await approved(runtime, samples.producer, merchant(id('shop1')));
  ids['payee1'] = await approved(
    runtime,
    { kind: 'payee', entity: { ...samples.payee.entity, merchantId: id('shop1') } },
    merchant(id('shop1')),
  );
  ids['buyer1'] = await approved(runtime, buyerSample(201));
  ids['buyer2'] = await approved(runtime, buyerSample(202));
  ids['buyer3'] = await approved(runtime, buyerSample(203), merchant(id('shop2')));
  expect((await agreed('shop1', 'operator1')).status).toBe(201);
  await traded('shop1', 'buyer1', 'operator1');
  await traded('shop2', 'buyer2');
  await traded('shop2', 'buyer2');
  // It filed this one and traded with it too.
  await traded('shop2', 'buyer3');
});

describe('what each role finds of each kind', () => {
  const OPEN = {
    tradeOperator: ['operator1', 'operator2'],
    consolidator: ['consolidator'],
    customsBroker: ['customsBroker'],
    freightForwarder: ['freightForwarder'],
    warehouse: ['warehouse'],
    carrier: ['carrier'],
  };
  const NONE = { merchant: [], buyer: [], producer: [], payee: [] };
  const FINDS: readonly (readonly [string, () => Caller, Record<EntityKind, readonly string[]>])[] = [
    [
      'a clerk: everybody of the district',
      () => clerk(),
      {
        ...OPEN,
        merchant: ['shop1', 'shop2'],
        buyer: ['buyer1', 'buyer2', 'buyer3'],
        producer: ['producer1'],
        payee: ['payee1'],
      },
    ],
    ['a clerk of another district: nobody', () => clerk(YUZHONG), { ...NONE, ...mapped(OPEN, () => []) }],
    [
      'the first shop: its buyer, producer and payee',
      () => merchant(id('shop1')),
      { ...OPEN, merchant: ['shop1'], buyer: ['buyer1'], producer: ['producer1'], payee: ['payee1'] },
    ],
    [
      'the second shop: the buyer it traded with, and the one it filed, once',
      () => merchant(id('shop2')),
      { ...OPEN, merchant: ['shop2'], buyer: ['buyer2', 'buyer3'], producer: [], payee: [] },
    ],
    [
      'the operator that was entrusted: its merchant and the buyer of their trade',
      () => agent(id('operator1')),
      { ...OPEN, ...NONE, merchant: ['shop1'], buyer: ['buyer1'] },
    ],
    ['another operator: nobody', () => agent(id('operator2')), { ...OPEN, ...NONE }],
    ['a consolidator: nobody', () => agent(id('consolidator')), { ...OPEN, ...NONE }],
    ['a broker: nobody', () => agent(id('customsBroker')), { ...OPEN, ...NONE }],
    ['a carrier: nobody', () => agent(id('carrier')), { ...OPEN, ...NONE }],
    [
      'a merchant that is not filed yet: whom anybody may choose',
      () => ({ sub: 'm', role: 'merchant', districtId: DAZU }),
      { ...OPEN, ...NONE },
    ],
    [
      'an agent that is not filed yet: whom anybody may choose',
      () => ({ sub: 'a', role: 'agent', districtId: DAZU }),
      { ...OPEN, ...NONE },
    ],
  ];
  const CASES = FINDS.flatMap(([who, caller, kinds]) =>
    EntityKind.options.map((kind) => [who, kind, caller, kinds[kind]] as const),
  );

  it.each(CASES)('%s (%s)', async (_who, kind, caller, names) => {
    expect(await found(caller(), { kind })).toEqual(names);
    // The same in pages of one.
    expect(await found(caller(), { kind, limit: '1' })).toEqual(names);
  });

  it.each(ROLES.filter((role) => !['clerk', 'merchant', 'agent'].includes(role)))(
    'a %s names no counterparty',
    async (role) => {
      for (const kind of EntityKind.options) {
        expect((await find({ sub: role, role, districtId: DAZU }, { kind })).status).toBe(403);
      }
    },
  );
});

const mapped = <T extends object>(of: T, value: () => []): { [K in keyof T]: [] } =>
  Object.fromEntries(Object.keys(of).map((key) => [key, value()])) as unknown as { [K in keyof T]: [] };

describe('an answer', () => {
  it('holds nothing personal, and the grade of whom anybody may choose', async () => {
    await graded(registry.runtime, id('consolidator'), 'A');
    const { body } = await find(merchant(id('shop1')), { kind: 'consolidator' });
    expect(body.items).toEqual([
      {
        id: id('consolidator'),
        kind: 'consolidator',
        name: samples.consolidator.entity.name,
        ...('nameEn' in samples.consolidator.entity ? { nameEn: samples.consolidator.entity.nameEn } : {}),
        filingNumber: expect.stringMatching(/^[A-Z]{2}500111/),
        validUntil: expect.stringMatching(/^\d{4}-/),
        grade: 'A',
      },
    ]);
    await graded(registry.runtime, id('buyer1'), 'A');
    const { body: buyers } = await find(merchant(id('shop1')), { kind: 'buyer' });
    expect(Object.keys(buyers.items[0]).toSorted()).toEqual(['filingNumber', 'id', 'kind', 'name', 'validUntil']);
  });

  it('is sought by part of a name or number, however it is typed', async () => {
    const { body } = await find(clerk(), { kind: 'buyer' });
    const { name, filingNumber } = body.items.find((one: any) => one.id === id('buyer1'));
    for (const q of [name.toLowerCase(), filingNumber, ` ${filingNumber.slice(-6)} `]) {
      expect(await found(merchant(id('shop1')), { kind: 'buyer', q }), q).toContain('buyer1');
    }
    expect(await found(merchant(id('shop2')), { kind: 'buyer', q: filingNumber })).toEqual([]);
    const shop = merchantSample(1).entity.name;
    expect(await found(agent(id('operator1')), { kind: 'merchant', q: shop })).toEqual(['shop1']);
    expect(await found(agent(id('operator1')), { kind: 'merchant', q: '没有这家' })).toEqual([]);
  });

  it('names no party that is not in force', async () => {
    await suspend(registry.runtime, id('warehouse'));
    expect(await found(merchant(id('shop1')), { kind: 'warehouse' })).toEqual([]);
    expect(await found(clerk(), { kind: 'warehouse' })).toEqual([]);
  });

  it('says what is missing or too much', async () => {
    const shop = merchant(id('shop1'));
    expect((await find(shop, {})).status).toBe(400);
    for (const query of [
      { kind: 'merchant', certificateNumber: 'A1234567' },
      { kind: 'merchant', code: 'ABCD-EFGH' },
      { kind: 'buyer', code: 'ABCD-EFGH', certificateNumber: 'A1234567' },
      { kind: 'buyer', q: 'A', code: 'ABCD-EFGH' },
    ]) {
      const { status, body } = await find(shop, query);
      expect([status, body.code]).toEqual([400, 'BAD_PARAMETER']);
      expect(body.detail).not.toMatch(/[A-Za-z]/);
    }
  });
});

describe('an agreement', () => {
  it('opens the merchant to its operator while it is in force, and shows it once of two', async () => {
    const operator = agent(id('operator2'));
    const tomorrow = await agreed('shop2', 'operator2', '2026-03-18');
    expect(await found(operator, { kind: 'merchant' })).toEqual([]);
    const now = await agreed('shop2', 'operator2');
    const again = await agreed('shop2', 'operator2');
    expect(await found(operator, { kind: 'merchant' })).toEqual(['shop2']);
    for (const { body } of [tomorrow, now, again]) {
      await api(registry.runtime, 'revokeAgreement', {
        caller: clerk(),
        params: { id: body.id },
        body: { reason: '终止' },
      });
    }
    expect(await found(operator, { kind: 'merchant' })).toEqual([]);
  });
});

describe('a buyer of others', () => {
  const numberOf = (n: number): string => (buyerSample(n).entity as { certificateNumber: string }).certificateNumber;

  it('is found by its whole certificate number, however it is typed, and by no part of it', async () => {
    const shop = merchant(id('shop1'));
    const number = numberOf(202);
    for (const certificateNumber of [
      number,
      number.toLowerCase(),
      `护照号码：${number}`,
      `${number.slice(0, 3)} ${number.slice(3)}`,
    ]) {
      expect(await found(shop, { kind: 'buyer', certificateNumber }), certificateNumber).toEqual(['buyer2']);
    }
    for (const certificateNumber of [number.slice(0, -1), `${number}0`, 'X0000000']) {
      expect(await found(shop, { kind: 'buyer', certificateNumber }), certificateNumber).toEqual([]);
    }
    const elsewhere = { sub: 'm', role: 'merchant', districtId: YUZHONG } as const;
    expect(await found(elsewhere, { kind: 'buyer', certificateNumber: number })).toEqual([]);
  });

  it('is found by the code that it shows, which its window and its parties are told', async () => {
    const shop = merchant(id('shop1'));
    const code: string = (await getEntity(registry.runtime, id('buyer3'))).body.buyerCode;
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect((await getEntity(registry.runtime, id('buyer3'), merchant(id('shop2')))).body.buyerCode).toBe(code);
    for (const role of ['operator', 'agency', 'reviewer'] as const) {
      const caller = { sub: role, role, districtId: role === 'reviewer' ? DAZU : '500000' };
      expect((await getEntity(registry.runtime, id('buyer3'), caller)).body.buyerCode, role).toBeUndefined();
    }
    for (const typed of [
      code,
      code.toLowerCase(),
      code.replace('-', ''),
      code.replaceAll('0', 'O').replaceAll('1', 'l'),
    ]) {
      expect(await found(shop, { kind: 'buyer', code: typed }), typed).toEqual(['buyer3']);
    }
    expect(await found(shop, { kind: 'buyer', code: `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}` })).toEqual(
      [],
    );
  });

  it('has one code at a time: another ends the one before', async () => {
    const before: string = (await getEntity(registry.runtime, id('buyer2'))).body.buyerCode;
    const issued = await api(registry.runtime, 'issueBuyerCode', { caller: clerk(), params: { id: id('buyer2') } });
    expect(issued.status).toBe(200);
    expect(issued.body.code).not.toBe(before);
    expect((await getEntity(registry.runtime, id('buyer2'))).body.buyerCode).toBe(issued.body.code);
    expect(await found(merchant(id('shop1')), { kind: 'buyer', code: before })).toEqual([]);
    expect(await found(merchant(id('shop1')), { kind: 'buyer', code: issued.body.code })).toEqual(['buyer2']);
    const wrong = await api(registry.runtime, 'issueBuyerCode', { caller: clerk(), params: { id: id('shop1') } });
    expect(wrong.body.code).toBe('WRONG_STATE');
  });

  it('keeps its code when its filing is amended', async () => {
    const before = (await getEntity(registry.runtime, id('buyer3'))).body.buyerCode;
    const body = { entity: { ...buyerSample(203).entity, address: 'Deira 8, Dubai' } };
    await approve(registry.runtime, await asked(registry.runtime, 'requestAmendment', id('buyer3'), body));
    expect((await getEntity(registry.runtime, id('buyer3'))).body).toMatchObject({
      buyerCode: before,
      entity: body.entity,
    });
  });

  it('is looked for so many times a day, by several at once too, and by the window as often as it likes', async () => {
    const searcher = agent(id('carrier'));
    const guess = (n: number) => find(searcher, { kind: 'buyer', certificateNumber: `Q${1_000_000 + n}` });
    const { buyerLookupsADay: most } = (await registry.runtime.reference.at(NOW)).counterpartyTerms;
    const left = 3;
    for (let n = left; n < most; n += 1) {
      await registry.runtime.table.write(lookupWrite(DAZU, id('carrier'), most, NOW, '2026-03-17'));
    }
    const answered = async (n: number): Promise<boolean> => (await guess(n)).status === 200;
    const atOnce = await Promise.all([0, 1, 2, 3, 4].map(answered));
    // Several at once may be asked to try again; what they had, counts.
    const after: boolean[] = [];
    for (let n = 5; n < 5 + left + 1; n += 1) after.push(await answered(n));
    expect([...atOnce, ...after].filter(Boolean)).toHaveLength(left);
    const refused = await find(searcher, { kind: 'buyer', certificateNumber: numberOf(202) });
    expect([refused.status, refused.body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    // Its own list stays open, and so does the window.
    expect((await find(searcher, { kind: 'buyer' })).status).toBe(200);
    for (let n = 0; n < 3; n += 1)
      expect(await found(clerk(), { kind: 'buyer', certificateNumber: numberOf(202) })).toEqual(['buyer2']);
    registry.setClock('2026-03-18T01:30:00.000Z');
    expect(await found(searcher, { kind: 'buyer', certificateNumber: numberOf(202) })).toEqual(['buyer2']);
    registry.setClock(NOW);
  });
});
