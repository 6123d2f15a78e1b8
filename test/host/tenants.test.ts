import { describe, expect, it } from 'vitest';
import type { Submission } from '../../functions/filing/domain/submission.ts';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../functions/shared/kernel/china-time.ts';
import { CACHE_MS } from '../../functions/shared/reference/reference.ts';
import { buyerSample, merchantSample, samples, tradeOperatorSample } from '../functions/filing/samples.ts';
import { clerk, operator, reviewer } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { until } from '../kit/until.ts';

/** More than one district, over HTTP. */

const registry = useHost();
const { send, decide } = {
  send: (...request: Parameters<typeof registry.send>) => registry.send(...request),
  decide: (...request: Parameters<typeof registry.decide>) => registry.decide(...request),
};
const get = async (path: string, caller: Caller) => (await send(caller, 'GET', path)).body;

/** Files a party in a district and has it approved there. @returns its entity */
async function filed(districtId: string, submission: Submission): Promise<any> {
  const accepted = await send(clerk(districtId), 'POST', '/v1/filings', submission);
  expect([accepted.status, accepted.body]).toEqual([202, expect.anything()]);
  const path = `/v1/filings/${accepted.body.id}`;
  const reaches = (status: string) =>
    until(`${path} to be ${status}`, async () => {
      const found = await get(path, clerk(districtId));
      return found.status === status ? found : undefined;
    });
  await reaches('PENDING_REVIEW');
  await decide(reviewer(districtId), `${path}/decision`, { decision: 'APPROVE', reasons: ['材料齐全'] });
  const { entityId } = await reaches('APPROVED');
  return get(`/v1/entities/${entityId}`, clerk(districtId));
}

const merchantOf = (n: number, marketId: string): Submission => {
  const { kind, entity } = merchantSample(n);
  return { kind, entity: { ...entity, marketId } };
};

/** A request that may name what the other capabilities have not heard of yet. */
const created = (caller: Caller, path: string, body: object): Promise<any> =>
  until(`${path} to be taken`, async () => {
    const answer = await send(caller, 'POST', path, body);
    if (answer.status < 300) return answer.body;
    if (answer.body.transient) return undefined;
    throw new Error(JSON.stringify(answer.body));
  });

const trowels = (districtId: string, merchantId: string) =>
  created(clerk(districtId), '/v1/goods', {
    merchantId,
    nameZh: '抹泥刀',
    hsCode: '8205590000',
    specification: '碳钢|木柄|280mm',
    brand: { type: 'NONE' },
    dealUnit: '016',
    legalUnit: '035',
  });

/** Asks until the answer is as wanted. */
const eventually = (caller: Caller, path: string, isWanted: (body: any) => boolean): Promise<any> =>
  until(path, async () => {
    const body = await get(path, caller);
    return isWanted(body) ? body : undefined;
  });

const carton = { lengthMm: 600, widthMm: 400, heightMm: 270, grossWeightKg: 20, netWeightKg: 19 };

const tradeOf = (merchantId: string, buyerId: string, goodsId: string) => ({
  merchantId,
  buyerId,
  exportMode: 'SELF',
  destinationCountry: 'ARE',
  portOfDischarge: 'AEJEA',
  currency: 'USD',
  lines: [
    {
      goodsId,
      quantity: 2200,
      unit: '016',
      legalQuantity: 418,
      unitPrice: '1.0000',
      amount: '2200.00',
      cartons: [{ count: 22, ...carton }],
    },
  ],
});

describe.each([
  ['渝中区', '500103', 'yuzhong-chaotianmen'],
  ['九龙坡区', '500107', 'jiulongpo-chenjiaping-machinery'],
])('%s', (name, districtId, marketId) => {
  it('has a centre with a guide, files a merchant of its market and registers its trade', async () => {
    const centre = await send(undefined, 'GET', `/centres/${districtId}`);
    expect(centre.body).toMatchObject({ name, markets: [{ id: marketId }], guide: expect.any(Array) });
    const merchant = await filed(districtId, merchantOf(11, marketId));
    expect(merchant.filingNumber).toMatch(new RegExp(`^JY${districtId}\\d{10}$`));
    const buyer = await filed(districtId, buyerSample(211));
    const goods = await trowels(districtId, merchant.id);
    const trade = await created(clerk(districtId), '/v1/trades', tradeOf(merchant.id, buyer.id, goods.id));
    expect(trade).toMatchObject({ status: 'REGISTERED', tradeNumber: expect.stringMatching(`^JD${districtId}`) });
  });
});

it('takes a new tenant with its market as dated rows, and its centre is at work without a release', async () => {
  const from = dayInChina(new Date().toISOString());
  const market = {
    id: 'liangjiang-market',
    name: '两江国际商品市场',
    districtId: '509901',
    pilotStatus: 'APPLYING',
    batch: null,
    approvedOn: null,
    effectiveFrom: null,
    legalBasis: '渝府办发〔2022〕35号',
  };
  const publish = async (list: string, rows: readonly object[]): Promise<void> => {
    const path = `/v1/reference/${list}/versions`;
    const { body } = await send(operator(), 'POST', path, { source: '市商务委通知', from, rows });
    const published = await send({ ...operator(), sub: 'second' }, 'POST', `${path}/${body.version}/publication`);
    expect(published.status).toBe(200);
  };
  const asked = { role: 'clerk', districtId: '509901' };
  expect((await send(undefined, 'POST', '/dev/tokens', asked)).status).toBe(422);
  await publish('tenants', [{ id: '509901', name: '两江新区', kind: 'ZONE' }]);
  await publish('markets', [market]);
  const later = new Date(Date.now() + 2 * CACHE_MS).toISOString();
  expect((await send(undefined, 'POST', '/dev/clock', { now: later })).status).toBe(200);

  expect((await send(undefined, 'POST', '/dev/tokens', asked)).status).toBe(201);
  const merchant = await filed('509901', merchantOf(12, market.id));
  expect(merchant).toMatchObject({ districtId: '509901', filingNumber: expect.stringMatching(/^JY509901/) });
  const city = await get('/v1/entities?kind=merchant', operator());
  expect(city.items.map(({ id }: { id: string }) => id)).toContain(merchant.id);
});

