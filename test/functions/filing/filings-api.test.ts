import { beforeEach, describe, expect, it } from 'vitest';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { agency, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved, decide, filed, getFiling, runStep, toReview } from './kit.ts';
import { buyerSample, merchantSample, phoneOf, samples, usccOf } from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const file = (body: unknown, caller = clerk(), headers: Record<string, string> = {}) =>
  api(registry.runtime, 'fileEntity', { caller, body, headers });

describe('POST /v1/filings', () => {
  it('answers 202 with the execution, and starts it in the same transaction', async () => {
    const reply = await file(merchantSample(1));
    expect(reply.status).toBe(202);
    const { id } = reply.body;
    expect(id).toMatch(/^filing-500111-/);
    expect(reply.body).toMatchObject({ status: 'SUBMITTED', execution: { name: `${id}-1` } });
    expect(reply.headers).toMatchObject({ Location: `/v1/filings/${id}`, ETag: '"1"' });
    expect(await registry.messages(`DST#${DAZU}#FILING#${id}`)).toEqual([
      { type: 'start', workflow: 'filing', executionName: `${id}-1`, input: { filingId: id, revision: 1 } },
    ]);
  });

  it('refuses a second filing of the same identity and kind, and names the first', async () => {
    const first = await file(merchantSample(2));
    const second = await file({ kind: 'merchant', entity: { ...merchantSample(2).entity, name: '另一名称' } });
    expect(second.status).toBe(409);
    expect(second.body.code).toBe('DUPLICATE');
    expect(second.body.errors[0].message).toContain(first.body.id);
  });

  it('lets the same organisation file as another kind', async () => {
    await file(merchantSample(3));
    const reply = await file({
      kind: 'producer',
      entity: { ...samples.producer.entity, unifiedSocialCreditCode: merchantSample(3).entity.unifiedSocialCreditCode },
    });
    expect(reply.status).toBe(202);
  });

  it('lets one of two that file the same identity at once through', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map(() => file(merchantSample(4))));
    expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([202, 409, 409, 409]);
  });

  it('answers a repeated request as it answered the first', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const first = await file(merchantSample(5), clerk(), headers);
    const again = await file(merchantSample(5), clerk(), headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers['Idempotent-Replayed']).toBe('true');
  });

  it.each([
    [
      'a licence that has ended',
      { businessLicence: { validFrom: '2020-01-01', validUntil: '2026-03-16' } },
      'TERM_EXPIRED /entity/businessLicence/validUntil',
    ],
    [
      'a lease that has ended',
      { stallLease: { from: '2020-01-01', to: '2026-03-16' } },
      'TERM_EXPIRED /entity/stallLease/to',
    ],
    [
      'a trade operator that is not filed',
      { relatedTradeOperatorIds: ['entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'] },
      'UNKNOWN_PARTY /entity/relatedTradeOperatorIds/0',
    ],
  ])('refuses %s', async (_what, change, expected) => {
    const reply = await file({ kind: 'merchant', entity: { ...merchantSample(6).entity, ...change } });
    expect(reply.status).toBe(422);
    expect(
      reply.body.errors.map((error: { code: string; pointer: string }) => `${error.code} ${error.pointer}`),
    ).toEqual([expected]);
  });

  it('refuses a merchant of a market in another district', async () => {
    const reply = await file(merchantSample(7), clerk(YUZHONG));
    expect(reply.body.errors[0].code).toBe('MARKET_OF_OTHER_DISTRICT');
  });

  it.each(['reviewer', 'operator', 'agency'] as const)('is not for a %s', async (role) => {
    const reply = await file(merchantSample(8), { sub: role, role, districtId: DAZU });
    expect(reply.status).toBe(403);
  });
});

describe('the tiers of customs credit', () => {
  it.each([
    [801, '2026-03-31T15:59:59Z', 'REGISTERED', 202],
    [802, '2026-03-31T15:59:59Z', 'REGULAR', 422],
    [803, '2026-03-31T16:00:00Z', 'REGISTERED', 422],
    [804, '2026-03-31T16:00:00Z', 'REGULAR', 202],
  ])('for trade operator %d at %s, %s is answered %d', async (n, now, customsCreditTier, status) => {
    registry.setClock(now);
    const reply = await file({
      kind: 'tradeOperator',
      entity: { ...samples.tradeOperator.entity, unifiedSocialCreditCode: usccOf(n), customsCreditTier },
    });
    expect(reply.status).toBe(status);
  });
});

