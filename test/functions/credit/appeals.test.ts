import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { asRead, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { creditKit } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

const post = async (
  operation: 'objectToCreditEvent' | 'decideObjection' | 'requestRepair' | 'decideRepair',
  caller: Caller,
  id: string,
  body: unknown,
  /** What a decision is of: several may have read the same. */
  read = kit.call('getCreditEvent', { caller, params: { id } }),
) => {
  const headers = operation.startsWith('decide') ? await asRead(read) : {};
  return kit.call(operation, { caller, params: { id }, body, headers });
};

const because = { reasons: ['投诉人已书面撤回'] };
const correction = { correctedOn: '2026-03-12', correction: '已退款并道歉', commitment: '承诺诚信经营' };
const uphold = { decision: 'UPHOLD', reasons: ['经复核事实清楚'] };
const revoke = { decision: 'REVOKE', reasons: ['经复核投诉不成立'] };
const source = { authority: '大足区商务委', documentNumber: '足商务修〔2026〕1号', documentDate: '2026-03-17' };
const grant = { decision: 'GRANT', reasons: ['已纠正'], source };

const record = async (
  indicator: string,
  kind: Parameters<typeof kit.file>[0] = 'merchant',
  occurredOn = '2026-03-10',
) => {
  // So long ago that every fact is after it; not 12 months before the day of the tests, which would add a clean period.
  const entityId = await kit.file(kind, occurredOn < '2025-06-05' ? '2025-01-05' : '2025-06-05');
  const { body } = await kit.record(entityId, indicator, { occurredOn });
  return { entityId, id: body.id as string };
};
const scoreOf = async (entityId: string, asOf?: string) => (await kit.credit(entityId, asOf)).body.score as number;

beforeEach(() => registry.setClock('2026-03-17T01:30:00.000Z'));

describe('an objection', () => {
  it('suspends the fact until it is upheld', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    const reply = await post('objectToCreditEvent', merchant(entityId), id, because);
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ id, status: 'DISPUTED', execution: { name: `${id}-2` } });
    expect(await scoreOf(entityId)).toBe(80);
    expect(await scoreOf(entityId, '2026-03-16')).toBe(77);
    registry.setClock('2026-03-20T01:30:00.000Z');
    expect((await post('decideObjection', reviewer(), id, uphold)).body).toMatchObject({ status: 'RECORDED' });
    expect(await scoreOf(entityId)).toBe(77);
    expect(await scoreOf(entityId, '2026-03-19')).toBe(80);
    const { body } = await kit.call('getCreditEvent', { caller: merchant(entityId), params: { id } });
    expect(body.objection).toEqual({
      at: '2026-03-17T01:30:00.000Z',
      reasons: because.reasons,
      // 15 working days after Tuesday 17 March; Monday 6 April is Qingming.
      decideBy: '2026-04-08',
      decision: { outcome: 'UPHELD', at: '2026-03-20T01:30:00.000Z', reasons: uphold.reasons },
    });
    const started = await registry.messages(`DST#${DAZU}#CREDIT_EVENT#${id}`);
    expect(started.flatMap((message) => (message.type === 'start' ? [message.workflow] : []))).toEqual([
      'credit-scoring',
      'credit-scoring',
      'credit-appeal',
      'credit-scoring',
    ]);
  });

  it('revokes the fact, which then never counted', async () => {
    const { entityId, id } = await record('SMUGGLING');
    await post('objectToCreditEvent', merchant(entityId), id, because);
    // A veto goes on while it is disputed.
    expect(await scoreOf(entityId)).toBe(0);
    expect((await post('decideObjection', operator(), id, revoke)).body).toMatchObject({ status: 'REVOKED' });
    expect(await scoreOf(entityId)).toBe(80);
    expect(await scoreOf(entityId, '2026-03-12')).toBe(80);
  });

  it('is taken to the end of the tenth working day after the record', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    registry.setClock('2026-03-31T16:00:00.000Z');
    expect(await post('objectToCreditEvent', merchant(entityId), id, because)).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'OBJECTION_LATE' }] },
    });
    registry.setClock('2026-03-31T15:59:59.000Z');
    expect((await post('objectToCreditEvent', merchant(entityId), id, because)).status).toBe(202);
  });

  it('is decided by neither the recorder nor the objector', async () => {
    const entityId = await kit.file('merchant');
    const me = reviewer(DAZU, 'me');
    const { body } = await kit.call('recordCreditEvent', {
      caller: me,
      body: { entityId, indicator: 'COMPLAINT_UPHELD', occurredOn: '2026-03-10', source },
    });
    const objector = { ...clerk(), sub: 'objector' };
    await post('objectToCreditEvent', objector, body.id, because);
    expect((await post('decideObjection', me, body.id, revoke)).status).toBe(403);
    expect((await post('decideObjection', reviewer(DAZU, 'objector'), body.id, revoke)).status).toBe(403);
    expect((await post('decideObjection', reviewer(DAZU, 'another'), body.id, revoke)).status).toBe(202);
  });

  it('is raised once, and not against a bonus', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    await post('objectToCreditEvent', merchant(entityId), id, because);
    expect((await post('objectToCreditEvent', merchant(entityId), id, because)).status).toBe(409);
    await post('decideObjection', reviewer(), id, uphold);
    expect(await post('objectToCreditEvent', merchant(entityId), id, because)).toMatchObject({
      status: 409,
      body: { code: 'WRONG_STATE' },
    });
    expect((await post('decideObjection', reviewer(), id, uphold)).status).toBe(409);
    const bonus = await record('COMPLIANCE_TRAINING');
    expect((await post('objectToCreditEvent', merchant(bonus.entityId), bonus.id, because)).status).toBe(422);
  });

  it('decided twice at once is decided once', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    await post('objectToCreditEvent', merchant(entityId), id, because);
    const read = kit.call('getCreditEvent', { caller: reviewer(), params: { id } });
    const replies = await Promise.all([
      post('decideObjection', reviewer(DAZU, 'one'), id, uphold, read),
      post('decideObjection', reviewer(DAZU, 'two'), id, revoke, read),
    ]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 412]);
  });
});

