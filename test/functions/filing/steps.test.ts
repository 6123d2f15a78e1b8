import { beforeEach, describe, expect, it } from 'vitest';
import { filingStore } from '../../../functions/filing/store/index.ts';
import { build as buildOnCreditChanged } from '../../../functions/filing/subscribers/on-credit-changed.ts';
import { numberDigest, sha256 } from '../../../functions/shared/digest.ts';
import { opened } from '../../../functions/shared/table/aggregate.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { clerk, DAZU, reviewer } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved, decide, filed, getFiling, runStep, type StepName, suspend, toReview } from './kit.ts';
import { buyerSample, merchantSample, phoneOf, samples, tradeOperatorSample, usccOf } from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const run = (name: StepName, filingId: string, revision = 1, more: Record<string, unknown> = {}) =>
  runStep(registry.runtime, name, { filingId, revision, ...more });

const file = async (body: unknown): Promise<string> =>
  (await api(registry.runtime, 'fileEntity', { caller: clerk(), body })).body.id;

const statusOf = async (id: string): Promise<string> => (await getFiling(registry.runtime, id)).body.status;

const messagesOf = (id: string) => registry.messages(`DST#${DAZU}#FILING#${id}`);

/** Everything in both tables, so that two runs can be compared. */
async function everything(): Promise<string> {
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb');
  const scans = await Promise.all(
    ['registry', 'audit'].map((TableName) => registry.documents.send(new ScanCommand({ TableName }))),
  );
  return JSON.stringify(scans.map((scan) => (scan.Items ?? []).map((item) => sha256(item)).sort()));
}

describe('every step run twice leaves the table as once', () => {
  const cases: [StepName, () => Promise<[id: string, input: Record<string, unknown>]>][] = [
    ['ScreenRisks', async () => [await file(merchantSample(1)), {}]],
    [
      'RequestReview',
      async () => {
        const id = await file(merchantSample(2));
        await run('ScreenRisks', id);
        return [id, { taskToken: 'token' }];
      },
    ],
    ...(['APPROVE', 'RETURN', 'REJECT'] as const).map((decision, index): (typeof cases)[number] => [
      ({ APPROVE: 'ApproveFiling', RETURN: 'ReturnFiling', REJECT: 'RejectFiling' } as const)[decision],
      async () => {
        const id = await filed(registry.runtime, merchantSample(3 + index));
        await decide(registry.runtime, id, { decision, reasons: ['理由'] });
        return [id, {}];
      },
    ]),
    [
      'WithdrawFiling',
      async () => {
        const id = await filed(registry.runtime, merchantSample(6));
        await api(registry.runtime, 'withdrawFiling', { caller: clerk(), params: { id } });
        return [id, {}];
      },
    ],
    ['LapseFiling', async () => [await filed(registry.runtime, merchantSample(7)), {}]],
    [
      'LapseReturn',
      async () => {
        const id = await filed(registry.runtime, merchantSample(8));
        await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['理由'] });
        await run('ReturnFiling', id);
        return [id, {}];
      },
    ],
  ];

  it.each(cases)('%s', async (name, prepare) => {
    const [id, more] = await prepare();
    const first = await run(name, id, 1, more);
    const once = await everything();
    registry.setClock('2026-03-18T01:30:00.000Z');
    const second = await run(name, id, 1, more);
    expect(second).toEqual(first);
    expect(await everything()).toBe(once);
  });
});

describe('a step out of place', () => {
  it('is a fault, not a change', async () => {
    const id = await file(merchantSample(20));
    const names = [
      'ApproveFiling',
      'ReturnFiling',
      'RejectFiling',
      'WithdrawFiling',
      'LapseFiling',
      'LapseReturn',
    ] as const;
    for (const name of names) {
      await expect(run(name, id)).rejects.toThrow('SUBMITTED');
    }
    await expect(run('ScreenRisks', id, 2)).rejects.toThrow('revision');
    await expect(run('ScreenRisks', 'filing-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9')).rejects.toThrow('there is no');
    expect(await statusOf(id)).toBe('SUBMITTED');
  });

  it('does not approve what was not approved', async () => {
    const id = await filed(registry.runtime, merchantSample(21));
    await expect(run('ApproveFiling', id)).rejects.toThrow('PENDING_REVIEW');
    await decide(registry.runtime, id, { decision: 'REJECT', reasons: ['理由'] });
    await expect(run('ApproveFiling', id)).rejects.toThrow('PENDING_REVIEW');
  });
});