describe('a filing under review', () => {
  it('is approved by a reviewer, and its entity stands in the register', async () => {
    const id = await filed(registry.runtime, merchantSample(20));
    const pending = await getFiling(registry.runtime, id);
    expect(pending.body).toMatchObject({ status: 'PENDING_REVIEW', revision: 1 });
    expect(JSON.stringify(pending.body)).not.toContain(`token-${id}`);

    const reply = await decide(registry.runtime, id, { decision: 'APPROVE', reasons: ['材料齐全'] });
    expect(reply.status).toBe(202);
    expect(await registry.messages(`DST#${DAZU}#FILING#${id}`)).toContainEqual({
      type: 'resume',
      taskToken: `token-${id}-1`,
      output: { decision: 'APPROVE' },
    });
    await runStep(registry.runtime, 'ApproveFiling', { filingId: id, revision: 1 });

    const { body } = await getFiling(registry.runtime, id);
    expect(body).toMatchObject({ status: 'APPROVED', entityId: id.replace('filing', 'entity') });
    expect(body.filingNumber).toMatch(/^JY5001112026\d{6}$/);
    expect(body.decisions).toMatchObject([{ decision: 'APPROVE', by: 'reviewer-500111', reasons: ['材料齐全'] }]);
    const entity = await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id: body.entityId } });
    expect(entity.body).toMatchObject({
      status: 'ACTIVE',
      filingNumber: body.filingNumber,
      registeredOn: '2026-03-17',
      validUntil: '2029-03-16',
      entity: merchantSample(20).entity,
    });
    expect(entity.body).not.toHaveProperty('grade');
  });

  it('is decided once', async () => {
    const id = await filed(registry.runtime, merchantSample(21));
    expect((await decide(registry.runtime, id, { decision: 'APPROVE' })).status).toBe(202);
    const second = await decide(registry.runtime, id, { decision: 'REJECT', reasons: ['改主意'] });
    expect(second.body).toMatchObject({ status: 409, code: 'WRONG_STATE' });
    const withdrawal = await api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id } });
    expect(withdrawal.status).toBe(409);
  });

  it('is decided once by two reviewers at once', async () => {
    const id = await filed(registry.runtime, merchantSample(22));
    const read = getFiling(registry.runtime, id);
    const replies = await Promise.all(
      ['a', 'b', 'c'].map((sub) => decide(registry.runtime, id, { decision: 'APPROVE' }, reviewer(DAZU, sub), read)),
    );
    expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([202, 412, 412]);
  });

  it('is not decided by whoever submitted it', async () => {
    const id = await filed(registry.runtime, merchantSample(23));
    const reply = await decide(registry.runtime, id, { decision: 'APPROVE' }, { ...reviewer(), sub: clerk().sub });
    expect(reply.status).toBe(403);
    expect(reply.body.detail).toContain('不能审核自己提交的备案');
  });

  it.each(['RETURN', 'REJECT'])('needs reasons for a %s', async (decision) => {
    const id = await filed(registry.runtime, merchantSample(decision === 'RETURN' ? 24 : 25));
    const reply = await decide(registry.runtime, id, { decision });
    expect(reply.body).toMatchObject({ status: 422, errors: [{ code: 'REQUIRED', pointer: '/reasons' }] });
    const empty = await decide(registry.runtime, id, { decision, reasons: [] });
    expect(empty.status).toBe(422);
  });

  it('is not decided before the review is asked for, nor after its term', async () => {
    const early = (await file(merchantSample(26))).body.id as string;
    const reply = await decide(registry.runtime, early, { decision: 'APPROVE' });
    expect(reply.body).toMatchObject({ code: 'WRONG_STATE' });
    expect(reply.body.detail).toContain('稍后');

    const late = await filed(registry.runtime, merchantSample(27));
    registry.setClock('2026-04-16T01:30:00.000Z');
    expect((await decide(registry.runtime, late, { decision: 'APPROVE' })).status).toBe(409);
    registry.setClock('2026-04-16T01:29:59.999Z');
    expect((await decide(registry.runtime, late, { decision: 'APPROVE' })).status).toBe(202);
  });

  it('gives its identity back when it is rejected', async () => {
    const id = await filed(registry.runtime, merchantSample(28));
    await decide(registry.runtime, id, { decision: 'REJECT', reasons: ['主体不在本市场'] });
    expect((await file(merchantSample(28))).status).toBe(409);
    await runStep(registry.runtime, 'RejectFiling', { filingId: id, revision: 1 });
    expect((await getFiling(registry.runtime, id)).body.status).toBe('REJECTED');
    expect((await file(merchantSample(28))).status).toBe(202);
  });

  it('is withdrawn by its submitter', async () => {
    const id = await filed(registry.runtime, merchantSample(29));
    const body = { reason: '经营户改在别处经营' };
    const reply = await api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id }, body });
    expect(reply.body).toMatchObject({ status: 'PENDING_REVIEW', execution: { name: `${id}-1` } });
    await runStep(registry.runtime, 'WithdrawFiling', { filingId: id, revision: 1 });
    expect((await getFiling(registry.runtime, id)).body).toMatchObject({
      status: 'WITHDRAWN',
      decisions: [{ decision: 'WITHDRAW', reasons: [body.reason] }],
    });
    const told = await registry.messages(districtKey(DAZU, 'FILING', id));
    expect(told.at(-1)).toMatchObject({
      name: 'FilingChanged',
      detail: { status: 'WITHDRAWN', reasons: [body.reason] },
    });
    expect((await file(merchantSample(29))).status).toBe(202);
  });

  it('tells a submitter that is too quick to wait', async () => {
    const id = (await file(merchantSample(30))).body.id as string;
    const reply = await api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id } });
    expect(reply.body).toMatchObject({ status: 409, code: 'WRONG_STATE' });
  });
});

