import { beforeAll, describe, expect, it } from 'vitest';
import { EntityChanged } from '../../../functions/events/entity.ts';
import { register } from '../../../functions/filing/store/register.ts';
import { build as followHome } from '../../../functions/filing/subscribers/filing-on-entity-changed.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { deedsOf } from '../../kit/audit.ts';
import { clerk, DAZU, merchant, operator, type Reply, reviewer, YUZHONG } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved, asked, DECREE, getEntity, graded, suspend } from './kit.ts';
import { buyerSample, merchantSample, samples, tradeOperatorSample } from './samples.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
const judge = reviewer(YUZHONG);
const JIULONGPO = '500107';

const decide = (body: object, caller: Caller = judge): Promise<Reply> =>
  api(registry.runtime, 'decideAdmission', { caller, body });
const read = (id: string, caller: Caller = judge) => api(registry.runtime, 'getAdmission', { caller, params: { id } });
const end = async (id: string, reason: string, caller: Caller = judge): Promise<Reply> => {
  const headers = { 'If-Match': (await read(id)).headers['ETag'] };
  return api(registry.runtime, 'endAdmission', { caller, params: { id }, body: { reason }, headers });
};
const directory = async (kind: string, query: Record<string, string> = {}, caller: Caller = clerk(YUZHONG)) => {
  const { body } = await api(registry.runtime, 'findCounterparties', { caller, query: { kind, ...query } });
  return body.items.map(({ id }: { id: string }) => id);
};

/** Tells filing what an entity's own district says of it, at one of its versions. */
const told = async (entityId: string, version?: number): Promise<void> => {
  for (const message of await registry.messages(`DST#${DAZU}#ENTITY#${entityId}`)) {
    if (message.type !== 'event' || message.name !== EntityChanged.name) continue;
    const detail = message.detail as { version: number };
    if (version === undefined || detail.version === version)
      await deliver(followHome(registry.runtime), EntityChanged.name, detail);
  }
};

const admissionMessages = async (id: string) => registry.messages(`DST#${YUZHONG}#ADMISSION#${id}`);

/** A broker of 大足, and the number under which it is filed there. */
async function broker(n: number): Promise<{ id: string; filingNumber: string }> {
  const { kind, entity } = samples.customsBroker;
  const { unifiedSocialCreditCode, contact } = tradeOperatorSample(n).entity;
  const body = { kind, entity: { ...entity, unifiedSocialCreditCode, contact, name: `重庆嘉关报关有限公司${n}` } };
  const id = await approved(registry.runtime, body);
  return { id, filingNumber: (await getEntity(registry.runtime, id)).body.filingNumber };
}

