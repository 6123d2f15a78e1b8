import { beforeAll, describe, expect, it } from 'vitest';
import { tradeMark } from '../../../functions/shared/kernel/carton-mark.ts';
import { lotCode } from '../../../functions/shipment/domain/subject.ts';
import { shipmentStore } from '../../../functions/shipment/store/index.ts';
import { scanLog } from '../../../functions/shipment/store/log.ts';
import { firstBreakOfLog } from '../../../infra/commands/audit/chain.ts';
import { clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { counted } from '../../kit/counted.ts';
import { useRegistry } from '../../kit/registry.ts';
import {
  A,
  agent,
  api,
  B,
  bear,
  carton,
  codes,
  lots,
  prepare,
  scan,
  send,
  TRADE,
  tellParty,
  tellPlan,
  tellTrade,
  WAREHOUSE,
} from './kit.ts';

const registry = useRegistry('2026-03-18T09:05:02.000Z');
const { tradeId, merchantId } = TRADE;
const owner = merchant(merchantId);

beforeAll(() => prepare(registry.runtime));

/** A trade of its own, so that tests do not count each other's cartons. */
let others = 0;
async function another(): Promise<{ number: string; tradeId: string }> {
  others += 1;
  const number = `JD500111202600${String(1000 + others)}`;
  const id = `trade-500111-01M8MRXSK29H0FQY1TXQC${String(100 + others)}AB`;
  await bear(registry.runtime, number, id);
  await tellTrade(registry.runtime, { tradeId: id, tradeNumber: number });
  return { number, tradeId: id };
}

const told = async (id: string) =>
  (await registry.messages(`DST#${DAZU}#SHIPMENT_TRADE#${id}`)).map((message) =>
    message.type === 'event' ? message.detail : undefined,
  );

describe('a delivery that two phones scan', () => {
  it('is counted once, late, twice and out of order, by a phone a day ahead too, and every change is told', async () => {
    const { number, tradeId: id } = await another();
    const of = (no: number, changes = {}) => scan({ subject: carton(2, no, number), ...changes });
    const first = Array.from({ length: 40 }, (_, index) => of(index + 1));
    const second = Array.from({ length: 36 }, (_, index) =>
      of(index + 30, { deviceId: 'phone-2', at: '2026-03-19T09:04:00Z' }),
    );
    const voided = of(12, { kind: 'VOID', of: first[11]?.factId, at: '2026-03-18T09:01:00Z' });
    const again = of(12, { at: '2026-03-18T09:02:00Z' });

    const early = await send(registry.runtime, [voided, again]);
    expect(codes(early)).toEqual([['VOID_PENDING'], []]);
    for (let n = 0; n < 3; n += 1) {
      await send(registry.runtime, first, { sentAt: '2026-03-18T09:05:00Z' });
      await send(registry.runtime, second, { sentAt: '2026-03-19T09:05:00Z' });
    }
    const { body } = await send(registry.runtime, [second[0]!, again, voided]);
    expect(body.facts).toMatchObject([
      { taken: 'REPEATED', occurredAt: '2026-03-18T09:04:02.000Z', tradeId: id, lineNo: 2 },
      { taken: 'REPEATED', findings: [] },
      { taken: 'REPEATED', findings: [] },
    ]);
    expect(body.facts[0].findings.map(({ code }: { code: string }) => code)).toEqual(['CLOCK_OFF']);

    const [, lot] = await lots(registry.runtime, owner, id);
    expect(lot).toMatchObject({ state: 'PART', received: 65, places: [{ place: '大足一号仓', cartons: 65 }] });
    expect((await told(id)).map((one) => one?.['cartons'])).toEqual([1, 40, 65]);
    expect((await told(id)).at(-1)).toMatchObject({ tradeNumber: number, lineNo: 2, by: WAREHOUSE, version: 3 });
  });

  it('is followed by its owner from the warehouse into the container', async () => {
    const { number, tradeId: id } = await another();
    const lot = lotCode(number, 1);
    const loaded = scan({ subject: lot, n: 100, kind: 'LOAD', visit: 'temu 765432-8', at: '2026-03-18T09:03:00Z' });
    await send(registry.runtime, [loaded]);
    await send(registry.runtime, [scan({ subject: lot, n: 220 })]);
    const { status, body } = await api(registry.runtime, 'getWhereabouts', { caller: owner, params: { id } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ tradeId: id, tradeNumber: number });
    expect(body.lines[0]).toMatchObject({
      lineNo: 1,
      nameZh: TRADE.lines[0]?.nameZh,
      state: 'RECEIVED',
      registered: 220,
      received: 220,
      loaded: 100,
      containers: [{ containerNumber: A, cartons: 100 }],
      receivedUntil: '2026-03-18T09:00:00.000Z',
      loadedUntil: '2026-03-18T09:03:00.000Z',
    });
    expect(body.lines[1]).toMatchObject({ state: 'EXPECTED', received: 0, registered: 150 });
  });

  it('is found in few reads', async () => {
    const { table, reads } = counted(registry.runtime.table);
    await api({ ...registry.runtime, table }, 'getWhereabouts', { caller: owner, params: { id: tradeId } });
    expect(reads.queries + reads.heads).toBeLessThanOrEqual(3);
  });
});

describe('what is scanned', () => {
  it('more than registered is said at once, and the trade’s correction ends it', async () => {
    const { number, tradeId: id } = await another();
    const { body } = await send(registry.runtime, [scan({ subject: lotCode(number, 3), n: 103 })]);
    expect(body.facts[0]).toMatchObject({
      taken: 'NEW',
      findings: [
        { code: 'OVER', severity: 'DANGER', message: expect.stringContaining('超出 3 箱单独存放，更正交易后方可装箱') },
      ],
    });
    const lines = TRADE.lines.map((line) =>
      line.lineNo === 3 ? { ...line, cartons: line.cartons.map((one) => ({ ...one, count: 103 })) } : line,
    );
    await tellTrade(registry.runtime, { tradeId: id, tradeNumber: number, version: TRADE.version + 1, lines });
    expect((await lots(registry.runtime, owner, id))[2]).toMatchObject({ held: 0, accepted: 103, findings: [] });
  });

  it('into two containers is said with both, until it is taken out of one', async () => {
    const { number, tradeId: id } = await another();
    const subject = carton(1, 7, number);
    const into = (visit: string, at: string) => scan({ subject, kind: 'LOAD', visit, at });
    await send(registry.runtime, [scan({ subject }), into(A, '2026-03-18T09:01:00Z')]);
    const twice = await send(registry.runtime, [into(B, '2026-03-18T09:01:20Z')]);
    expect(twice.body.facts[0].findings[0]).toMatchObject({ code: 'TWO_BOXES', message: expect.stringContaining(A) });
    await send(registry.runtime, [scan({ subject, kind: 'TAKE_OUT', visit: B, at: '2026-03-18T09:02:00Z' })]);
    await send(registry.runtime, [into(A, '2026-03-18T09:03:00Z')]);
    expect((await lots(registry.runtime, owner, id))[0]).toMatchObject({
      containers: [{ containerNumber: A, cartons: 1 }],
      signable: true,
    });
  });

  it('into a container that is meant for others counts, and is said with the one that is meant for it', async () => {
    const { number, tradeId: id } = await another();
    const into = (visit: string, no: number) =>
      send(registry.runtime, [scan({ subject: carton(1, no, number), kind: 'LOAD', visit })]);
    const container = { no: 1, type: '45G1', lines: [{ tradeId: id, lineNo: 1, cartons: 220 }] };
    const plan = { tradeIds: [id], containers: [{ ...container, containerNumber: A }] };
    // What is planned has no number yet, and says nothing of any container.
    await tellPlan(registry.runtime, { tradeIds: [id], containers: [container], action: 'PLAN', version: 2 });
    expect(codes(await into(B, 1))).toEqual([['LOADED_UNRECEIVED']]);
    await tellPlan(registry.runtime, { ...plan, version: 3 });
    const { body } = await into(B, 2);
    expect(body.facts[0]).toMatchObject({
      taken: 'NEW',
      findings: [{ code: 'OTHER_BOX', severity: 'WARNING', message: `已计入扫描，但该箱属 ${A}；请确认移箱` }, {}],
    });
    expect(codes(await into(A, 3))).toEqual([['LOADED_UNRECEIVED']]);
    // Taken apart again, it means the goods for nothing; what is told late of before changes that no more.
    await tellPlan(registry.runtime, { tradeIds: [id], containers: [], action: 'RELEASE', version: 4 });
    await tellPlan(registry.runtime, { ...plan, version: 3 });
    expect(codes(await into(B, 4))).toEqual([['LOADED_UNRECEIVED']]);
    expect((await lots(registry.runtime, owner, id))[0]).toMatchObject({ loaded: 4 });
  });

  it('under the identifier of another fact is kept beside it', async () => {
    const { number, tradeId: id } = await another();
    const one = scan({ subject: carton(1, 1, number) });
    await send(registry.runtime, [one]);
    const reply = await send(registry.runtime, [{ ...one, subject: carton(1, 2, number) }]);
    expect(reply.body.facts[0]).toMatchObject({ taken: 'NEW', findings: [{ code: 'FACT_ID_REUSED' }] });
    expect((await lots(registry.runtime, owner, id))[0]).toMatchObject({ received: 2 });
  });

  it('by the mark that the registry prints on cartons is the same as by a label', async () => {
    const { number, tradeId: id } = await another();
    const mark = `${tradeMark(id)}-1 C/5`;
    const reply = await send(registry.runtime, [scan({ subject: carton(1, 5, number) }), scan({ subject: mark })]);
    expect(reply.body.facts[1]).toMatchObject({ taken: 'NEW', tradeId: id, lineNo: 1 });
    expect((await lots(registry.runtime, owner, id))[0]).toMatchObject({ received: 1 });
  });

  it('before anything was heard of the trade is counted, and unjudged until it is', async () => {
    const [number, id] = ['JD5001112026009000', 'trade-500111-01M8MRXSK29H0FQY1TXQC900AB'];
    await bear(registry.runtime, number, id);
    const { body } = await send(registry.runtime, [scan({ subject: lotCode(number, 1), n: 999 })]);
    expect(body.facts[0]).toMatchObject({ taken: 'NEW', findings: [] });
    expect((await told(id))[0]).toMatchObject({ cartons: 999 });
    expect((await told(id))[0]).not.toHaveProperty('registered');
    expect((await api(registry.runtime, 'getWhereabouts', { caller: owner, params: { id } })).status).toBe(404);
    await tellTrade(registry.runtime, { tradeId: id, tradeNumber: number });
    expect((await lots(registry.runtime, owner, id))[0]).toMatchObject({ received: 999, held: 779 });
  });
});

describe('a mark that nobody knows', () => {
  it('waits, counts once it is claimed, not while it is claimed twice, and again when one claim is void', async () => {
    const [one, other] = [await another(), await another()];
    const seen = (changes = {}) => scan({ subject: 'ALI / Mombasa', n: 12, ...changes });
    const claim = ({ number }: { number: string }) =>
      scan({ kind: 'CLAIM', subject: 'ali mombasa', lot: lotCode(number, 1) });
    const received = async () =>
      Promise.all([one, other].map(async ({ tradeId: id }) => (await lots(registry.runtime, owner, id))[0].received));

    const parked = await send(registry.runtime, [seen()]);
    expect(parked.body.facts[0]).toMatchObject({ taken: 'PARKED', findings: [{ code: 'MARK_UNKNOWN' }] });
    const first = claim(one);
    expect((await send(registry.runtime, [first])).body.facts[0]).toMatchObject({ taken: 'NEW', findings: [] });
    expect(await received()).toEqual([12, 0]);
    const after = await send(registry.runtime, [seen({ n: 8 })]);
    expect(after.body.facts[0]).toMatchObject({ taken: 'NEW', tradeId: one.tradeId });
    expect(await received()).toEqual([20, 0]);

    await send(registry.runtime, [claim(other)]);
    expect(await received()).toEqual([0, 0]);
    const meanwhile = await send(registry.runtime, [seen({ n: 5 })]);
    expect(meanwhile.body.facts[0]).toMatchObject({ taken: 'PARKED', findings: [{ code: 'MARK_AMBIGUOUS' }] });
    await send(registry.runtime, [scan({ kind: 'VOID', of: first.factId, subject: 'ALI / Mombasa' })]);
    expect(await received()).toEqual([0, 25]);
    expect((await told(one.tradeId)).map((event) => event?.['cartons'])).toEqual([12, 20, 0]);
  });

  it('of a misread label, of two at once, or of another district’s number is kept and not counted', async () => {
    const label = carton(1, 1);
    const misread = `${label.slice(0, -1)}${label.endsWith('A') ? 'B' : 'A'}`;
    const elsewhere = lotCode('JD5001032026000001', 1);
    const subjects = [misread, `${label} ${carton(1, 2)}`, 'MP1:B:TEMU7654328:K', elsewhere];
    const reply = await send(
      registry.runtime,
      subjects.map((subject) => scan({ subject, n: 1 })),
    );
    expect(codes(reply)).toEqual([['LABEL_CHECK'], ['TWO_CODES'], ['LABEL_FORM'], ['MARK_UNKNOWN']]);
    expect(reply.body.facts.every((one: { taken: string }) => one.taken === 'PARKED')).toBe(true);
    const nowhere = await send(registry.runtime, [scan({ kind: 'CLAIM', subject: 'BABA', lot: elsewhere })]);
    expect(nowhere.body.facts[0]).toMatchObject({ taken: 'PARKED', findings: [{ code: 'CLAIM_UNKNOWN' }] });
  });
});

describe('bad input', () => {
  it.each([
    ['a kind that is none', { kind: 'TOGGLE' }, 'kind'],
    ['a loading without its container', { kind: 'LOAD' }, 'visit'],
    ['a container number with a wrong check digit', { kind: 'LOAD', visit: 'TEMU7654329' }, 'visit'],
    ['a void of nothing', { kind: 'VOID' }, 'of'],
    ['a claim for nothing', { kind: 'CLAIM' }, 'lot'],
    ['signs alone', { subject: '——' }, 'subject'],
    ['less than no cartons', { n: -1 }, 'n'],
    ['a time without its offset', { at: '2026-03-18 09:00' }, 'at'],
    ['a photo that is no digest', { evidence: ['IMG_001.jpg'] }, 'evidence/0'],
  ])('%s is refused in Chinese, by its field', async (_title, changes, field) => {
    const { status, body } = await send(registry.runtime, [scan(), scan(changes)]);
    expect(status).toBe(422);
    const found = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(found).toEqual([`/facts/1/${field}`]);
    expect(body.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  it('is no more than a request takes', async () => {
    const { status } = await send(
      registry.runtime,
      Array.from({ length: 101 }, () => scan()),
    );
    expect(status).toBe(422);
  });
});

describe('who may', () => {
  it('send facts: warehouses, carriers, consolidators and the centre, and nobody without goods in hand', async () => {
    const forwarder = 'entity-500111-01M8MRXQBS4ZT6MQ6Q98FCZPAS';
    await tellParty(registry.runtime, { entityId: forwarder, kind: 'freightForwarder' });
    const unknown = await send(registry.runtime, [scan({ n: 1 })], { caller: agent(forwarder) });
    expect(unknown.status).toBe(403);
    expect(unknown.body).toMatchObject({ code: 'FORBIDDEN', transient: true });
    for (const kind of ['carrier', 'consolidator'] as const) {
      await tellParty(registry.runtime, { entityId: forwarder, kind, version: 50 + kind.length });
      expect((await send(registry.runtime, [scan({ n: 0 })], { caller: agent(forwarder) })).status).toBe(200);
    }
    await tellParty(registry.runtime, { entityId: forwarder, kind: 'carrier', version: 99, status: 'CANCELLED' });
    expect((await send(registry.runtime, [scan({ n: 0 })], { caller: agent(forwarder) })).status).toBe(403);
    expect((await send(registry.runtime, [scan({ n: 0 })], { caller: clerk() })).status).toBe(200);
    for (const caller of [owner, reviewer(), operator()]) {
      expect((await send(registry.runtime, [scan()], { caller })).status).toBe(403);
    }
  });

  it('follow goods: whose they are, the centre and the city; whoever handled them sees the tally alone', async () => {
    const { number, tradeId: id } = await another();
    await send(registry.runtime, [scan({ subject: lotCode(number, 1), n: 1 })]);
    const whereabouts = async (caller: typeof owner) =>
      (await api(registry.runtime, 'getWhereabouts', { caller, params: { id } })).status;
    const tally = async (caller: typeof owner) =>
      (await api(registry.runtime, 'listLots', { caller, query: { tradeId: id } })).status;
    const stranger = agent('entity-500111-01M8MRXQBS4ZT6MQ6Q98FCZPAT');
    const tradeOperator = agent(TRADE.tradeOperatorId);
    for (const caller of [owner, tradeOperator, clerk(), reviewer(), operator()]) {
      expect([await whereabouts(caller), await tally(caller)]).toEqual([200, 200]);
    }
    expect([await whereabouts(agent()), await tally(agent())]).toEqual([404, 200]);
    for (const caller of [stranger, clerk(YUZHONG), agent(WAREHOUSE, YUZHONG), merchant(WAREHOUSE)]) {
      expect(await whereabouts(caller)).toBe(404);
    }
    for (const caller of [stranger, clerk(YUZHONG), agent(WAREHOUSE, YUZHONG)]) expect(await tally(caller)).toBe(404);
  });

  it('reach goods of another district by no label', async () => {
    await tellParty(registry.runtime, { districtId: YUZHONG });
    const reply = await send(registry.runtime, [scan({ n: 1 })], { caller: agent(WAREHOUSE, YUZHONG) });
    expect(reply.body.facts[0]).toMatchObject({ taken: 'PARKED', findings: [{ code: 'MARK_UNKNOWN' }] });
    expect(reply.body.facts[0]).not.toHaveProperty('tradeId');
  });
});

describe('phones at once', () => {
  it('lose nothing: each is counted, the last that is told is the whole, and the chain holds', async () => {
    const { number, tradeId: id } = await another();
    const batches = [0, 1, 2].map((phone) =>
      Array.from({ length: 10 }, (_, no) =>
        scan({ subject: carton(1, phone * 8 + no + 1, number), deviceId: `phone-${phone}` }),
      ),
    );
    const replies = await Promise.all(batches.map((facts) => send(registry.runtime, facts)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await lots(registry.runtime, owner, id))[0]).toMatchObject({ received: 26 });
    const events = await told(id);
    expect(events.at(-1)).toMatchObject({ cartons: 26 });

    const pk = `DST#${DAZU}#SHIPMENT_TRADE#${id}`;
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
    const entries = (await registry.runtime.table.query(query, 'audit')).items;
    const log = (await registry.runtime.table.query(query)).items.filter(({ sk }) => sk.startsWith(scanLog.prefix));
    expect(log).toHaveLength(3);
    expect(firstBreakOfLog(entries, log.map(scanLog.read))).toBeUndefined();
    expect(JSON.stringify(entries)).not.toContain('大足一号仓');
  });
});

describe('what is heard of trades', () => {
  it('is kept by the newest version, whatever order events come in', async () => {
    const { number, tradeId: id } = await another();
    const changed = { tradeId: id, tradeNumber: number };
    await tellTrade(registry.runtime, {
      ...changed,
      version: 9,
      merchantId: 'entity-500111-01M8MRXQBS4ZT6MQ6Q98FCZPAV',
    });
    await tellTrade(registry.runtime, { ...changed, version: 8 });
    const { trade } = await shipmentStore(registry.runtime.table).tradeLog(id);
    expect(trade).toMatchObject({ version: 9, merchantId: 'entity-500111-01M8MRXQBS4ZT6MQ6Q98FCZPAV' });
  });
});