describe('ScreenRisks', () => {
  it('finds nothing against a clean filing but what the reviewer should know', async () => {
    const id = await file(merchantSample(30));
    expect(await run('ScreenRisks', id)).toEqual({ blocked: false, isApproved: false });
    const { findings } = (await getFiling(registry.runtime, id)).body;
    expect(findings.map((found: { code: string }) => found.code)).toEqual(['PILOT_NOT_EFFECTIVE']);
  });

  it('blocks a stall that another merchant stands on, however it is written, and the filing is returned', async () => {
    await approved(registry.runtime, merchantSample(31));
    const { entity } = merchantSample(32);
    const id = await file({
      kind: 'merchant',
      entity: { ...entity, stall: { building: 'a', floor: '1', number: '31' } },
    });
    expect(await run('ScreenRisks', id)).toEqual({ blocked: true, isApproved: false });
    await run('ReturnFiling', id);
    const { body } = await getFiling(registry.runtime, id);
    expect(body.status).toBe('RETURNED');
    expect(body.decisions).toMatchObject([{ decision: 'RETURN', by: 'system' }]);
    expect(body.decisions[0].reasons).toEqual([
      expect.stringContaining('摊位'),
      '尚未附：营业执照、摊位租赁合同、法定代表人或采购商证件、承诺书；请一并提供，已交窗口的除外',
    ]);
    expect(body.missingDocuments.map(({ type }: { type: string }) => type)).toEqual([
      'BUSINESS_LICENCE',
      'STALL_LEASE',
      'IDENTITY',
      'COMMITMENT',
    ]);
  });

  it('notes a phone that another identity uses, not one that is shared rightly', async () => {
    await approved(registry.runtime, merchantSample(33));
    const codesOf = async (body: unknown): Promise<string[]> => {
      const id = await file(body);
      await run('ScreenRisks', id);
      return (await getFiling(registry.runtime, id)).body.findings.map((found: { code: string }) => found.code);
    };
    const shared = { name: '李敏', phone: `+86 ${phoneOf(33)}` };
    const { entity } = merchantSample(34);
    expect(await codesOf({ kind: 'merchant', entity: { ...entity, contact: shared } })).toContain('SHARED_PHONE');
    const own = {
      ...samples.producer.entity,
      unifiedSocialCreditCode: merchantSample(33).entity.unifiedSocialCreditCode,
    };
    expect(await codesOf({ kind: 'producer', entity: { ...own, contact: shared } })).toEqual(['SHARED_PHONE']);
    const merchantId = await approved(registry.runtime, merchantSample(36));
    const payee = { ...samples.payee.entity, contact: { name: '郑', phone: phoneOf(36) }, merchantId };
    expect(await codesOf({ kind: 'payee', entity: payee })).toEqual([]);
  });

  it('blocks a filing that names a suspended party, and one by a suspended organisation', async () => {
    const operatorId = await approved(registry.runtime, tradeOperatorSample(140));
    await suspend(registry.runtime, operatorId);
    const { entity } = merchantSample(37);
    const id = await file({ kind: 'merchant', entity: { ...entity, relatedTradeOperatorIds: [operatorId] } });
    expect(await run('ScreenRisks', id)).toEqual({ blocked: true, isApproved: false });
    const uscc = tradeOperatorSample(140).entity.unifiedSocialCreditCode;
    const other = await file({
      kind: 'producer',
      entity: { ...samples.producer.entity, unifiedSocialCreditCode: uscc },
    });
    expect(await run('ScreenRisks', other)).toEqual({ blocked: true, isApproved: false });
    const { findings } = (await getFiling(registry.runtime, other)).body;
    expect(findings).toContainEqual(expect.objectContaining({ code: 'PARTY_NOT_ACTIVE', pointer: '/entity' }));
  });
});

