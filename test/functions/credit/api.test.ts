import { describe, expect, it } from 'vitest';
import { build as onCreditSubjectChanged } from '../../../functions/credit/subscribers/on-credit-subject-changed.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { agency, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { delivery, sample } from '../events/samples.ts';
import { creditKit, invoke } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

describe('recording a fact', () => {
  it('answers 202 with the execution that scores the entity, and shows in its credit', async () => {
    const entityId = await kit.file('merchant');
    const reply = await kit.record(entityId, 'COMPLAINT_UPHELD');
    expect(reply.status).toBe(202);
    expect(reply.headers['Location']).toBe(`/v1/credit-events/${reply.body.id}`);
    expect(reply.body).toMatchObject({ status: 'RECORDED', execution: { name: `${reply.body.id}-1` } });
    expect(await registry.messages(`DST#${DAZU}#CREDIT_EVENT#${reply.body.id}`)).toEqual([
      {
        type: 'start',
        workflow: 'credit-scoring',
        executionName: `${reply.body.id}-1`,
        input: { entityId, cause: { type: 'EVENT', id: reply.body.id } },
      },
      {
        type: 'event',
        name: 'CreditFactRecorded',
        version: 1,
        detail: expect.objectContaining({
          eventId: reply.body.id,
          entityId,
          indicatorName: '投诉查实',
          effect: 'DEDUCTION',
          occurredOn: '2026-03-10',
          // Ten working days after Tuesday 17 March.
          objectUntil: '2026-03-31',
        }),
      },
    ]);
    const credit = await kit.credit(entityId);
    expect(credit.body).toMatchObject({ score: 77, grade: 'B', scorecardVersion: '2026-1', asOf: '2026-03-17' });
    expect(credit.body.contributions).toEqual([
      {
        indicator: 'COMPLAINT_UPHELD',
        eventId: reply.body.id,
        points: -3,
        inForceFrom: '2026-03-10',
        inForceUntil: '2026-06-09',
        reason: '投诉查实：轻微失信，扣 3 分',
      },
    ]);
    expect(credit.body.reasons).toEqual([
      { indicator: 'COMPLAINT_UPHELD', points: -3, reason: '投诉查实：轻微失信，扣 3 分' },
    ]);
  });

  it('answers the same again under the same Idempotency-Key, and counts once', async () => {
    const entityId = await kit.file('merchant');
    const send = async () =>
      kit.call('recordCreditEvent', {
        caller: clerk(),
        headers: { 'Idempotency-Key': 'the-same' },
        body: {
          entityId,
          indicator: 'CHECK_OBSTRUCTED',
          occurredOn: '2026-03-10',
          source: { authority: '大足海关', documentNumber: '足关缉查字〔2026〕7号', documentDate: '2026-03-11' },
        },
      });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect(second.headers['Idempotent-Replayed']).toBe('true');
    expect((await kit.credit(entityId)).body.score).toBe(72);
  });

  const refusals: [
    name: string,
    kind: Parameters<typeof kit.file>[0],
    indicator: string,
    body: Record<string, unknown>,
    codes: string[],
  ][] = [
    ['an unknown indicator', 'merchant', 'NO_SUCH_THING', {}, ['UNKNOWN_INDICATOR']],
    ['an indicator of another kind', 'merchant', 'DECLARATION_SPLIT', {}, ['INDICATOR_NOT_FOR_KIND']],
    ['a future day', 'merchant', 'COMPLAINT_UPHELD', { occurredOn: '2026-03-18' }, ['FUTURE_DATE']],
    ['a day before the filing', 'merchant', 'COMPLAINT_UPHELD', { occurredOn: '2026-01-04' }, ['BEFORE_FILING']],
    ['a class for a bonus', 'merchant', 'COMPLIANCE_TRAINING', { severity: 'MINOR' }, ['SEVERITY_NOT_ALLOWED']],
    ['a light class for a veto', 'merchant', 'SMUGGLING', { severity: 'GENERAL' }, ['SEVERITY_NOT_ALLOWED']],
    [
      'several faults at once',
      'merchant',
      'NO_SUCH_THING',
      {
        occurredOn: '2026-03-18',
        source: { authority: '大足海关', documentNumber: '1', documentDate: '2027-01-01' },
      },
      ['UNKNOWN_INDICATOR', 'FUTURE_DATE', 'FUTURE_DATE'],
    ],
    [
      'a missing document',
      'merchant',
      'COMPLAINT_UPHELD',
      { source: { authority: '大足海关' } },
      ['REQUIRED', 'REQUIRED'],
    ],
    ['a field of its own', 'merchant', 'COMPLAINT_UPHELD', { districtId: YUZHONG }, ['UNKNOWN_FIELD']],
  ];
  it.each(refusals)('refuses %s', async (_name, kind, indicator, body, codes) => {
    const entityId = await kit.file(kind);
    const reply = await kit.record(entityId, indicator, body);
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map((error: { code: string }) => error.code)).toEqual(codes);
  });

  it('refuses an entity that is not filed, saying that it may be soon', async () => {
    const reply = await kit.record(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`, 'COMPLAINT_UPHELD');
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ code: 'NOT_FILED', pointer: '/entityId' }] } });
    expect(reply.body.errors[0].message).toContain('稍后重试');
  });

  it('accepts the first and the last possible day', async () => {
    const entityId = await kit.file('merchant');
    expect((await kit.record(entityId, 'COMPLAINT_UPHELD', { occurredOn: '2026-01-05' })).status).toBe(202);
    expect((await kit.record(entityId, 'COMPLAINT_UPHELD', { occurredOn: '2026-03-17' })).status).toBe(202);
  });

  it('counts midnight in China as the next day', async () => {
    const entityId = await kit.file('merchant');
    registry.setClock('2026-03-17T16:00:00.000Z');
    expect((await kit.record(entityId, 'COMPLAINT_UPHELD', { occurredOn: '2026-03-18' })).status).toBe(202);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('takes one fact of an indicator from one document, and names the one it has', async () => {
    const entityId = await kit.file('merchant');
    const source = { authority: '大足海关', documentNumber: '足关罚〔2026〕1号', documentDate: '2026-03-01' };
    const first = await kit.record(entityId, 'CUSTOMS_WARNING', { source });
    const again = await kit.record(entityId, 'CUSTOMS_WARNING', { source });
    expect(again).toMatchObject({ status: 409, body: { code: 'DUPLICATE' } });
    for (const documentNumber of [
      '足关罚[2026]1号',
      '足关罚（2026）1号',
      '足关罚〔2026〕 1 号',
      '足关罚【２０２６】①号',
      '足关罚<2026>1号',
      '足关罚‹2026›1号',
      '足关罚“2026”1号',
      '足关罚20261号',
      '足關罰〔二〇二六〕第001號',
    ]) {
      const typed = await kit.record(entityId, 'CUSTOMS_WARNING', { source: { ...source, documentNumber } });
      expect([documentNumber, typed.status, typed.body.code]).toEqual([documentNumber, 409, 'DUPLICATE']);
    }
    const invisible = { ...source, documentNumber: '足关罚〔2026〕1\u200B号' };
    expect((await kit.record(entityId, 'CUSTOMS_WARNING', { source: invisible })).status).toBe(422);
    const lookAlike = { ...source, documentNumber: '足关罚А2026' };
    expect((await kit.record(entityId, 'CUSTOMS_WARNING', { source: lookAlike })).body.errors).toMatchObject([
      { code: 'LOOK_ALIKE_LETTERS', pointer: '/source/documentNumber' },
    ]);
    const other = { ...source, documentNumber: '足关罚〔2026〕11号' };
    expect((await kit.record(entityId, 'CUSTOMS_WARNING', { source: other })).status).toBe(202);
    expect(again.body.detail).toContain(first.body.id);
    expect((await kit.record(entityId, 'COMPLAINT_UPHELD', { source })).status).toBe(202);
    expect((await kit.record(await kit.file('merchant'), 'CUSTOMS_WARNING', { source })).status).toBe(202);
  });

  it('takes one of two facts recorded from one document at once', async () => {
    const entityId = await kit.file('merchant');
    const source = { authority: '大足海关', documentNumber: '足关罚〔2026〕2号', documentDate: '2026-03-01' };
    const replies = await Promise.all([1, 2, 3].map(async () => kit.record(entityId, 'CUSTOMS_WARNING', { source })));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
    expect((await kit.credit(entityId)).body.contributions).toHaveLength(1);
  });

  it('lets the city and its agencies record everywhere, a merchant nowhere', async () => {
    const entityId = await kit.file('merchant');
    const body = {
      entityId,
      indicator: 'AEO_CERTIFIED',
      occurredOn: '2026-03-10',
      source: { authority: '重庆海关', documentNumber: '1', documentDate: '2026-03-10' },
    };
    expect((await kit.call('recordCreditEvent', { caller: merchant(entityId), body })).status).toBe(403);
    expect((await kit.call('recordCreditEvent', { caller: agency(), body })).status).toBe(202);
    expect((await kit.call('recordCreditEvent', { caller: operator(), body })).status).toBe(409);
  });
});

describe('tenancy', () => {
  it("answers 404 to another district, to another merchant and for what isn't filed", async () => {
    const entityId = await kit.file('merchant');
    const other = await kit.file('merchant');
    const event = await kit.record(entityId, 'COMPLAINT_UPHELD');
    const nobody = `entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`;
    const statuses = async (replies: Promise<{ status: number }>[]) =>
      (await Promise.all(replies)).map(({ status }) => status);
    expect(
      await statuses([
        kit.credit(entityId, undefined, clerk(YUZHONG)),
        kit.credit(entityId, undefined, merchant(other)),
        kit.credit(nobody),
        kit.credit('entity'),
        kit.call('recordCreditEvent', {
          caller: clerk(YUZHONG),
          body: {
            entityId,
            indicator: 'COMPLAINT_UPHELD',
            occurredOn: '2026-03-10',
            source: { authority: '渝中区商务委', documentNumber: '1', documentDate: '2026-03-10' },
          },
        }),
        kit.call('getCreditEvent', { caller: clerk(YUZHONG), params: { id: event.body.id } }),
        kit.call('getCreditEvent', { caller: merchant(other), params: { id: event.body.id } }),
        kit.call('getCreditEvent', { caller: clerk(), params: { id: 'creditevent' } }),
      ]),
    ).toEqual(Array.from({ length: 8 }, () => 404));
    expect(
      await statuses([
        kit.credit(entityId, undefined, merchant(entityId)),
        kit.credit(entityId, undefined, operator()),
        kit.call('getCreditEvent', { caller: merchant(entityId), params: { id: event.body.id } }),
      ]),
    ).toEqual([200, 200, 200]);
  });

  it('shows a fact to an office that has admitted whom it is of, and that recorded it; the decisions stay at home', async () => {
    const entityId = await kit.file('tradeOperator');
    const admission = sample('AdmissionChanged');
    const party = { ...admission.party, entityId };
    await invoke(
      onCreditSubjectChanged(registry.runtime),
      delivery('AdmissionChanged', { ...admission, districtId: YUZHONG, party }),
    );
    const { status, body } = await kit.call('recordCreditEvent', {
      caller: clerk(YUZHONG),
      body: {
        entityId,
        indicator: 'COMPLAINT_UPHELD',
        occurredOn: '2026-03-10',
        source: { authority: '渝中区商务委', documentNumber: '渝中〔2026〕1号', documentDate: '2026-03-10' },
      },
    });
    expect(status).toBe(202);
    const read = (caller: Caller) => kit.call('getCreditEvent', { caller, params: { id: body.id } });
    const answers = await Promise.all([read(clerk(YUZHONG)), read(reviewer(YUZHONG)), read(clerk('500107'))]);
    expect(answers.map((one) => one.status)).toEqual([200, 200, 404]);
    const decision = { decision: 'UPHOLD', reasons: ['属实'] };
    const decided = kit.call('decideObjection', {
      caller: reviewer(YUZHONG),
      params: { id: body.id },
      body: decision,
      headers: { 'If-Match': '"1"' },
    });
    expect((await decided).status).toBe(404);
  });

  it('lists to each caller what it may see', async () => {
    const entityId = await kit.file('merchant', '2026-01-05', YUZHONG);
    const other = await kit.file('merchant', '2026-01-05', YUZHONG);
    await kit.record(entityId, 'COMPLAINT_UPHELD');
    await kit.record(other, 'CHECK_OBSTRUCTED');
    const list = async (caller = clerk(YUZHONG), query: Record<string, string> = {}) =>
      (await kit.call('listCreditEvents', { caller, query })).body.items.map(
        (event: { indicator: string }) => event.indicator,
      );
    expect(await list()).toEqual(['CHECK_OBSTRUCTED', 'COMPLAINT_UPHELD']);
    expect(await list(clerk(YUZHONG), { entityId })).toEqual(['COMPLAINT_UPHELD']);
    expect(await list(clerk(YUZHONG), { status: 'REVOKED' })).toEqual([]);
    expect(await list(merchant(entityId, YUZHONG), { status: 'RECORDED' })).toEqual(['COMPLAINT_UPHELD']);
    expect(await list(operator(), { districtId: YUZHONG })).toHaveLength(2);
    expect(await list(clerk(), { districtId: YUZHONG })).toEqual([]);
  });
});

describe('replay', () => {
  it('gives any day since the filing by what was in force then', async () => {
    const entityId = await kit.file('merchant', '2025-10-01');
    await kit.record(entityId, 'COMPLAINT_UPHELD', { occurredOn: '2025-12-01' });
    const scoreOn = async (asOf: string) => (await kit.credit(entityId, asOf)).body.score;
    expect(await scoreOn('2025-11-30')).toBe(80);
    expect(await scoreOn('2025-12-01')).toBe(77);
    expect(await scoreOn('2026-02-28')).toBe(77);
    expect(await scoreOn('2026-03-01')).toBe(80);
  });

  it('refuses a day before the filing, a day to come and no day at all', async () => {
    const entityId = await kit.file('merchant');
    for (const asOf of ['2026-01-04', '2026-03-18', 'yesterday', '2026-02-30']) {
      const reply = await kit.credit(entityId, asOf);
      expect(reply).toMatchObject({ status: 400, body: { code: 'BAD_PARAMETER' } });
    }
  });

  it('says what is missing for the next grade', async () => {
    const entityId = await kit.file('merchant');
    await kit.record(entityId, 'CHECK_OBSTRUCTED');
    const { body } = await kit.credit(entityId);
    expect(body).toMatchObject({ score: 72, grade: 'C' });
    expect(body.missing).toEqual([{ code: 'SCORE', message: '距上一等级还差 3 分，可通过加分项提升，或待扣分届满' }]);
  });
});

it('answers the scorecards with every indicator', async () => {
  const { body } = await kit.call('listScorecards', { caller: merchant('entity') });
  expect(body.items[0]).toMatchObject({ version: '2026-1', base: 80 });
  expect(body.items[0].indicators).toContainEqual({
    effect: 'VETO',
    code: 'SMUGGLING',
    name: '走私',
    group: 'DECLARATION',
    severity: 'SERIOUS',
    months: 36,
    appliesTo: 'ALL',
    legalBasis: '海关总署令第282号',
  });
});

it('answers how each grade is handled, and gives an entity that of its grade', async () => {
  const { body } = await kit.call('getGradeHandling', { caller: merchant('entity') });
  expect(body).toMatchObject({ designed: true });
  expect(body.items.map((one: { grade: string; samplingPercent: number }) => [one.grade, one.samplingPercent])).toEqual(
    [
      ['A', 3],
      ['B', 10],
      ['C', 40],
      ['D', 100],
    ],
  );
  const entityId = await kit.file('carrier');
  await kit.record(entityId, 'IDENTITY_LENT');
  const { grade: _grade, ...handling } = body.items[3];
  expect((await kit.credit(entityId)).body).toMatchObject({ grade: 'D', handling });
});

describe('runs', () => {
  it('are of the reviewer’s district, or of the whole city', async () => {
    const mine = await kit.call('startCreditRun', { caller: reviewer() });
    const all = await kit.call('startCreditRun', { caller: operator() });
    expect([mine.status, all.status]).toEqual([202, 202]);
    const get = async (caller: ReturnType<typeof clerk>, id: string) =>
      kit.call('getCreditRun', { caller, params: { id } });
    expect((await get(clerk(), mine.body.id)).body).toMatchObject({
      status: 'RUNNING',
      districtIds: [DAZU],
      entities: 0,
    });
    expect((await get(operator(), all.body.id)).body.districtIds).toEqual(['500111', '500103', '500107']);
    expect((await get(clerk(YUZHONG), mine.body.id)).status).toBe(404);
    expect((await get(clerk(), all.body.id)).status).toBe(404);
    expect((await kit.call('startCreditRun', { caller: clerk() })).status).toBe(403);
  });
});