describe('a returned filing', () => {
  const returned = async (n: number) => {
    const id = await filed(registry.runtime, merchantSample(n));
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺少摊位租赁合同', '照片不清晰'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    const { headers, body } = await getFiling(registry.runtime, id);
    return { id, etag: headers['ETag'] ?? '', body };
  };

  const revise = (id: string, entity: unknown, headers: Record<string, string>, caller = clerk()) =>
    api(registry.runtime, 'reviseFiling', { caller, params: { id }, body: { entity }, headers });

  it('lists every reason at once and is answered by a new revision in a new execution', async () => {
    const { id, etag, body } = await returned(40);
    expect(body).toMatchObject({
      status: 'RETURNED',
      decisions: [{ decision: 'RETURN', reasons: ['缺少摊位租赁合同', '照片不清晰'] }],
    });
    const entity = { ...merchantSample(40).entity, name: '改正后的名称' };
    const reply = await revise(id, entity, { 'If-Match': etag });
    expect(reply.body).toMatchObject({ id, status: 'SUBMITTED', execution: { name: `${id}-2` } });
    await toReview(registry.runtime, id, 2);
    const after = await getFiling(registry.runtime, id);
    expect(after.body).toMatchObject({ status: 'PENDING_REVIEW', revision: 2, name: '改正后的名称' });
    expect(after.body.revisions.map((one: { entity: { name: string } }) => one.entity.name)).toEqual([
      merchantSample(40).entity.name,
      '改正后的名称',
    ]);
    expect((await decide(registry.runtime, id, { decision: 'APPROVE' })).status).toBe(202);
  });

  it('is judged as its own kind, and against the rules of the day', async () => {
    const { id, etag } = await returned(41);
    const wrong = await revise(id, samples.producer.entity, { 'If-Match': etag });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toContainEqual(
      expect.objectContaining({ code: 'REQUIRED', pointer: '/entity/stall/number' }),
    );
    const expired = { ...merchantSample(41).entity, stallLease: { from: '2020-01-01', to: '2021-01-01' } };
    expect((await revise(id, expired, { 'If-Match': etag })).body.errors[0].code).toBe('TERM_EXPIRED');
  });

  it('needs If-Match with the version that was read', async () => {
    const { id, etag } = await returned(42);
    const { entity } = merchantSample(42);
    expect((await revise(id, entity, {})).status).toBe(428);
    expect((await revise(id, entity, { 'If-Match': '"1"' })).status).toBe(412);
    expect((await revise(id, entity, { 'If-Match': etag })).status).toBe(202);
    expect((await revise(id, entity, { 'If-Match': etag })).status).toBe(412);
  });

  it('cannot be revised unless it was returned', async () => {
    const id = await filed(registry.runtime, merchantSample(43));
    const { headers } = await getFiling(registry.runtime, id);
    const reply = await revise(id, merchantSample(43).entity, { 'If-Match': headers['ETag'] ?? '' });
    expect(reply.body.code).toBe('WRONG_STATE');
  });

  it('moves its identity and phone with the revision', async () => {
    const { id, etag } = await returned(44);
    const other = { ...merchantSample(45).entity, contact: { name: '李敏', phone: phoneOf(4545) } };
    expect((await revise(id, other, { 'If-Match': etag })).status).toBe(202);
    expect((await file(merchantSample(44))).status).toBe(202);
    expect((await file(merchantSample(45))).body.code).toBe('DUPLICATE');
    await toReview(registry.runtime, id, 2);
    expect(
      (await getFiling(registry.runtime, id)).body.findings.map((one: { code: string }) => one.code),
    ).not.toContain('SHARED_PHONE');
  });

  it('cannot take an identity that another filing holds', async () => {
    await file(merchantSample(46));
    const { id, etag } = await returned(47);
    const reply = await revise(id, merchantSample(46).entity, { 'If-Match': etag });
    expect(reply.body.code).toBe('DUPLICATE');
  });

  it('can be withdrawn, which ends it at once', async () => {
    const { id } = await returned(48);
    const reply = await api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id } });
    expect(reply.body.status).toBe('WITHDRAWN');
    expect((await file(merchantSample(48))).status).toBe(202);
  });
});