describe('RequestReview', () => {
  it('takes a new token of a retry, and keeps the deadline', async () => {
    const id = await filed(registry.runtime, merchantSample(50));
    const store = filingStore(registry.runtime.table);
    const before = (await store.filing(id))?.data;
    registry.setClock('2026-03-20T01:30:00.000Z');
    await run('RequestReview', id, 1, { taskToken: 'second' });
    const after = await store.filing(id);
    expect(after?.data.reviewBy).toBe(before?.reviewBy);
    expect(after?.task?.taskToken).toBe('second');
    await decide(registry.runtime, id, { decision: 'APPROVE' });
    expect(await registry.messages(`DST#${DAZU}#FILING#${id}`)).toContainEqual(
      expect.objectContaining({ type: 'resume', taskToken: 'second' }),
    );
  });

  it('finds a decision that was made before it asked, in each revision anew', async () => {
    const { runtime } = registry;
    const form = merchantSample(52);
    const id: string = (await api(runtime, 'fileEntity', { caller: clerk(), body: form })).body.id;
    for (const revision of [1, 2]) {
      await run('ScreenRisks', id, revision);
      const decision = revision === 1 ? 'RETURN' : 'REJECT';
      expect((await decide(runtime, id, { decision, reasons: ['理由'] })).status).toBe(202);
      const taskToken = `late-${revision}`;
      await run('RequestReview', id, revision, { taskToken });
      await run('RequestReview', id, revision, { taskToken });
      const resumed = (await registry.messages(`DST#${DAZU}#FILING#${id}`)).filter(({ type }) => type === 'resume');
      expect(resumed).toHaveLength(revision);
      expect(resumed).toContainEqual({ type: 'resume', taskToken, output: { decision } });
      if (revision === 2) return;
      await run('ReturnFiling', id, 1);
      const returned = await getFiling(runtime, id);
      const headers = { 'If-Match': returned.headers['ETag'] ?? '' };
      await api(runtime, 'reviseFiling', { caller: clerk(), params: { id }, headers, body: { entity: form.entity } });
    }
  });

  it('loses no decision that is made at the moment at which it asks', async () => {
    const { runtime } = registry;
    for (let n = 530; n < 542; n += 1) {
      const id: string = (await api(runtime, 'fileEntity', { caller: clerk(), body: merchantSample(n) })).body.id;
      await run('ScreenRisks', id);
      const [decided] = await Promise.all([
        decide(runtime, id, { decision: 'REJECT', reasons: ['理由'] }),
        run('RequestReview', id, 1, { taskToken: `at-once-${n}` }).catch(() =>
          run('RequestReview', id, 1, { taskToken: `at-once-${n}` }),
        ),
      ]);
      expect(decided.status).toBe(202);
      const resumed = (await registry.messages(`DST#${DAZU}#FILING#${id}`)).filter(({ type }) => type === 'resume');
      expect(resumed).toEqual([expect.objectContaining({ taskToken: `at-once-${n}` })]);
    }
  });

  it('of an earlier revision takes no place from the one that waits now', async () => {
    const { runtime } = registry;
    const form = merchantSample(55);
    const id = await filed(runtime, form);
    await decide(runtime, id, { decision: 'RETURN', reasons: ['理由'] });
    await run('ReturnFiling', id, 1);
    const headers = { 'If-Match': (await getFiling(runtime, id)).headers['ETag'] ?? '' };
    await api(runtime, 'reviseFiling', { caller: clerk(), params: { id }, headers, body: { entity: form.entity } });
    await run('ScreenRisks', id, 2);
    await run('RequestReview', id, 2, { taskToken: 'now' });
    await expect(run('RequestReview', id, 1, { taskToken: 'of-old' })).rejects.toThrow();
    await decide(runtime, id, { decision: 'REJECT', reasons: ['理由'] });
    const resumed = (await registry.messages(`DST#${DAZU}#FILING#${id}`)).filter(({ type }) => type === 'resume');
    expect(resumed).toContainEqual(expect.objectContaining({ taskToken: 'now', output: { decision: 'REJECT' } }));
    expect(JSON.stringify(resumed)).not.toContain('of-old');
  });

  it('brings to its review what an earlier release has screened and left to it', async () => {
    const { runtime } = registry;
    const id: string = (await api(runtime, 'fileEntity', { caller: clerk(), body: merchantSample(54) })).body.id;
    await run('ScreenRisks', id);
    const head = await runtime.table.get({ pk: `DST#${DAZU}#FILING#${id}`, sk: 'CURRENT' });
    if (!head) throw new Error('the filing is not there');
    const { content: _packed, dueKey: _key, dueSort: _day, ...item } = opened(head);
    const { reviewBy: _term, ...data } = item['data'] as Record<string, unknown>;
    await runtime.table.write(put({ ...item, form: 1, data: { ...data, status: 'SCREENING' } }));
    await run('RequestReview', id, 1, { taskToken: 'of-old' });
    const filing = await filingStore(runtime.table).filing(id);
    expect(filing?.data).toMatchObject({ status: 'PENDING_REVIEW', reviewBy: expect.any(String) });
    await decide(runtime, id, { decision: 'APPROVE' });
    expect(await registry.messages(`DST#${DAZU}#FILING#${id}`)).toContainEqual(
      expect.objectContaining({ type: 'resume', taskToken: 'of-old' }),
    );
  });

  it('asks nobody about a filing that was returned: it is due to be answered, not to be reviewed', async () => {
    const { runtime } = registry;
    await approved(runtime, merchantSample(91));
    const { entity } = merchantSample(92);
    const id = await file({ kind: 'merchant', entity: { ...entity, stall: merchantSample(91).entity.stall } });
    await run('ScreenRisks', id);
    await run('ReturnFiling', id);
    const pk = { pk: `DST#${DAZU}#FILING#${id}`, sk: 'CURRENT' };
    const returned = await runtime.table.get(pk);
    expect(returned).toHaveProperty('dueKey');
    await expect(run('RequestReview', id, 1, { taskToken: 'late' })).rejects.toThrow('RequestReview');
    expect(await runtime.table.get(pk)).toEqual(returned);
  });

  it('hands on a decision that was made under the token before', async () => {
    const id = await filed(registry.runtime, merchantSample(51));
    await decide(registry.runtime, id, { decision: 'REJECT', reasons: ['理由'] });
    await run('RequestReview', id, 1, { taskToken: 'redriven' });
    expect(await registry.messages(`DST#${DAZU}#FILING#${id}`)).toContainEqual({
      type: 'resume',
      taskToken: 'redriven',
      output: { decision: 'REJECT' },
    });
  });
});