describe('a repair', () => {
  it('ends the fact from the day it is granted', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    const reply = await post('requestRepair', merchant(entityId), id, correction);
    expect(reply).toMatchObject({ status: 202, body: { status: 'REPAIR_REQUESTED' } });
    expect(await scoreOf(entityId)).toBe(77);
    registry.setClock('2026-03-18T01:30:00.000Z');
    expect((await post('decideRepair', operator(), id, grant)).body).toMatchObject({ status: 'REPAIRED' });
    expect(await scoreOf(entityId)).toBe(80);
    expect(await scoreOf(entityId, '2026-03-17')).toBe(77);
    const { body } = await kit.call('getCreditEvent', { caller: merchant(entityId), params: { id } });
    expect(body.repair).toEqual({
      ...correction,
      at: '2026-03-17T01:30:00.000Z',
      decideBy: '2026-03-31',
      decision: { outcome: 'GRANTED', at: '2026-03-18T01:30:00.000Z', reasons: grant.reasons, source },
    });
    expect((await post('objectToCreditEvent', merchant(entityId), id, because)).status).toBe(409);
  });

  it('that is refused leaves the fact, and may be asked for again', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    await post('requestRepair', merchant(entityId), id, correction);
    const refusal = { decision: 'REFUSE', reasons: ['尚未退款'] };
    expect((await post('decideRepair', reviewer(), id, refusal)).body).toMatchObject({ status: 'RECORDED' });
    expect(await scoreOf(entityId)).toBe(77);
    expect((await post('requestRepair', merchant(entityId), id, correction)).status).toBe(202);
  });

  it.each([
    ['CHECK_OBSTRUCTED', '2025-12-18', 422],
    ['CHECK_OBSTRUCTED', '2025-12-17', 202],
    ['SMUGGLING', '2025-03-18', 422],
    ['SMUGGLING', '2025-03-17', 202],
    ['COMPLAINT_UPHELD', '2026-03-17', 202],
  ])('of %s of %s on 2026-03-17 is answered %i', async (indicator, occurredOn, status) => {
    const { entityId, id } = await record(indicator, 'merchant', occurredOn);
    const reply = await post('requestRepair', merchant(entityId), id, { ...correction, correctedOn: '2026-03-17' });
    expect(reply.status).toBe(status);
    if (status === 422) expect(reply.body.errors).toMatchObject([{ code: 'REPAIR_EARLY' }]);
  });

  it.each(['2026-03-09', '2026-03-18'])('of a fact of 2026-03-10 corrected on %s is refused', async (correctedOn) => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    expect(await post('requestRepair', merchant(entityId), id, { ...correction, correctedOn })).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'CORRECTION_DATE', pointer: '/correctedOn' }] },
    });
  });

  it('rests on a document of the authority that established the fact', async () => {
    const { entityId, id } = await record('COMPLAINT_UPHELD');
    await post('requestRepair', merchant(entityId), id, correction);
    for (const other of [undefined, { ...source, authority: '大足海关' }]) {
      expect(await post('decideRepair', operator(), id, { ...grant, source: other })).toMatchObject({
        status: 422,
        body: { errors: [{ code: 'REPAIR_AUTHORITY', pointer: '/source/authority' }] },
      });
    }
  });

  it('is not decided by the applicant, nor without an application, nor for a bonus', async () => {
    const { id } = await record('COMPLAINT_UPHELD');
    expect((await post('decideRepair', operator(), id, grant)).status).toBe(409);
    await post('requestRepair', { ...clerk(), sub: 'both' }, id, correction);
    expect((await post('decideRepair', reviewer(DAZU, 'both'), id, grant)).status).toBe(403);
    const bonus = await record('COMPLIANCE_TRAINING');
    expect((await post('requestRepair', merchant(bonus.entityId), bonus.id, correction)).status).toBe(422);
  });
});

it('answers 404 on every route to who may not see the fact', async () => {
  const { id } = await record('COMPLAINT_UPHELD');
  const stranger = merchant(await kit.file('merchant'));
  const replies = await Promise.all([
    post('objectToCreditEvent', stranger, id, because),
    post('requestRepair', stranger, id, correction),
    post('objectToCreditEvent', clerk(YUZHONG), id, because),
    post('decideObjection', reviewer(YUZHONG), id, uphold),
    post('requestRepair', clerk(YUZHONG), id, correction),
    post('decideRepair', reviewer(YUZHONG), id, grant),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
});
