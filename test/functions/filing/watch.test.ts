import { beforeEach, describe, expect, it } from 'vitest';
import { build as buildWatch } from '../../../functions/filing/schedules/watch-terms.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { TableUnavailable } from '../../../functions/shared/table/errors.ts';
import { asRead, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { newsOf } from '../notices/news.ts';
import { Faults, faultyRuntime } from './faults.ts';
import { api, approved, decide, filed, getEntity, getFiling, runStep, suspend } from './kit.ts';
import { buyerSample, merchantSample, tradeOperatorSample } from './samples.ts';

/** A registry whose clock only moves forward, as the world's does. */
const registry = useRegistry('2026-03-17T01:30:00.000Z');

const watch = (runtime: Runtime = registry.runtime): Promise<void> => invoke(buildWatch(runtime), {});
const on = async (day: string, hour = '09:00'): Promise<void> => {
  registry.setClock(`${day}T${hour}:00.000+08:00`);
  await watch();
};
const messagesOf = async (kind: string, id: string, name: string): Promise<any[]> =>
  (await registry.messages(`DST#${DAZU}#${kind}#${id}`))
    .filter((message: any) => message.name === name)
    .map((message: any) => message.detail);
const leased = (n: number, to: string) => ({
  kind: 'merchant',
  entity: { ...merchantSample(n).entity, stallLease: { from: '2024-01-01', to } },
});

describe('the review', () => {
  beforeEach(() => registry.setClock('2026-03-17T01:30:00.000Z'));

  it('is called for on its last day and goes to the city the day after, each once', async () => {
    const id = await filed(registry.runtime, merchantSample(1));
    const notices = async () => (await messagesOf('FILING', id, 'FilingChanged')).map(({ review }) => review.notice);
    const overdue = async (caller = operator()): Promise<string[]> => {
      const { body } = await api(registry.runtime, 'listFilings', { caller, query: { queue: 'OVERDUE' } });
      return body.items.map((item: { id: string }) => item.id);
    };
    await on('2026-03-19');
    expect(await notices()).toEqual([undefined]);
    await on('2026-03-20');
    await on('2026-03-20', '10:00');
    expect(await notices()).toEqual([undefined, 'REMINDED']);
    expect(await overdue()).toEqual([]);
    await on('2026-03-21');
    await on('2026-03-22');
    expect(await notices()).toEqual([undefined, 'REMINDED', 'ESCALATED']);
    expect(await overdue()).toEqual([id]);
    expect(await overdue(reviewer())).toEqual([id]);
    expect(await overdue(reviewer(YUZHONG))).toEqual([]);
    expect((await decide(registry.runtime, id, { decision: 'APPROVE' })).status).toBe(202);
    await runStep(registry.runtime, 'ApproveFiling', { filingId: id, revision: 1 });
    expect(await overdue()).toEqual([]);
  });
});

describe('a return', () => {
  it('lapses unanswered, and an answer that comes too late is refused', async () => {
    registry.setClock('2026-03-23T01:30:00.000Z');
    const id = await filed(registry.runtime, merchantSample(2));
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺少合同'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    const { body, headers } = await getFiling(registry.runtime, id);
    expect(body.answerBy).toBe('2026-04-07T16:00:00.000Z');
    const answer = () =>
      api(registry.runtime, 'reviseFiling', {
        caller: clerk(),
        params: { id },
        body: { entity: merchantSample(2).entity },
        headers: { 'If-Match': headers['ETag'] ?? '' },
      });
    registry.setClock('2026-04-07T16:00:00.000Z');
    expect((await answer()).body).toMatchObject({ code: 'WRONG_STATE', detail: expect.stringContaining('补正期限') });
    expect(await runStep(registry.runtime, 'LapseReturn', { filingId: id, revision: 1 })).toEqual({ status: 'LAPSED' });
    const lapsed = await getFiling(registry.runtime, id);
    expect(lapsed.body).toMatchObject({
      status: 'LAPSED',
      decisions: [{ decision: 'RETURN' }, { decision: 'LAPSE', by: 'system' }],
    });
    const late = await api(registry.runtime, 'reviseFiling', {
      caller: clerk(),
      params: { id },
      body: { entity: merchantSample(2).entity },
      headers: { 'If-Match': lapsed.headers['ETag'] ?? '' },
    });
    expect(late.body).toMatchObject({ code: 'WRONG_STATE', detail: expect.stringContaining('逾期失效') });
    for (const operation of ['decideFiling', 'withdrawFiling'] as const) {
      const reply = await api(registry.runtime, operation, {
        caller: operation === 'decideFiling' ? reviewer() : clerk(),
        params: { id },
        ...(operation === 'decideFiling' ? { body: { decision: 'APPROVE' } } : {}),
        headers: await asRead(getFiling(registry.runtime, id)),
      });
      expect(reply.body.code, operation).toBe('WRONG_STATE');
    }
    expect((await filed(registry.runtime, merchantSample(2))).length).toBeGreaterThan(0);
  });

  it('answered or withdrawn in time, is left as it is', async () => {
    registry.setClock('2026-04-08T01:30:00.000Z');
    const answered = await filed(registry.runtime, merchantSample(3));
    const withdrawn = await filed(registry.runtime, merchantSample(4));
    for (const id of [answered, withdrawn]) {
      await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺少合同'] });
      await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    }
    const { headers } = await getFiling(registry.runtime, answered);
    await api(registry.runtime, 'reviseFiling', {
      caller: clerk(),
      params: { id: answered },
      body: { entity: merchantSample(3).entity },
      headers: { 'If-Match': headers['ETag'] ?? '' },
    });
    await api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id: withdrawn } });
    const wake = (id: string) => runStep(registry.runtime, 'LapseReturn', { filingId: id, revision: 1 });
    expect([await wake(answered), await wake(withdrawn)]).toEqual([{ status: 'ANSWERED' }, { status: 'WITHDRAWN' }]);
    expect((await getFiling(registry.runtime, answered)).body.status).toBe('SUBMITTED');
  });
});