describe('ApproveFiling', () => {
  it('registers the entity, tells the others without personal data, and numbers each kind in its own series', async () => {
    const entityId = await approved(registry.runtime, buyerSample(60));
    const [event] = await registry.messages(`DST#${DAZU}#ENTITY#${entityId}`);
    expect(event).toMatchObject({
      type: 'event',
      name: 'EntityChanged',
      detail: {
        entityId,
        kind: 'buyer',
        version: 1,
        status: 'ACTIVE',
        nationality: 'ARE',
        identifierDigest: numberDigest('F77000060'),
      },
    });
    expect(JSON.stringify(event)).not.toContain(buyerSample(60).entity.phone);
    const next = await approved(registry.runtime, buyerSample(61));
    const numbers = await Promise.all(
      [entityId, next].map(
        async (id) => (await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id } })).body.filingNumber,
      ),
    );
    expect(numbers).toEqual(['CG5001112026000001', 'CG5001112026000002']);
  });

  it.each(Object.entries(samples))('registers a %s', async (kind, body) => {
    const again = structuredClone(body) as { kind: string; entity: Record<string, unknown> };
    if ('unifiedSocialCreditCode' in again.entity) again.entity['unifiedSocialCreditCode'] = usccOf(5000 + kind.length);
    if (kind === 'merchant') again.entity['stall'] = { building: 'Z区', number: '1号' };
    if (kind === 'buyer') again.entity['certificateNumber'] = 'ZZ12345';
    if (kind === 'payee') again.entity['account'] = '6228480000000000999';
    const id = await approved(registry.runtime, again);
    const { body: entity } = await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id } });
    expect(entity).toMatchObject({ kind, status: 'ACTIVE', entity: again.entity });
    const [event] = await registry.messages(`DST#${DAZU}#ENTITY#${id}`);
    expect(event).toMatchObject({ detail: { kind, identifierDigest: expect.any(String), name: again.entity['name'] } });
  });

  it('ends a registration with the lease it rests on', async () => {
    const { entity } = merchantSample(62);
    const id = await approved(registry.runtime, {
      kind: 'merchant',
      entity: { ...entity, stallLease: { from: '2026-01-01', to: '2026-12-31' } },
    });
    const { body } = await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id } });
    expect(body.validUntil).toBe('2026-12-31');
    registry.setClock('2026-12-31T16:00:00.000Z');
    expect((await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id } })).body.status).toBe('EXPIRED');
  });

  it('screens once more: a lease that ended meanwhile, or a stall that was taken, goes back', async () => {
    const ending = { ...merchantSample(63).entity, stallLease: { from: '2026-01-01', to: '2026-03-18' } };
    const late = await filed(registry.runtime, { kind: 'merchant', entity: ending });
    await decide(registry.runtime, late, { decision: 'APPROVE' });
    registry.setClock('2026-03-19T01:30:00.000Z');
    expect(await run('ApproveFiling', late)).toEqual({ approved: false });
    await run('ReturnFiling', late);
    const { body } = await getFiling(registry.runtime, late);
    expect(body.status).toBe('RETURNED');
    expect(body.decisions).toMatchObject([{ decision: 'APPROVE' }, { decision: 'RETURN', by: 'system' }]);
    expect(body).not.toHaveProperty('entityId');
    const told = await registry.messages(districtKey(DAZU, 'FILING', late));
    expect(told.at(-1)).toMatchObject({ name: 'FilingChanged', detail: { status: 'RETURNED', approvalUndone: true } });
  });

  it('gives one stall to one of two merchants approved at once', async () => {
    registry.setClock('2026-03-19T02:30:00.000Z');
    const stall = { building: 'X区', number: '1号' };
    const ids = await Promise.all(
      [64, 65, 66].map((n) =>
        filed(registry.runtime, { kind: 'merchant', entity: { ...merchantSample(n).entity, stall } }),
      ),
    );
    await Promise.all(ids.map((id) => decide(registry.runtime, id, { decision: 'APPROVE' })));
    const results = await Promise.all(
      ids.map(async (id) => {
        for (;;) {
          try {
            return (await run('ApproveFiling', id)) as { approved: boolean };
          } catch (error) {
            if ((error as Error).name !== 'ConcurrencyConflict') throw error;
          }
        }
      }),
    );
    expect(results.filter((result) => result.approved)).toHaveLength(1);
  });
});

