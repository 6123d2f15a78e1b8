import { beforeEach, describe, expect, it } from 'vitest';
import { build as buildOnTradeChanged } from '../../../functions/filing/subscribers/on-filing-trade-changed.ts';
import { numberDigest } from '../../../functions/shared/digest.ts';
import { agency, clerk, DAZU, merchant, reviewer, YUZHONG } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import {
  api,
  approve,
  approved,
  ask,
  asked,
  DECREE,
  decide,
  filed,
  getEntity,
  getFiling,
  runStep,
  suspend,
  toReview,
} from './kit.ts';
import { buyerSample, merchantSample, phoneOf, samples, tradeOperatorSample, usccOf } from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const runtime = () => registry.runtime;
const entityOf = async (id: string) => (await getEntity(runtime(), id)).body;
const versionsOf = async (id: string, caller = clerk()) =>
  (await api(runtime(), 'listEntityVersions', { caller, params: { id } })).body.items;
const lastEvent = async (id: string): Promise<any> =>
  (await registry.messages(`DST#${DAZU}#ENTITY#${id}`)).findLast((one: any) => one.name === 'EntityChanged');

let version = 0;
const tradeChanged = (detail: Record<string, unknown>): Promise<void> => {
  version += 1;
  return deliver(buildOnTradeChanged(runtime()), 'TradeChanged', { districtId: DAZU, at: NOW, version, ...detail });
};

