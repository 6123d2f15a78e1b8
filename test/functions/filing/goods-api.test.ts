import { beforeAll, describe, expect, it } from 'vitest';
import { clerk, DAZU, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved } from './kit.ts';
import { merchantSample, samples, tradeOperatorSample } from './samples.ts';

const registry = useRegistry();

const ids = { merchant: '', other: '', producer: '', tradeOperator: '' };

beforeAll(async () => {
  ids.merchant = await approved(registry.runtime, merchantSample(1));
  ids.other = await approved(registry.runtime, merchantSample(2));
  ids.producer = await approved(registry.runtime, samples.producer);
  ids.tradeOperator = await approved(registry.runtime, tradeOperatorSample());
});

const trowel = (change: Record<string, unknown> = {}) => ({
  merchantId: ids.merchant,
  nameZh: '抹泥刀',
  nameEn: 'PLASTERING TROWEL',
  hsCode: '8205590000',
  specification: '碳钢|木柄|280mm',
  brand: { type: 'NONE' },
  dealUnit: '016',
  legalUnit: '035',
  ...change,
});

const fileGoods = (body: unknown, caller = clerk()) => api(registry.runtime, 'fileGoods', { caller, body });

const errors = (reply: { body: { errors: { code: string; pointer: string }[] } }) =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);

describe('POST /v1/goods', () => {
  it('answers 201 with a number, and tells the others', async () => {
    const reply = await fileGoods(trowel({ producerId: ids.producer }));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ status: 'ACTIVE', inspectionRequired: false, exportDuty: false, findings: [] });
    expect(reply.body.goodsNumber).toMatch(/^SC5001112026\d{6}$/);
    const { id } = reply.body;
    expect(await registry.messages(`DST#${DAZU}#GOODS#${id}`)).toMatchObject([
      {
        type: 'event',
        name: 'GoodsChanged',
        detail: { goodsId: id, version: 1, merchantId: ids.merchant, brand: { type: 'NONE' } },
      },
    ]);
    const read = await api(registry.runtime, 'getGoods', { caller: clerk(), params: { id } });
    expect(read.body).toEqual(reply.body);
    expect(read.headers['ETag']).toBe('"1"');
  });

  it('takes 64 at once, each under a number of its own', async () => {
    const replies = await Promise.all(Array.from({ length: 64 }, () => fileGoods(trowel())));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 64 }, () => 201));
    expect(new Set(replies.map((reply) => reply.body.goodsNumber)).size).toBe(64);
  });

  it('marks goods under inspection, which the sample’s drink is', async () => {
    const reply = await fileGoods(trowel({ hsCode: '2106909090', nameZh: '固体饮料', dealUnit: '136' }));
    expect(reply.body).toMatchObject({
      inspectionRequired: true,
      findings: [{ code: 'OUTSIDE_FILED_SCOPE', severity: 'REVIEW', pointer: '/hsCode' }],
    });
  });

  it('marks goods under export duty', async () => {
    expect((await fileGoods(trowel({ hsCode: '7202110000' }))).body.exportDuty).toBe(true);
  });

  it.each([
    ['prohibited goods', { hsCode: '4402900000' }, ['HS_PROHIBITED /hsCode']],
    ['restricted goods', { hsCode: '8711200000' }, ['HS_RESTRICTED /hsCode']],
    ['sawn wood, which needs an export licence', { hsCode: '4407110000' }, ['HS_RESTRICTED /hsCode']],
    ['a code that does not exist', { hsCode: '8204120001' }, ['UNKNOWN_HS_CODE /hsCode']],
    ['calipers in kilograms', { hsCode: '9017300000' }, ['UNIT_NOT_OF_TARIFF /legalUnit']],
    ['a unit that is none, once', { hsCode: '9017300000', legalUnit: '999' }, ['UNKNOWN_UNIT /legalUnit']],
    [
      'a foreign brand without authorisation',
      { brand: { type: 'FOREIGN', name: 'ACME' } },
      ['BRAND_WITHOUT_AUTHORISATION /brand/authorised'],
    ],
    ['a brand without a name', { brand: { type: 'DOMESTIC' } }, ['BRAND_WITHOUT_NAME /brand/name']],
    [
      'a unit of no such form and a chapter there is not, together',
      { dealUnit: '1', hsCode: '7700000000' },
      ['FORMAT /hsCode', 'FORMAT /dealUnit'],
    ],
    [
      'units that are in no list, together',
      { legalUnit: '999', secondUnit: '998' },
      ['UNKNOWN_UNIT /legalUnit', 'UNKNOWN_UNIT /secondUnit'],
    ],
    [
      'a merchant that is not filed',
      { merchantId: 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' },
      ['UNKNOWN_PARTY /merchantId'],
    ],
  ])('refuses %s', async (_what, change, expected) => {
    const reply = await fileGoods(trowel(change));
    expect(reply.status).toBe(422);
    expect(errors(reply)).toEqual(expected);
  });

  it('names the codes that are near one that does not exist, and the unit of one that does', async () => {
    const [unknown] = (await fileGoods(trowel({ hsCode: '8204120001' }))).body.errors;
    expect(unknown.message).toContain(
      '税则中没有商品编号“8204120001”；请核对归类，相近的有 8204120000（可调的手动扳手及扳钳）',
    );
    const [unit] = (await fileGoods(trowel({ hsCode: '9017300000' }))).body.errors;
    expect(unit.message).toMatch(/法定单位“035 千克”与税则不符.*千分尺、卡尺及量规.*请改为 007 个/);
  });

  it('takes calipers in pieces, and a code of which the tariff that is loaded says nothing', async () => {
    expect((await fileGoods(trowel({ hsCode: '9017300000', legalUnit: '007' }))).status).toBe(201);
    expect((await fileGoods(trowel({ hsCode: '8205599999' }))).status).toBe(201);
  });

  it('takes a foreign brand with authorisation', async () => {
    const brand = { type: 'FOREIGN', name: 'ACME', authorised: true };
    expect((await fileGoods(trowel({ brand }))).status).toBe(201);
  });

  it('refuses a party of the wrong kind', async () => {
    expect(errors(await fileGoods(trowel({ merchantId: ids.producer })))).toEqual(['UNKNOWN_PARTY /merchantId']);
    expect(errors(await fileGoods(trowel({ producerId: ids.other })))).toEqual(['UNKNOWN_PARTY /producerId']);
  });

  it('is for a merchant’s own goods', async () => {
    expect((await fileGoods(trowel(), merchant(ids.merchant))).status).toBe(201);
    expect(errors(await fileGoods(trowel(), merchant(ids.other)))).toEqual(['UNKNOWN_PARTY /merchantId']);
    expect(errors(await fileGoods(trowel(), clerk(YUZHONG)))).toEqual(['UNKNOWN_PARTY /merchantId']);
  });

  it('refuses a merchant whose registration has run out', async () => {
    registry.setClock('2029-03-17T01:30:00.000Z');
    const reply = await fileGoods(trowel());
    registry.setClock('2026-03-17T01:30:00.000Z');
    expect(errors(reply)).toEqual(['PARTY_NOT_ACTIVE /merchantId']);
    expect(reply.body.errors[0].message).toContain('过期');
  });
});