describe('LapseFiling', () => {
  it('ends the filing and says why; its identity is free again', async () => {
    const id = await filed(registry.runtime, merchantSample(70));
    await run('LapseFiling', id);
    const { body } = await getFiling(registry.runtime, id);
    expect(body).toMatchObject({ status: 'LAPSED', decisions: [{ decision: 'LAPSE', by: 'system' }] });
    expect(await statusOf(await file(merchantSample(70)))).toBe('SUBMITTED');
  });

  it('lapses nothing that was decided while its term ended: a further execution carries the decision out', async () => {
    const id = await filed(registry.runtime, merchantSample(71));
    await decide(registry.runtime, id, { decision: 'APPROVE', reasons: [] });
    const before = (await messagesOf(id)).length;
    await run('LapseFiling', id);
    await run('LapseFiling', id);
    expect(await statusOf(id)).toBe('PENDING_REVIEW');
    const [further, ...others] = (await messagesOf(id)).slice(before);
    expect(others).toEqual([]);
    expect(further).toMatchObject({ type: 'start', workflow: 'filing', input: { filingId: id, revision: 1 } });
    expect(further).not.toMatchObject({ executionName: `${id}-1` });
    expect(await run('ScreenRisks', id)).toMatchObject({ isApproved: true });
    await run('ApproveFiling', id);
    expect(await statusOf(id)).toBe('APPROVED');
  });
});