describe('an amendment', () => {
  const amended = (n: number, change: object) => ({ entity: { ...merchantSample(n).entity, ...change } });

  it('shows the reviewer what changes, takes effect when approved, and keeps the version before', async () => {
    const id = await approved(runtime(), merchantSample(1));
    const contact = { name: '王强', phone: phoneOf(1001) };
    const reply = await ask(runtime(), 'requestAmendment', id, { ...amended(1, { contact }), reason: '更换联系人' });
    expect(reply.status).toBe(202);
    expect(reply.headers['Location']).toBe(`/v1/filings/${reply.body.id}`);
    await toReview(runtime(), reply.body.id, 1);
    const { body } = await getFiling(runtime(), reply.body.id);
    expect(body).toMatchObject({
      type: 'AMENDMENT',
      entityId: id,
      status: 'PENDING_REVIEW',
      change: { reason: '更换联系人' },
    });
    expect(body.differences).toEqual([{ field: 'contact', before: merchantSample(1).entity.contact, after: contact }]);
    expect((await entityOf(id)).entity.contact).toEqual(merchantSample(1).entity.contact);

    registry.setClock('2026-03-18T01:30:00.000Z');
    await approve(runtime(), reply.body.id);
    const entity = await getEntity(runtime(), id);
    expect(entity.body).toMatchObject({ status: 'ACTIVE', entity: { contact } });
    expect(entity.headers['ETag']).toBe('"2"');
    const versions = await versionsOf(id);
    expect(versions).toMatchObject([
      { version: 1, action: 'REGISTER', by: 'reviewer-500111', at: NOW, entity: merchantSample(1).entity },
      {
        version: 2,
        action: 'AMENDMENT',
        by: 'reviewer-500111',
        at: '2026-03-18T01:30:00.000Z',
        reasons: ['更换联系人'],
        filingId: reply.body.id,
        entity: { contact },
      },
    ]);
    expect((await lastEvent(id)).detail).toMatchObject({ entityId: id, version: 2, status: 'ACTIVE' });
  });

  it('is masked for authorities, in its differences and versions too', async () => {
    const id = await approved(runtime(), merchantSample(2));
    const filing = await asked(
      runtime(),
      'requestAmendment',
      id,
      amended(2, { contact: { name: '王', phone: phoneOf(1002) } }),
    );
    const seen = JSON.stringify([
      (await getFiling(runtime(), filing, agency())).body,
      await versionsOf(id, agency()),
      (await getEntity(runtime(), id, agency())).body,
    ]);
    for (const phone of [phoneOf(2), phoneOf(1002), merchantSample(2).entity.legalRepresentative.idNumber]) {
      expect(seen).not.toContain(phone);
    }
  });

  it('is judged on the changed fields only', async () => {
    const lease = { from: '2024-01-01', to: '2026-04-01' };
    const id = await approved(runtime(), {
      kind: 'merchant',
      entity: { ...merchantSample(3).entity, stallLease: lease },
    });
    const filing = await asked(
      runtime(),
      'requestAmendment',
      id,
      amended(3, { stallLease: lease, businessScope: '五金零售' }),
    );
    expect((await getFiling(runtime(), filing)).body.findings).toEqual([]);
    await decide(runtime(), filing, { decision: 'REJECT', reasons: ['不实'] });
    await runStep(runtime(), 'RejectFiling', { filingId: filing, revision: 1 });
    const ended = await ask(
      runtime(),
      'requestAmendment',
      id,
      amended(3, { stallLease: { from: '2024-01-01', to: '2026-03-01' } }),
    );
    expect(ended.body.errors).toMatchObject([{ code: 'TERM_EXPIRED', pointer: '/entity/stallLease/to' }]);
  });

  it('takes the stall it moves to and leaves the old one; a taken one comes back', async () => {
    const id = await approved(runtime(), merchantSample(4));
    await approved(runtime(), merchantSample(5));
    const stall = { building: 'C区', number: '004号' };
    await approve(runtime(), await asked(runtime(), 'requestAmendment', id, amended(4, { stall })));
    const next = await filed(runtime(), {
      kind: 'merchant',
      entity: { ...merchantSample(6).entity, stall: merchantSample(4).entity.stall },
    });
    expect((await getFiling(runtime(), next)).body.status).toBe('PENDING_REVIEW');
    const taken = await asked(runtime(), 'requestAmendment', id, amended(4, { stall: merchantSample(5).entity.stall }));
    expect((await getFiling(runtime(), taken)).body).toMatchObject({
      status: 'RETURNED',
      findings: [expect.objectContaining({ code: 'STALL_TAKEN' })],
    });
    // Staff are told whose the stall is, its applicant that it is another's.
    const said = async (caller = clerk()) => JSON.stringify((await getFiling(runtime(), taken, caller)).body.findings);
    expect(await said()).toMatch(/JY500111\d{10}/);
    expect(await said(merchant(id))).toContain('STALL_TAKEN');
    expect(await said(merchant(id))).not.toMatch(/JY500111|filing-/);
  });

  it('returned, is answered by a form that is held to the same rules', async () => {
    const id = await approved(runtime(), merchantSample(7));
    const filing = await asked(runtime(), 'requestAmendment', id, amended(7, { address: '重庆市大足区龙水镇1号' }));
    await decide(runtime(), filing, { decision: 'RETURN', reasons: ['地址不全'] });
    await runStep(runtime(), 'ReturnFiling', { filingId: filing, revision: 1 });
    const { headers } = await getFiling(runtime(), filing);
    const answer = (entity: unknown) =>
      api(runtime(), 'reviseFiling', {
        caller: clerk(),
        params: { id: filing },
        body: { entity },
        headers: { 'If-Match': headers['ETag'] ?? '' },
      });
    expect((await answer(merchantSample(7).entity)).body.errors).toMatchObject([{ code: 'NOTHING_CHANGED' }]);
    const address = '重庆市大足区龙水镇五金路1号';
    expect((await answer(amended(7, { address }).entity)).status).toBe(202);
    await toReview(runtime(), filing, 2);
    await decide(runtime(), filing, { decision: 'APPROVE' });
    await runStep(runtime(), 'ApproveFiling', { filingId: filing, revision: 2 });
    expect((await entityOf(id)).entity.address).toBe(address);
  });

  it('does not make another organisation of it, nor the holder of another’s passport', async () => {
    const id = await approved(runtime(), tradeOperatorSample(140));
    const { entity } = tradeOperatorSample(140);
    const other = await ask(runtime(), 'requestAmendment', id, {
      entity: { ...entity, unifiedSocialCreditCode: usccOf(141) },
    });
    expect(other.body.errors).toMatchObject([{ code: 'IDENTITY_CHANGED', legalBasis: 'GB 32100-2015' }]);
    const buyer = await approved(runtime(), buyerSample(240));
    await approved(runtime(), buyerSample(241));
    const renewed = (n: number) => ({
      entity: { ...buyerSample(240).entity, certificateNumber: buyerSample(n).entity.certificateNumber },
    });
    expect((await ask(runtime(), 'requestAmendment', buyer, renewed(241))).body.errors).toMatchObject([
      { code: 'DUPLICATE' },
    ]);
    await approve(runtime(), await asked(runtime(), 'requestAmendment', buyer, renewed(242)));
    expect((await lastEvent(buyer)).detail.identifierDigest).toBe(numberDigest('F77000242'));
    expect((await api(runtime(), 'fileEntity', { caller: clerk(), body: buyerSample(242) })).body.code).toBe(
      'DUPLICATE',
    );
    expect((await api(runtime(), 'fileEntity', { caller: clerk(), body: buyerSample(240) })).status).toBe(202);
  });

  it('waits its turn: one at a time, and the next once the first has ended', async () => {
    const id = await approved(runtime(), merchantSample(8));
    const first = await asked(runtime(), 'requestAmendment', id, amended(8, { businessScope: '零售' }));
    const second = await ask(runtime(), 'requestAmendment', id, amended(8, { businessScope: '批发' }));
    expect([second.status, second.body.code]).toEqual([409, 'DUPLICATE']);
    expect(second.body.detail).toContain(first);
    await api(runtime(), 'withdrawFiling', { caller: clerk(), params: { id: first } });
    await runStep(runtime(), 'WithdrawFiling', { filingId: first, revision: 1 });
    const third = await asked(runtime(), 'requestAmendment', id, amended(8, { businessScope: '批发' }));
    await approve(runtime(), third);
    expect((await ask(runtime(), 'requestAmendment', id, amended(8, { businessScope: '零售' }))).status).toBe(202);
  });

  it('is let through once of four at a time', async () => {
    const id = await approved(runtime(), merchantSample(9));
    const replies = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((businessScope) =>
        ask(runtime(), 'requestAmendment', id, amended(9, { businessScope })),
      ),
    );
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([202, 409, 409, 409]);
  });

  it('is asked by the entity itself or the centre, in its own district', async () => {
    const id = await approved(runtime(), merchantSample(10));
    const other = await approved(runtime(), merchantSample(11));
    const body = amended(10, { businessScope: '零售' });
    expect((await ask(runtime(), 'requestAmendment', id, body, clerk(YUZHONG))).status).toBe(404);
    expect((await ask(runtime(), 'requestAmendment', id, body, merchant(other))).status).toBe(404);
    expect((await ask(runtime(), 'requestAmendment', id, body, reviewer())).status).toBe(403);
    expect((await ask(runtime(), 'requestAmendment', id, body, merchant(id))).status).toBe(202);
  });

  it('is judged as the entity’s own kind', async () => {
    const id = await approved(runtime(), merchantSample(12));
    const reply = await ask(runtime(), 'requestAmendment', id, { entity: samples.producer.entity });
    expect(reply.body.errors).toContainEqual(
      expect.objectContaining({ code: 'REQUIRED', pointer: '/entity/stall/number' }),
    );
  });
});