describe('GET /v1/goods', () => {
  it('lists a merchant’s goods, to those that may see them', async () => {
    const mine = (await fileGoods(trowel({ merchantId: ids.other }))).body.id as string;
    const list = async (caller = clerk(), query: Record<string, string> = { merchantId: ids.other }) =>
      (await api(registry.runtime, 'listGoods', { caller, query })).body.items.map((item: { id: string }) => item.id);
    expect(await list()).toEqual([mine]);
    expect(await list(merchant(ids.other), {})).toEqual([mine]);
    expect(await list(merchant(ids.merchant))).toEqual([]);
    expect(await list(clerk(YUZHONG))).toEqual([]);
    expect(await list(operator())).toEqual([mine]);
    const read = (caller: ReturnType<typeof clerk>) =>
      api(registry.runtime, 'getGoods', { caller, params: { id: mine } });
    expect((await read(merchant(ids.merchant))).status).toBe(404);
    expect((await read(clerk(YUZHONG))).status).toBe(404);
  });
});

describe('POST /v1/agency-agreements', () => {
  const agreement = (change: Record<string, unknown> = {}) => ({
    merchantId: ids.merchant,
    tradeOperatorId: ids.tradeOperator,
    signedOn: '2026-03-01',
    validFrom: '2026-03-01',
    validUntil: '2027-02-28',
    ...change,
  });

  const register = (body: unknown, caller = clerk()) => api(registry.runtime, 'registerAgreement', { caller, body });

  it('answers 201, numbers it, and tells the others', async () => {
    const reply = await register(agreement());
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ status: 'IN_FORCE' });
    expect(reply.body.agreementNumber).toMatch(/^WT5001112026\d{6}$/);
    const { id } = reply.body;
    expect(await registry.messages(`DST#${DAZU}#AGREEMENT#${id}`)).toMatchObject([
      {
        name: 'AgreementChanged',
        detail: { agreementId: id, status: 'IN_FORCE', validFrom: '2026-03-01', validUntil: '2027-02-28', version: 1 },
      },
    ]);
    const read = (caller: ReturnType<typeof clerk>) =>
      api(registry.runtime, 'getAgreement', { caller, params: { id } });
    expect((await read(merchant(ids.merchant))).body).toEqual(reply.body);
    expect((await read(merchant(ids.tradeOperator))).status).toBe(200);
    expect((await read(merchant(ids.other))).status).toBe(404);
    expect((await read(clerk(YUZHONG))).status).toBe(404);
    registry.setClock('2027-03-01T01:30:00.000Z');
    expect((await read(clerk())).body.status).toBe('EXPIRED');
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('keeps the number it bears', async () => {
    expect((await register(agreement({ agreementNumber: 'WT-2026-07' }))).body.agreementNumber).toBe('WT-2026-07');
  });

  it.each([
    ['a term that ends before it begins', { validUntil: '2026-02-28' }, ['PERIOD /validUntil']],
    ['a signature of tomorrow', { signedOn: '2026-03-18' }, ['SIGNED_IN_FUTURE /signedOn']],
    ['a term that has ended', { validFrom: '2025-03-01', validUntil: '2026-03-16' }, ['TERM_EXPIRED /validUntil']],
  ])('refuses %s', async (_what, change, expected) => {
    expect(errors(await register(agreement(change)))).toEqual(expected);
  });

  it('refuses parties that are not what they should be, both at once', async () => {
    const swapped = agreement({ merchantId: ids.tradeOperator, tradeOperatorId: ids.merchant });
    expect(errors(await register(swapped))).toEqual(['UNKNOWN_PARTY /merchantId', 'UNKNOWN_PARTY /tradeOperatorId']);
  });

  it('registers for clerks; a party only proposes, and only for itself', async () => {
    const reply = await register(agreement(), merchant(ids.merchant));
    expect([reply.status, reply.body.status]).toEqual([201, 'PROPOSED']);
    expect((await register(agreement(), merchant(ids.other))).status).toBe(403);
  });
});
