import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { clerk, DAZU, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved, ask, suspend } from './kit.ts';
import { merchantSample, tradeOperatorSample } from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const ids = { merchant: '', other: '', operator: '', stranger: '' };
beforeAll(async () => {
  ids.merchant = await approved(registry.runtime, merchantSample(1));
  ids.other = await approved(registry.runtime, merchantSample(2));
  ids.operator = await approved(registry.runtime, tradeOperatorSample(101));
  ids.stranger = await approved(registry.runtime, tradeOperatorSample(102));
});

const agent = (entityId: string): Caller => ({ sub: `agent-${entityId}`, role: 'agent', districtId: DAZU, entityId });
const form = (change: object = {}) => ({
  merchantId: ids.merchant,
  tradeOperatorId: ids.operator,
  signedOn: '2026-03-01',
  validFrom: '2026-03-01',
  validUntil: '2027-02-28',
  ...change,
});
const propose = async (caller: Caller, body: unknown = form()): Promise<string> => {
  const reply = await api(registry.runtime, 'registerAgreement', { caller, body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
};
const accept = (id: string, caller: Caller) => api(registry.runtime, 'acceptAgreement', { caller, params: { id } });
const revoke = (id: string, caller: Caller, reason = '合作终止') =>
  api(registry.runtime, 'revokeAgreement', { caller, params: { id }, body: { reason } });
const events = async (id: string): Promise<string[]> =>
  (await registry.messages(`DST#${DAZU}#AGREEMENT#${id}`)).map((message: any) => message.detail.status);

describe('an agreement', () => {
  it('is proposed by one party and in force once the other accepts; nobody hears of it before', async () => {
    const id = await propose(merchant(ids.merchant));
    expect(await events(id)).toEqual([]);
    expect((await accept(id, merchant(ids.merchant))).status).toBe(403);
    expect((await accept(id, agent(ids.stranger))).status).toBe(404);
    const reply = await accept(id, agent(ids.operator));
    expect(reply.body).toMatchObject({ status: 'IN_FORCE', proposedBy: ids.merchant, acceptedAt: NOW });
    expect(await events(id)).toEqual(['IN_FORCE']);
    expect((await accept(id, agent(ids.operator))).body.code).toBe('WRONG_STATE');
  });

  it('is in force from its first day, and is shown as not yet so before', async () => {
    const { body } = await api(registry.runtime, 'registerAgreement', {
      caller: clerk(),
      body: form({ validFrom: '2026-03-18' }),
    });
    expect(body.status).toBe('UPCOMING');
    const read = async () =>
      (await api(registry.runtime, 'getAgreement', { caller: clerk(), params: { id: body.id } })).body.status;
    expect(await read()).toBe('UPCOMING');
    registry.setClock('2026-03-17T16:00:00.000Z');
    expect(await read()).toBe('IN_FORCE');
    registry.setClock(NOW);
    expect((await revoke(body.id, clerk())).body.status).toBe('REVOKED');
  });

  it('is accepted once of two at a time', async () => {
    const id = await propose(agent(ids.operator));
    const replies = await Promise.all([1, 2, 3].map(() => accept(id, merchant(ids.merchant))));
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
    expect(await events(id)).toEqual(['IN_FORCE']);
  });

  it('is revoked by either party or the centre, with a reason, once', async () => {
    for (const caller of [merchant(ids.merchant), agent(ids.operator), clerk()]) {
      const id = await propose(clerk());
      expect((await revoke(id, agent(ids.stranger))).status).toBe(404);
      expect((await revoke(id, clerk(YUZHONG))).status).toBe(404);
      expect((await revoke(id, caller, '')).body.errors).toMatchObject([{ code: 'REQUIRED', pointer: '/reason' }]);
      expect((await revoke(id, caller)).body).toMatchObject({
        status: 'REVOKED',
        revocation: { reason: '合作终止', by: caller.sub, at: NOW },
      });
      expect(await events(id)).toEqual(['IN_FORCE', 'REVOKED']);
      expect((await revoke(id, caller)).body.code).toBe('WRONG_STATE');
    }
  });

  it('turned down or past its term, is not accepted any more', async () => {
    const turnedDown = await propose(merchant(ids.merchant));
    expect((await revoke(turnedDown, agent(ids.operator))).body.status).toBe('REVOKED');
    expect((await accept(turnedDown, agent(ids.operator))).body.code).toBe('WRONG_STATE');
    const stale = await propose(merchant(ids.merchant), form({ validUntil: '2026-03-31' }));
    registry.setClock('2026-04-01T01:30:00.000Z');
    expect((await accept(stale, agent(ids.operator))).body).toMatchObject({
      code: 'WRONG_STATE',
      detail: expect.stringContaining('已到期'),
    });
  });

  it('is not accepted while a party is suspended, by name of the reason', async () => {
    const merchantId = await approved(registry.runtime, merchantSample(3));
    const id = await propose(agent(ids.operator), form({ merchantId }));
    await suspend(registry.runtime, merchantId);
    expect((await accept(id, merchant(merchantId))).body.errors).toMatchObject([
      { code: 'PARTY_NOT_ACTIVE', pointer: '/merchantId', message: expect.stringContaining('足市监罚〔2026〕12号') },
    ]);
  });

  it('is proposed by a party to it only, and listed to its parties', async () => {
    const reply = await api(registry.runtime, 'registerAgreement', { caller: agent(ids.stranger), body: form() });
    expect(reply.status).toBe(403);
    const id = await propose(merchant(ids.other), form({ merchantId: ids.other, tradeOperatorId: ids.stranger }));
    const listed = async (caller: Caller): Promise<string[]> =>
      (await api(registry.runtime, 'listAgreements', { caller, query: { merchantId: ids.other } })).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await listed(agent(ids.stranger))).toEqual([id]);
    expect(await listed(agent(ids.operator))).toEqual([]);
    expect(await listed(clerk(YUZHONG))).toEqual([]);
  });
});

describe('an agent', () => {
  const goods = (change: object = {}) => ({
    merchantId: ids.other,
    nameZh: '抹泥刀',
    hsCode: '8205590000',
    specification: '280mm',
    brand: { type: 'NONE' },
    dealUnit: '016',
    legalUnit: '035',
    ...change,
  });
  const file = (caller: Caller) => api(registry.runtime, 'fileGoods', { caller, body: goods() });

  it('acts for a merchant only under an agreement in force', async () => {
    const operator = agent(ids.operator);
    const refused = await file(operator);
    expect(refused.body.errors).toMatchObject([{ code: 'NO_AGREEMENT', pointer: '/merchantId' }]);
    const id = await propose(operator, form({ merchantId: ids.other, validFrom: '2026-03-20' }));
    expect((await file(operator)).status).toBe(422);
    await accept(id, merchant(ids.other));
    expect((await file(operator)).status).toBe(422);
    registry.setClock('2026-03-20T01:30:00.000Z');
    const filed = await file(operator);
    expect(filed.status).toBe(201);
    const params = { id: filed.body.id };
    const amend = (caller: Caller, etag: string, change: object) =>
      api(registry.runtime, 'amendGoods', { caller, params, body: goods(change), headers: { 'If-Match': etag } });
    expect((await amend(operator, '"1"', { specification: '300mm' })).status).toBe(200);
    await revoke(id, merchant(ids.other));
    expect((await file(operator)).status).toBe(422);
    expect((await amend(operator, '"2"', { specification: '310mm' })).status).toBe(403);
    const cancelled = await api(registry.runtime, 'cancelGoods', {
      caller: operator,
      params,
      body: { reason: '停产' },
    });
    expect(cancelled.status).toBe(403);
    expect((await api(registry.runtime, 'getGoods', { caller: operator, params })).status).toBe(200);
  });

  it('asks no change of a merchant it filed once it has no agreement', async () => {
    const merchantId = await approved(registry.runtime, merchantSample(9), agent(ids.operator));
    const body = { entity: { ...merchantSample(9).entity, businessScope: '零售' } };
    expect((await ask(registry.runtime, 'requestAmendment', merchantId, body, agent(ids.operator))).status).toBe(403);
    await propose(clerk(), form({ merchantId }));
    expect((await ask(registry.runtime, 'requestAmendment', merchantId, body, agent(ids.operator))).status).toBe(202);
  });
});