describe('a renewal', () => {
  it('reaches as far as the new terms and the kind allow, and revives what has expired', async () => {
    const id = await approved(runtime(), {
      kind: 'merchant',
      entity: { ...merchantSample(20).entity, stallLease: { from: '2024-01-01', to: '2026-06-30' } },
    });
    expect((await entityOf(id)).validUntil).toBe('2026-06-30');
    registry.setClock('2026-07-02T01:30:00.000Z');
    expect((await entityOf(id)).status).toBe('EXPIRED');
    const stallLease = { from: '2026-07-01', to: '2027-06-30' };
    const errorsOf = async (body: object) =>
      (await ask(runtime(), 'requestRenewal', id, body)).body.errors.map(
        ({ code, pointer }: any) => `${code} ${pointer}`,
      );
    expect(await errorsOf({ validUntil: '2027-06-30' })).toContain('RENEWAL_TERM /validUntil');
    expect(await errorsOf({ validUntil: '2026-06-30', stallLease })).toEqual(['RENEWAL_TERM /validUntil']);
    expect(await errorsOf({ validUntil: '2027-07-01', stallLease })).toEqual(['RENEWAL_TERM /validUntil']);
    expect(await errorsOf({ validUntil: '2027-02-30', stallLease: { from: '2027-01-01', to: '2026-01-01' } })).toEqual([
      'FORMAT /validUntil',
      'PERIOD /stallLease/to',
    ]);
    await approve(runtime(), await asked(runtime(), 'requestRenewal', id, { validUntil: '2027-06-30', stallLease }));
    expect(await entityOf(id)).toMatchObject({ status: 'ACTIVE', validUntil: '2027-06-30', entity: { stallLease } });
    expect((await lastEvent(id)).detail).toMatchObject({ status: 'ACTIVE', validUntil: '2027-06-30' });
  });
});