describe('a party that is filed in one district', () => {
  it('is admitted by another in one step, with its history, and found there', async () => {
    const { id, filingNumber } = await broker(411);
    expect(await directory('customsBroker')).not.toContain(id);
    const dry = await api(registry.runtime, 'decideAdmission', {
      caller: judge,
      body: { filingNumber },
      headers: { Prefer: 'dry-run' },
    });
    expect([dry.status, await directory('customsBroker')]).toEqual([200, []]);

    const { status, body, headers } = await decide({
      filingNumber: filingNumber.toLowerCase(),
      reason: '在大足已备案',
    });
    expect([status, headers['Location']]).toEqual([201, `/v1/admissions/${body.id}`]);
    expect(body).toMatchObject({
      districtId: YUZHONG,
      homeDistrictId: DAZU,
      entityId: id,
      filingNumber,
      status: 'ADMITTED',
      partyStatus: 'ACTIVE',
      decisions: [{ decision: 'ADMIT', by: judge.sub, reason: '在大足已备案' }],
    });
    expect(await directory('customsBroker')).toEqual([id]);
    expect(await directory('customsBroker', { q: '嘉关报关有限公司411' })).toEqual([id]);
    expect(await directory('customsBroker', { q: '没有这一家' })).toEqual([]);
    expect(await directory('customsBroker', {}, clerk(JIULONGPO))).toEqual([]);
    const page = await api(registry.runtime, 'listAdmissions', { caller: operator(), query: { status: 'ADMITTED' } });
    expect(page.body.items.map((one: any) => one.id)).toContain(body.id);
    expect((await read(body.id, reviewer(JIULONGPO))).status).toBe(404);
    expect(await deedsOf(registry.runtime, `DST#${YUZHONG}#ADMISSION#${body.id}`)).toEqual([
      [judge.sub, 'ADMIT', '在大足已备案'],
    ]);
  });

  it('is told of there as its own district has it, whatever the order in which that is heard', async () => {
    const { id, filingNumber } = await broker(412);
    const { body } = await decide({ filingNumber });
    await suspend(registry.runtime, id);
    await told(id, 2);
    await told(id, 1);
    await told(id, 2);
    expect((await read(body.id)).body).toMatchObject({ status: 'ADMITTED', partyStatus: 'SUSPENDED' });
    expect(await directory('customsBroker')).not.toContain(id);
    const last = (await admissionMessages(body.id)).at(-1);
    expect(last).toMatchObject({
      detail: { version: 2, action: 'FOLLOW', party: { status: 'SUSPENDED', version: 2 } },
    });
    await asked(registry.runtime, 'requestLifting', id, DECREE, reviewer());
    await told(id);
    expect(await directory('customsBroker')).toContain(id);
  });

  it('is not admitted where its own district suspends it in that moment, and may be refused then', async () => {
    const { id, filingNumber } = await broker(413);
    const { runtime } = registry;
    let isFirst = true;
    // Its own district suspends it between the reading and the transaction.
    const commit: typeof runtime.table.commit = async (writes) => {
      if (isFirst) await suspend(runtime, id);
      isFirst = false;
      return runtime.table.commit(writes);
    };
    const racing = { ...runtime, table: { ...runtime.table, commit } };
    const { status, body } = await api(racing, 'decideAdmission', { caller: judge, body: { filingNumber } });
    expect([status, body.errors[0].code]).toEqual([422, 'PARTY_NOT_ACTIVE']);
    expect(await directory('customsBroker')).not.toContain(id);
    expect((await decide({ filingNumber, decision: 'REFUSE', reason: '被暂停备案' })).status).toBe(201);
  });

  it('is admitted once, of many reviewers at once', async () => {
    const { id, filingNumber } = await broker(414);
    const reviewers = ['甲', '乙', '丙'].map((sub) => ({ ...judge, sub }));
    const answers = await Promise.all(reviewers.map((one) => decide({ filingNumber }, one)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([201, 409, 409]);
    expect((await decide({ filingNumber })).body.detail).toContain('已互认');
    expect(await directory('customsBroker')).toContain(id);
  });

  it('is refused with a reason, then admitted, then admitted no longer, and each of it stands in its history', async () => {
    const { id, filingNumber } = await broker(415);
    expect((await decide({ filingNumber, decision: 'REFUSE' })).status).toBe(422);
    const refused = await decide({ filingNumber, decision: 'REFUSE', reason: '在本区县有未结案件' });
    expect(refused.body.status).toBe('REFUSED');
    expect(await directory('customsBroker')).not.toContain(id);
    const { body } = await decide({ filingNumber });
    expect([body.id, body.status]).toEqual([refused.body.id, 'ADMITTED']);
    const again = await decide({ filingNumber, decision: 'REFUSE', reason: '改变决定' });
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('请终止互认')]);
    const stale = await api(registry.runtime, 'endAdmission', {
      caller: judge,
      params: { id: body.id },
      body: { reason: '停止合作' },
      headers: { 'If-Match': '"1"' },
    });
    expect(stale.status).toBe(412);
    const ended = await end(body.id, '停止合作');
    expect(ended.body).toMatchObject({
      status: 'ENDED',
      decisions: [{ decision: 'REFUSE' }, { decision: 'ADMIT' }, { decision: 'END', reason: '停止合作' }],
    });
    expect(await directory('customsBroker')).not.toContain(id);
    await suspend(registry.runtime, id);
    await told(id);
    expect((await read(body.id)).body).toMatchObject({ status: 'ENDED', partyStatus: 'ACTIVE' });
    expect((await end(body.id, '再次')).status).toBe(409);
  });

  it('keeps its grade, which is one in the city', async () => {
    const { id, filingNumber } = await broker(416);
    await graded(registry.runtime, id, 'B');
    expect((await decide({ filingNumber })).body.grade).toBe('B');
    const { body } = await api(registry.runtime, 'findCounterparties', {
      caller: clerk(YUZHONG),
      query: { kind: 'customsBroker', q: filingNumber },
    });
    expect(body.items).toEqual([expect.objectContaining({ id, grade: 'B' })]);
  });
});