describe('a registration', () => {
  it('is announced 30, 10 and 1 days before its end, and ends with its reason, its goods and its stall', async () => {
    registry.setClock('2026-05-01T01:30:00.000Z');
    const id = await approved(registry.runtime, leased(10, '2026-06-30'));
    const goods = await api(registry.runtime, 'fileGoods', {
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
    const statusOfGoods = async () =>
      (await api(registry.runtime, 'getGoods', { caller: clerk(), params: { id: goods.body.id } })).body.status;
    const notices = async () =>
      (await messagesOf('ENTITY', id, 'TermEnding')).map(({ daysLeft }) => daysLeft).sort((a, b) => b - a);
    for (const day of [
      '2026-05-30',
      '2026-05-31',
      '2026-06-01',
      '2026-06-19',
      '2026-06-20',
      '2026-06-21',
      '2026-06-29',
    ]) {
      await on(day);
    }
    expect(await notices()).toEqual([30, 10, 1]);
    const [ending] = await messagesOf('ENTITY', id, 'TermEnding');
    expect(newsOf('TermEnding', ending).map(({ recipient }) => recipient)).toEqual([id, 'CLERK']);
    expect(ending).toMatchObject({
      entityId: id,
      until: '2026-06-30',
      terms: ['摊位租期'],
    });
    await on('2026-06-30');
    expect((await getEntity(registry.runtime, id)).headers['ETag']).toBe('"1"');
    expect(await statusOfGoods()).toBe('ACTIVE');
    await on('2026-07-01', '00:00');
    const expired = await getEntity(registry.runtime, id);
    expect(expired.body).toMatchObject({ status: 'EXPIRED', statusReason: '摊位租期已于 2026-06-30 届满' });
    expect(expired.headers['ETag']).toBe('"2"');
    expect((await messagesOf('ENTITY', id, 'EntityChanged')).at(-1)).toMatchObject({
      version: 2,
      status: 'EXPIRED',
      statusReason: '摊位租期已于 2026-06-30 届满',
    });
    expect(await statusOfGoods()).toBe('EXPIRED');
    await on('2026-07-01', '01:00');
    await on('2026-07-02');
    expect((await getEntity(registry.runtime, id)).headers['ETag']).toBe('"2"');
    const next = await filed(registry.runtime, {
      kind: 'merchant',
      entity: { ...merchantSample(11).entity, stall: merchantSample(10).entity.stall },
    });
    expect((await getFiling(registry.runtime, next)).body.status).toBe('PENDING_REVIEW');
  });

  it('is made up for when days were missed, and said nothing of once it is over', async () => {
    registry.setClock('2026-07-02T02:00:00.000Z');
    const soon = await approved(registry.runtime, leased(12, '2026-08-20'));
    const sooner = await approved(registry.runtime, leased(13, '2026-07-20'));
    await on('2026-07-03');
    await on('2026-08-12');
    expect((await messagesOf('ENTITY', soon, 'TermEnding')).map(({ daysLeft }) => daysLeft)).toEqual([8]);
    expect((await messagesOf('ENTITY', sooner, 'TermEnding')).map(({ daysLeft }) => daysLeft)).toEqual([]);
    expect((await getEntity(registry.runtime, sooner)).headers['ETag']).toBe('"2"');
  });

  it('under suspension stays suspended past its last day', async () => {
    registry.setClock('2026-08-12T02:00:00.000Z');
    const id = await approved(registry.runtime, leased(14, '2026-08-31'));
    await suspend(registry.runtime, id);
    await on('2026-09-01');
    expect((await getEntity(registry.runtime, id)).body.status).toBe('SUSPENDED');
  });

  it('is expired once, whatever call of the day’s work fails, and no district waits for another', async () => {
    registry.setClock('2026-09-02T01:30:00.000Z');
    const here = await approved(registry.runtime, leased(15, '2026-09-30'));
    const there = await approved(registry.runtime, buyerSample(215), clerk(YUZHONG));
    registry.setClock('2026-10-01T01:30:00.000Z');
    for (let call = 1; ; call += 1) {
      const faults = new Faults({ call, times: 1, when: call % 2 === 0 ? 'BEFORE' : 'AFTER' });
      const failed = await watch(faultyRuntime(registry.runtime, registry.documents, faults)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failed === undefined && faults.calls < call) break;
      if (failed !== undefined) expect(failed).toBeInstanceOf(TableUnavailable);
    }
    expect((await getEntity(registry.runtime, here)).headers['ETag']).toBe('"2"');
    expect(await messagesOf('ENTITY', here, 'EntityChanged')).toHaveLength(2);
    expect((await getEntity(registry.runtime, there, clerk(YUZHONG))).body.status).toBe('ACTIVE');
  });
});

describe('an agreement', () => {
  it('expires with its event, a proposal too', async () => {
    registry.setClock('2026-10-02T01:30:00.000Z');
    const merchantId = await approved(registry.runtime, merchantSample(20));
    const tradeOperatorId = await approved(registry.runtime, tradeOperatorSample(120));
    const body = {
      merchantId,
      tradeOperatorId,
      signedOn: '2026-10-01',
      validFrom: '2026-10-01',
      validUntil: '2026-11-15',
    };
    const file = async (caller: ReturnType<typeof clerk>): Promise<string> =>
      (await api(registry.runtime, 'registerAgreement', { caller, body })).body.id;
    const [paper, proposal] = [await file(clerk()), await file(merchant(merchantId))];
    await on('2026-11-14');
    const endings = await messagesOf('AGREEMENT', paper, 'TermEnding');
    expect(endings.map(({ daysLeft }) => daysLeft)).toEqual([1]);
    expect(newsOf('TermEnding', endings[0])).toHaveLength(3);
    await on('2026-11-16');
    expect((await messagesOf('AGREEMENT', paper, 'AgreementChanged')).map(({ status }) => status)).toEqual([
      'IN_FORCE',
      'EXPIRED',
    ]);
    const { body: read } = await api(registry.runtime, 'getAgreement', { caller: clerk(), params: { id: proposal } });
    expect(read.status).toBe('EXPIRED');
  });
});