describe('a suspension', () => {
  it('is carried out at once on an authority’s document, which everybody is told, and lifted by another', async () => {
    const id = await approved(runtime(), merchantSample(30));
    const filing = await suspend(runtime(), id);
    expect((await getFiling(runtime(), filing)).body).toMatchObject({
      type: 'SUSPENSION',
      status: 'APPROVED',
      decisions: [{ decision: 'APPROVE', by: 'system' }],
    });
    const statusReason = `${DECREE.authority}（${DECREE.documentNumber}）：${DECREE.reason}`;
    expect(await entityOf(id)).toMatchObject({ status: 'SUSPENDED', statusReason });
    expect((await lastEvent(id)).detail).toMatchObject({ status: 'SUSPENDED', statusReason, version: 2 });
    const goods = await api(runtime(), 'fileGoods', {
      caller: clerk(),
      body: {
        merchantId: id,
        nameZh: '抹泥刀',
        hsCode: '8205590000',
        specification: '280mm',
        brand: { type: 'NONE' },
        dealUnit: '016',
        legalUnit: '035',
      },
    });
    expect(goods.body.errors).toMatchObject([
      { code: 'PARTY_NOT_ACTIVE', message: expect.stringContaining(statusReason) },
    ]);

    const lifting = { authority: '大足区市场监督管理局', documentNumber: '足市监〔2026〕30号', reason: '查证不实' };
    await asked(runtime(), 'requestLifting', id, lifting, reviewer());
    const entity = await entityOf(id);
    expect(entity.status).toBe('ACTIVE');
    expect(entity).not.toHaveProperty('statusReason');
    expect((await versionsOf(id)).map(({ action, reasons }: any) => [action, ...reasons])).toEqual([
      ['REGISTER'],
      ['SUSPENSION', statusReason],
      ['LIFTING', '大足区市场监督管理局（足市监〔2026〕30号）：查证不实'],
    ]);
  });

  it('comes through while an amendment waits, which then still holds', async () => {
    const id = await approved(runtime(), merchantSample(31));
    const entity = { ...merchantSample(31).entity, businessScope: '零售' };
    const amendment = await asked(runtime(), 'requestAmendment', id, { entity });
    await suspend(runtime(), id);
    await approve(runtime(), amendment);
    expect(await entityOf(id)).toMatchObject({ status: 'SUSPENDED', entity: { businessScope: '零售' } });
  });

  it('lifted after the last day, leaves the entity expired', async () => {
    const id = await approved(runtime(), {
      kind: 'merchant',
      entity: { ...merchantSample(32).entity, stallLease: { from: '2024-01-01', to: '2026-06-30' } },
    });
    await suspend(runtime(), id);
    registry.setClock('2026-07-01T01:30:00.000Z');
    await asked(runtime(), 'requestLifting', id, DECREE, reviewer());
    expect(await entityOf(id)).toMatchObject({ status: 'EXPIRED', statusReason: '摊位租期已于 2026-06-30 届满' });
  });

  it.each([
    ['requestSuspension', 'SUSPENDED'],
    ['requestCancellation', 'SUSPENDED'],
    ['requestRenewal', 'SUSPENDED'],
    ['requestLifting', 'ACTIVE'],
  ] as const)('%s is refused of an entity that is %s', async (operation, status) => {
    const id = await approved(runtime(), buyerSample(operation.length * 10 + status.length));
    if (status === 'SUSPENDED') await suspend(runtime(), id);
    const body =
      { requestRenewal: { validUntil: '2030-01-01' }, requestCancellation: { reason: '歇业' } }[operation as string] ??
      DECREE;
    const caller = operation === 'requestSuspension' || operation === 'requestLifting' ? reviewer() : clerk();
    const reply = await ask(runtime(), operation, id, body, caller);
    expect([reply.status, reply.body.code, reply.body.errors[0].code]).toEqual([
      409,
      'WRONG_STATE',
      'CHANGE_NOT_ALLOWED',
    ]);
  });

  it('needs authority, document and reason, and a reviewer', async () => {
    const id = await approved(runtime(), merchantSample(33));
    const reply = await ask(runtime(), 'requestSuspension', id, {}, reviewer());
    expect(reply.body.errors.map(({ pointer }: any) => pointer)).toEqual(['/authority', '/documentNumber', '/reason']);
    expect((await ask(runtime(), 'requestSuspension', id, DECREE, clerk())).status).toBe(403);
    expect((await ask(runtime(), 'requestSuspension', id, DECREE, reviewer(YUZHONG))).status).toBe(404);
  });
});