describe('is not admitted', () => {
  it('a merchant, whose stall is of one place', async () => {
    const id = await approved(registry.runtime, merchantSample(21));
    const { filingNumber } = (await getEntity(registry.runtime, id)).body;
    const { status, body } = await decide({ filingNumber });
    expect([status, body.errors[0].code]).toEqual([422, 'KIND_IS_LOCAL']);
  });

  it('who is filed in the district itself', async () => {
    const { filingNumber } = await broker(417);
    expect((await decide({ filingNumber }, reviewer(DAZU))).body.errors[0].code).toBe('OWN_DISTRICT');
  });

  it.each(['BG5001112026999999', 'BG5009992026000001', 'BG9999992026000001', '没有'])(
    '%s, whom nobody filed',
    async (number) => {
      expect((await decide({ filingNumber: number })).body.errors[0].code).toBe('NOT_FILED');
    },
  );

  it.each([clerk(YUZHONG), merchant('entity-500103-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', YUZHONG), operator()])(
    'anybody by $role',
    async (caller) => {
      expect((await decide({ filingNumber: 'BG5001112026000001' }, caller)).status).toBe(403);
    },
  );
});

describe('an admitted party', () => {
  let ids: { operatorId: string; buyerId: string; merchantId: string };
  beforeAll(async () => {
    const { runtime } = registry;
    const shop = merchantSample(31);
    const entity = { ...shop.entity, marketId: 'yuzhong-chaotianmen' };
    ids = {
      operatorId: await approved(runtime, tradeOperatorSample(131)),
      buyerId: await approved(runtime, buyerSample(231)),
      merchantId: await approved(runtime, { ...shop, entity }, clerk(YUZHONG)),
    };
  });

  const agreement = () =>
    api(registry.runtime, 'registerAgreement', {
      caller: clerk(YUZHONG),
      body: {
        merchantId: ids.merchantId,
        tradeOperatorId: ids.operatorId,
        signedOn: '2026-03-01',
        validFrom: '2026-03-01',
        validUntil: '2027-02-28',
      },
    });

  it('may be entrusted by a merchant of the district, and before it was admitted not', async () => {
    expect((await agreement()).status).toBe(422);
    const { filingNumber } = (await getEntity(registry.runtime, ids.operatorId)).body;
    expect((await decide({ filingNumber })).status).toBe(201);
    expect((await agreement()).status).toBe(201);
    const parties = await register(registry.runtime.table).parties(
      YUZHONG,
      [ids.operatorId, ids.buyerId],
      '2026-03-17',
    );
    expect([...parties.keys()]).toEqual([ids.operatorId]);
  });

  it('is found as a buyer by the whole number of its certificate', async () => {
    const shop = merchant(ids.merchantId, YUZHONG);
    const { certificateNumber } = buyerSample(231).entity;
    expect(await directory('buyer', { certificateNumber }, shop)).toEqual([]);
    const { filingNumber } = (await getEntity(registry.runtime, ids.buyerId)).body;
    await decide({ filingNumber });
    expect(await directory('buyer', { certificateNumber }, shop)).toEqual([ids.buyerId]);
    // A list of buyers stays its merchant's.
    expect(await directory('buyer', {}, shop)).toEqual([]);
  });
});

it('pages those of the district and those that it admitted as one list', async () => {
  const { kind, entity } = samples.carrier;
  const carrier = async (n: number, caller: Caller): Promise<string> => {
    const { unifiedSocialCreditCode, contact } = tradeOperatorSample(n).entity;
    return approved(registry.runtime, { kind, entity: { ...entity, unifiedSocialCreditCode, contact } }, caller);
  };
  const own = [await carrier(501, clerk(YUZHONG)), await carrier(502, clerk(YUZHONG))];
  const others = [await carrier(503, clerk()), await carrier(504, clerk()), await carrier(505, clerk())];
  for (const id of others) {
    const { filingNumber } = (await getEntity(registry.runtime, id)).body;
    await decide({ filingNumber });
  }
  for (const limit of ['1', '2', '3', '50']) {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { kind: 'carrier', limit, ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await api(registry.runtime, 'findCounterparties', { caller: clerk(YUZHONG), query });
      found.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found.toSorted()).toEqual([...own, ...others].toSorted());
  }
  const broken = { kind: 'carrier', cursor: 'admitted.x' };
  const { status } = await api(registry.runtime, 'findCounterparties', { caller: clerk(YUZHONG), query: broken });
  expect(status).toBe(400);
});