describe('who sees a filing', () => {
  it('is nobody of another district, on any route', async () => {
    const id = await filed(registry.runtime, merchantSample(60));
    const params = { id };
    const elsewhere = clerk(YUZHONG);
    expect((await getFiling(registry.runtime, id, elsewhere)).status).toBe(404);
    expect((await decide(registry.runtime, id, { decision: 'APPROVE' }, reviewer(YUZHONG))).status).toBe(404);
    expect((await api(registry.runtime, 'withdrawFiling', { caller: elsewhere, params })).status).toBe(404);
    const body = { entity: merchantSample(60).entity };
    const put = await api(registry.runtime, 'reviseFiling', {
      caller: elsewhere,
      params,
      body,
      headers: { 'If-Match': '"3"' },
    });
    expect(put.status).toBe(404);
    expect((await getFiling(registry.runtime, id.replace(DAZU, YUZHONG), elsewhere)).status).toBe(404);
    expect((await getFiling(registry.runtime, 'filing-1', clerk())).status).toBe(404);
  });

  it('is a merchant for its own, and for what it filed', async () => {
    const filer = merchant('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9');
    const own = await filed(registry.runtime, buyerSample(61), filer);
    const foreign = await filed(registry.runtime, buyerSample(62));
    expect((await getFiling(registry.runtime, own, filer)).status).toBe(200);
    expect((await getFiling(registry.runtime, foreign, filer)).status).toBe(404);
    const list = await api(registry.runtime, 'listFilings', { caller: filer, query: { status: 'PENDING_REVIEW' } });
    expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([own]);
    const entityId = foreign.replace('filing', 'entity');
    expect((await getFiling(registry.runtime, foreign, merchant(entityId))).status).toBe(200);
  });

  it('shows authorities and the city masked personal data, and the rest of the world none', async () => {
    const id = await filed(registry.runtime, merchantSample(63));
    const entityId = await approved(registry.runtime, merchantSample(64));
    for (const caller of [agency(), operator()]) {
      const filing = (await getFiling(registry.runtime, id, caller)).body;
      const { entity } = (await api(registry.runtime, 'getEntity', { caller, params: { id: entityId } })).body;
      for (const shown of [filing.entity, filing.revisions[0].entity, entity]) {
        expect(shown.legalRepresentative.idNumber).toMatch(/^500225\*{8}\d{3}[0-9X]$/);
        expect(shown.contact.phone).toMatch(/^139\*{4}\d{4}$/);
      }
    }
    const full = (await getFiling(registry.runtime, id, reviewer())).body.entity;
    expect(full).toEqual(merchantSample(63).entity);
  });
});

describe('lists', () => {
  it('walk the reviewers’ queue oldest first, by kind, page by page', async () => {
    const here = '500107';
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      registry.setClock(`2026-03-17T02:00:0${n}.000Z`);
      ids.push(await filed(registry.runtime, buyerSample(700 + n), clerk(here)));
    }
    await filed(registry.runtime, samples.producer, clerk(here));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await api(registry.runtime, 'listFilings', {
        caller: reviewer(here),
        query: { status: 'PENDING_REVIEW', kind: 'buyer', limit: '2', ...(cursor === null ? {} : { cursor }) },
      });
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids);
  });

  it('find entities by part of a name, by number and by identifier', async () => {
    const id = await approved(registry.runtime, {
      kind: 'producer',
      entity: {
        ...samples.producer.entity,
        unifiedSocialCreditCode: usccOf(9001),
        name: '独一无二制造厂',
        nameEn: 'UNIQUE WORKS',
      },
    });
    const { filingNumber } = (await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id } })).body;
    for (const q of ['独一无二', 'unique', filingNumber, usccOf(9001)]) {
      const list = await api(registry.runtime, 'listEntities', { caller: clerk(), query: { kind: 'producer', q } });
      expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
    }
    const none = await api(registry.runtime, 'listEntities', { caller: clerk(YUZHONG), query: { q: '独一无二' } });
    expect(none.body.items).toEqual([]);
    const other = await api(registry.runtime, 'listEntities', {
      caller: clerk(),
      query: { kind: 'buyer', q: '独一无二' },
    });
    expect(other.body.items).toEqual([]);
  });
});