describe('a cancellation', () => {
  const names = (merchantId: string, tradeId: string) => ({
    tradeId,
    merchantId,
    buyerId: 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9',
  });

  it('is refused while trades are open, at the counter and again at its approval', async () => {
    const id = await approved(runtime(), merchantSample(40));
    const reason = { reason: '歇业' };
    await tradeChanged({ ...names(id, 'trade-1'), status: 'REGISTERED' });
    const refused = await ask(runtime(), 'requestCancellation', id, reason);
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'OPEN_TRADES']);
    expect(refused.body.detail).toContain('trade-1');
    await tradeChanged({ ...names(id, 'trade-1'), status: 'WITHDRAWN' });

    const filing = await asked(runtime(), 'requestCancellation', id, reason);
    await tradeChanged({ ...names(id, 'trade-2'), status: 'REGISTERED' });
    await decide(runtime(), filing, { decision: 'APPROVE' });
    expect(await runStep(runtime(), 'ApproveFiling', { filingId: filing, revision: 1 })).toEqual({ approved: false });
    await runStep(runtime(), 'ReturnFiling', { filingId: filing, revision: 1 });
    expect((await entityOf(id)).status).toBe('ACTIVE');
    expect((await getFiling(runtime(), filing)).body.decisions.at(-1).reasons[0]).toContain('trade-2');
  });

  it('frees identity, phone and stall, and ends with nothing to be changed', async () => {
    const id = await approved(runtime(), merchantSample(41));
    await approve(runtime(), await asked(runtime(), 'requestCancellation', id, { reason: '歇业' }));
    expect(await entityOf(id)).toMatchObject({ status: 'CANCELLED', statusReason: '歇业' });
    expect((await lastEvent(id)).detail).toMatchObject({ status: 'CANCELLED', statusReason: '歇业' });
    const again = await filed(runtime(), merchantSample(41));
    expect((await getFiling(runtime(), again)).body).toMatchObject({ status: 'PENDING_REVIEW' });
    for (const [operation, body, caller] of [
      ['requestAmendment', { entity: merchantSample(41).entity }, clerk()],
      ['requestRenewal', { validUntil: '2030-01-01' }, clerk()],
      ['requestCancellation', { reason: '歇业' }, clerk()],
      ['requestSuspension', DECREE, reviewer()],
    ] as const) {
      expect((await ask(runtime(), operation, id, body, caller)).body.code, operation).toBe('WRONG_STATE');
    }
  });

  it('is approved or rejected, not returned', async () => {
    const id = await approved(runtime(), merchantSample(42));
    const filing = await asked(runtime(), 'requestCancellation', id, { reason: '歇业' });
    expect((await decide(runtime(), filing, { decision: 'RETURN', reasons: ['缺材料'] })).body.code).toBe(
      'WRONG_STATE',
    );
    expect((await decide(runtime(), filing, { decision: 'REJECT', reasons: ['有欠费'] })).status).toBe(202);
  });

  it('knows a trade by its newest version, whatever the order of events', async () => {
    const id = await approved(runtime(), merchantSample(43));
    await tradeChanged({ ...names(id, 'trade-9'), status: 'CLEARED', version: 5000 });
    await tradeChanged({ ...names(id, 'trade-9'), status: 'REGISTERED', version: 4000 });
    expect((await ask(runtime(), 'requestCancellation', id, { reason: '歇业' })).status).toBe(202);
  });

  it('looks at the trades of an operator and a buyer too', async () => {
    const [operatorId, buyerId] = [
      await approved(runtime(), tradeOperatorSample(145)),
      await approved(runtime(), buyerSample(245)),
    ];
    await tradeChanged({
      tradeId: 'trade-3',
      merchantId: 'entity-x',
      buyerId,
      tradeOperatorId: operatorId,
      status: 'PACKED',
    });
    for (const id of [operatorId, buyerId]) {
      expect((await ask(runtime(), 'requestCancellation', id, { reason: '歇业' })).body.errors[0].code).toBe(
        'OPEN_TRADES',
      );
    }
  });
});

it('lists no version of another district’s entity', async () => {
  const id = await approved(runtime(), merchantSample(50));
  const reply = await api(runtime(), 'listEntityVersions', { caller: clerk(YUZHONG), params: { id } });
  expect(reply.status).toBe(404);
});