it('admits who is filed in another district in one step, and goes by its status, grade and facts from then on', async () => {
  const [DAZU, YUZHONG] = ['500111', '500103'];
  const judge = reviewer(YUZHONG);
  const today = dayInChina(new Date().toISOString());
  const merchant = await filed(YUZHONG, merchantOf(41, 'yuzhong-chaotianmen'));
  const consolidator = await filed(YUZHONG, samples.consolidator);
  const broker = await filed(DAZU, samples.customsBroker);
  const agent = await filed(DAZU, tradeOperatorSample(141));
  const buyer = await filed(DAZU, buyerSample(241));

  const admit = (filingNumber: string) => send(judge, 'POST', '/v1/admissions', { filingNumber });
  for (const { filingNumber } of [broker, agent, buyer]) expect((await admit(filingNumber)).status).toBe(201);
  const found = await get('/v1/directory?kind=customsBroker', clerk(YUZHONG));
  expect(found.items).toMatchObject([{ id: broker.id, filingNumber: broker.filingNumber }]);
  const home: Caller = { sub: 'agent', role: 'agent', districtId: DAZU, entityId: agent.id };
  const notices = await eventually(home, '/v1/notices', ({ items }) =>
    items.some(({ kind }: { kind: string }) => kind === 'ADMISSION_DECIDED'),
  );
  expect(notices.items.map(({ message }: { message: string }) => message).join()).toContain(agent.filingNumber);

  await created(clerk(YUZHONG), '/v1/agency-agreements', {
    merchantId: merchant.id,
    tradeOperatorId: agent.id,
    signedOn: today,
    validFrom: today,
    validUntil: `${Number(today.slice(0, 4)) + 1}-12-31`,
  });
  const goods = await trowels(YUZHONG, merchant.id);
  const entrusted = { ...tradeOf(merchant.id, buyer.id, goods.id), exportMode: 'ENTRUSTED', tradeOperatorId: agent.id };
  const trade = await created(clerk(YUZHONG), '/v1/trades', entrusted);
  const { id } = await created(clerk(YUZHONG), '/v1/consolidations', {
    consolidatorId: consolidator.id,
    tradeOperatorId: agent.id,
    destinationCountry: 'ARE',
    portOfDischarge: 'AEJEA',
    cutoffAt: new Date(Date.now() + 20 * 24 * 3_600_000).toISOString(),
    tradeIds: [trade.id],
    containerTypes: ['22G1'],
    options: { seconds: 0.2 },
  });
  await eventually(clerk(YUZHONG), `/v1/consolidations/${id}`, ({ status }) => status === 'PLANNED');

  // A fact that 渝中 records is one of the one scorecard.
  const fact = await until('the fact to be taken', async () => {
    const answer = await send(judge, 'POST', '/v1/credit-events', {
      entityId: agent.id,
      indicator: 'ADDRESS_UNREACHABLE',
      occurredOn: today,
      source: { authority: '渝中海关', documentNumber: '渝中关缉〔2026〕1号', documentDate: today },
    });
    return answer.status === 404 ? undefined : answer;
  });
  expect([fact.status, fact.body]).toEqual([202, expect.anything()]);
  const path = `/v1/entities/${agent.id}/credit`;
  const counts = ({ contributions = [] }: any) => contributions.some((one: any) => one.eventId === fact.body.id);
  await eventually(reviewer(DAZU), path, counts);
  await eventually(judge, path, counts);
  expect((await send(reviewer('500107'), 'GET', path)).status).toBe(404);

  // Suspended at home, it may be named in 渝中 no longer.
  const decree = { authority: '大足区市场监督管理局', documentNumber: '足市监罚〔2026〕12号', reason: '涉嫌虚假交易' };
  expect((await send(reviewer(DAZU), 'POST', `/v1/entities/${agent.id}/suspension`, decree)).status).toBe(202);
  const refusedFor = (code: string) =>
    until(`the trade to be refused for ${code}`, async () => {
      const { body } = await send(clerk(YUZHONG), 'POST', '/v1/trades', entrusted, { Prefer: 'dry-run' });
      return body.findings.some((one: { code: string }) => one.code === code) || undefined;
    });
  await refusedFor('PARTY_NOT_ACTIVE');

  // And when it is no longer admitted, that is what is said.
  const { items } = await get('/v1/admissions?status=ADMITTED&kind=buyer', judge);
  const ending = { reason: '证件信息有疑' };
  const etag = { 'If-Match': items[0].etag };
  expect((await send(judge, 'POST', `/v1/admissions/${items[0].id}/ending`, ending, etag)).status).toBe(200);
  await refusedFor('PARTY_NOT_ADMITTED');
});