describe('RequestReview', () => {
  it('hands on a decision that was made before it asked so that it outlives the execution that asks', async () => {
    const id = await filed(registry.runtime, merchantSample(72));
    await decide(registry.runtime, id, { decision: 'REJECT', reasons: ['理由'] });
    await run('RequestReview', id, 1, { taskToken: 'of-the-redrive', executionName: `${id}-1` });
    const handed = (await messagesOf(id)).find((one) => 'taskToken' in one && one.taskToken === 'of-the-redrive');
    expect(handed).toMatchObject({
      output: { decision: 'REJECT' },
      further: { workflow: 'filing', executionName: `${id}-1`, input: { filingId: id, revision: 1 } },
    });
  });
});

describe('the history of a filing', () => {
  it('is one unbroken chain of audit entries, each naming who did what', async () => {
    const id = await filed(registry.runtime, merchantSample(80));
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺合同'] }, reviewer());
    await run('ReturnFiling', id);
    const { headers } = await getFiling(registry.runtime, id);
    await api(registry.runtime, 'reviseFiling', {
      caller: clerk(),
      params: { id },
      body: { entity: merchantSample(80).entity },
      headers: { 'If-Match': headers['ETag'] ?? '' },
    });
    await toReview(registry.runtime, id, 2);
    await decide(registry.runtime, id, { decision: 'APPROVE' });
    await run('ApproveFiling', id, 2);
    const { items } = await registry.runtime.table.query(
      { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': `DST#${DAZU}#FILING#${id}` } },
      'audit',
    );
    expect(items.map((item) => item['action'])).toEqual([
      'SUBMIT',
      'SCREEN',
      'RETURN',
      'RETURN',
      'REVISE',
      'SCREEN',
      'APPROVE',
      'APPROVE',
    ]);
    items.slice(1).forEach((item, index) => expect(item['previousHash']).toBe(items[index]?.['hash']));
    const trail = JSON.stringify(items);
    expect(trail).not.toContain(phoneOf(80));
    expect(trail).not.toContain(merchantSample(80).entity.legalRepresentative.idNumber);
  });
});

describe('OnCreditChanged', () => {
  const tell = (detail: Record<string, unknown>) =>
    deliver(buildOnCreditChanged(registry.runtime), 'CreditChanged', detail);

  it('shows the newest grade, whatever the order of events, and leaves the entity’s version alone', async () => {
    const id = await approved(registry.runtime, merchantSample(90));
    const read = () => api(registry.runtime, 'getEntity', { caller: clerk(), params: { id } });
    const detail = { entityId: id, districtId: DAZU, at: NOW, scorecardVersion: '2026-1' };
    await tell({ ...detail, version: 2, score: 91, grade: 'A' });
    await tell({ ...detail, version: 1, score: 80, grade: 'B' });
    await tell({ ...detail, version: 2, score: 91, grade: 'A' });
    const reply = await read();
    expect(reply.body).toMatchObject({ grade: 'A', score: 91 });
    expect(reply.headers['ETag']).toBe('"1"');
    await tell({ ...detail, version: 3, score: 70, grade: 'C' });
    expect((await read()).body).toMatchObject({ grade: 'C', score: 70 });
  });
});
