import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { freeLedger, readLedgers, reserveLedger } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { type CallOptions, call, clerk, DAZU, merchant, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { body, cartons, fileSample, idOf, line, MERCHANT } from './samples.ts';

const registry = useRegistry();
beforeAll(async () => fileSample(registry.runtime));

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}) =>
  call(build(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

/** A trade of two lines of which the second is not measured. */
async function halfMeasured(): Promise<string> {
  const reply = await on('registerTrade', { body: body({ lines: [line(), line({ cartons: undefined })] }) });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  expect(reply.body).toMatchObject({ measured: false, cartonCount: 220, grossWeightKg: 4400 });
  return reply.body.id;
}

const measures = (lines: unknown[], changes: Record<string, unknown> = {}) => ({ lines, ...changes });
const second = { lineNo: 2, cartons: [cartons({ count: 110, grossWeightKg: 40, netWeightKg: 38 })] };

const measure = (id: string, sent: unknown = measures([second]), options: CallOptions & { version?: number } = {}) =>
  on('measureTrade', {
    params: { id },
    body: sent,
    ...options,
    headers: { 'If-Match': `"${options.version ?? 1}"`, ...options.headers },
  });

const ledgerOf = async (id: string) => (await readLedgers(registry.runtime.table, [id]))[0]?.state;
const reserve = (id: string, state?: 'AWAITED') =>
  registry.runtime.table.commit([
    reserveLedger(id, { id: idOf('consolidation', 1) }, () => new Error('not free'), state),
  ]);
const codes = (reply: { body: { errors: { code: string; pointer: string }[] } }) =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);

describe('measureTrade', () => {
  it('holds a trade back until every line is measured, then frees its goods', async () => {
    const id = await halfMeasured();
    expect(await ledgerOf(id)).toBe('UNMEASURED');
    await expect(reserve(id)).rejects.toThrow('not free');
    const reply = await measure(id);
    expect(reply).toMatchObject({
      status: 200,
      headers: { ETag: '"2"' },
      body: { measured: true, cartonCount: 330, grossWeightKg: 8800, netWeightKg: 8360 },
    });
    expect(await ledgerOf(id)).toBe('OPEN');
    await reserve(id);
    const messages = await registry.messages(districtKey(DAZU, 'TRADE', id));
    expect(messages.map((message) => 'detail' in message && message.detail)).toMatchObject([
      { version: 1, measured: false, lines: [{ grossG: 4_400_000 }, { grossG: 0, cartons: [] }] },
      { version: 2, measured: true, lines: [{ grossG: 4_400_000 }, { grossG: 4_400_000, cartons: [{ count: 110 }] }] },
    ]);
  });

  it('measures anew, line by line, and leaves the others', async () => {
    const id = await halfMeasured();
    await measure(id);
    const first = { lineNo: 1, cartons: [cartons({ count: 200, grossWeightKg: 22, netWeightKg: 20.9 })] };
    const reply = await measure(id, measures([first]), { version: 2 });
    expect(reply.body).toMatchObject({ cartonCount: 310, grossWeightKg: 8800, measured: true });
  });

  it('refuses while a consolidation holds the goods, naming it', async () => {
    const id = await halfMeasured();
    await measure(id);
    await reserve(id);
    const reply = await measure(id, undefined, { version: 2 });
    expect(reply).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(reply.body.detail).toContain(idOf('consolidation', 1));
  });

  it('takes what a consolidation waits for, part by part, and nothing after the last', async () => {
    const { id } = (
      await on('registerTrade', { body: body({ lines: [line({ cartons: undefined }), line({ cartons: undefined })] }) })
    ).body;
    await reserve(id, 'AWAITED');
    expect((await on('withdrawTrade', { params: { id } })).body.detail).toContain(idOf('consolidation', 1));
    expect((await measure(id)).status).toBe(200);
    expect(await ledgerOf(id)).toBe('AWAITED');
    const first = measures([{ ...second, lineNo: 1 }]);
    expect((await measure(id, first, { version: 2 })).body).toMatchObject({ measured: true });
    expect(await ledgerOf(id)).toBe('RESERVED');
    expect((await measure(id, first, { version: 3 })).status).toBe(409);
  });

  it('and a release of what was awaited at the same moment leave the goods as they are measured', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await halfMeasured();
      await reserve(id, 'AWAITED');
      const free = freeLedger(id, idOf('consolidation', 1), () => new Error('not awaited'), 'AWAITED');
      const [reply, released] = await Promise.all([
        measure(id),
        registry.runtime.table.commit([free]).then(
          () => true,
          () => false,
        ),
      ]);
      const isMeasured = reply.status === 200;
      expect([200, 409]).toContain(reply.status);
      const outside = isMeasured ? 'OPEN' : 'UNMEASURED';
      expect(await ledgerOf(id)).toBe(released ? outside : isMeasured ? 'RESERVED' : 'AWAITED');
    }
  });

  it('and a reservation at the same moment never both succeed', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = (await on('registerTrade', { body: body() })).body.id;
      const sent = measures([{ lineNo: 1, cartons: [cartons({ count: 219 })] }]);
      const [reply, reserved] = await Promise.all([
        measure(id, sent),
        reserve(id).then(
          () => true,
          () => false,
        ),
      ]);
      // Whoever comes second sees the first: measured then reserved is well, reserved then measured is refused.
      const { body: trade } = await on('readTrade', { params: { id } });
      expect(trade.cartonCount).toBe(reply.status === 200 ? 219 : 220);
      expect([200, 409]).toContain(reply.status);
      expect(await ledgerOf(id)).toBe(reserved ? 'RESERVED' : 'OPEN');
    }
  });

  it('refuses a withdrawn trade, a stale version and a missing one', async () => {
    const id = await halfMeasured();
    expect((await measure(id, undefined, { version: 9 })).status).toBe(412);
    const without = await on('measureTrade', { params: { id }, body: measures([second]) });
    expect(without.status).toBe(428);
    await on('withdrawTrade', { params: { id } });
    expect((await measure(id, undefined, { version: 2 })).status).toBe(409);
  });

  it.each([
    ['a line that is not there', [{ ...second, lineNo: 3 }], ['NO_SUCH_LINE /lines/0/lineNo']],
    ['a line twice', [second, second], ['LINE_REPEATED /lines/1/lineNo']],
    [
      'net above gross',
      [{ lineNo: 2, cartons: [cartons({ netWeightKg: 21 })] }],
      ['NET_ABOVE_GROSS /lines/0/cartons/0/netWeightKg'],
    ],
    [
      'too many cartons in all',
      [{ lineNo: 2, cartons: [cartons({ count: 19_781, grossWeightKg: 0.2, netWeightKg: 0.2 })] }],
      ['TOO_MANY_CARTONS /lines'],
    ],
    ['no cartons', [{ lineNo: 2, cartons: [] }], ['TOO_SMALL /lines/0/cartons']],
  ])('refuses %s', async (_name, lines, expected) => {
    const reply = await measure(await halfMeasured(), measures(lines));
    expect(reply.status).toBe(422);
    expect(codes(reply)).toEqual(expected);
  });

  it('keeps the explanation of doubtful weights', async () => {
    const id = await halfMeasured();
    const light = measures([{ lineNo: 2, cartons: [cartons({ count: 1, grossWeightKg: 4, netWeightKg: 3 })] }]);
    const refused = await measure(id, light);
    expect(codes(refused)).toEqual(['VALUE_PER_KILOGRAM_UNUSUAL /lines/0']);
    const [{ warningId }] = refused.body.errors;
    const headers = { 'Accept-Warnings': warningId };
    expect(codes(await measure(id, light, { headers }))).toEqual(['EXPLANATION_REQUIRED /explanation']);
    const accepted = await measure(id, { ...light, explanation: '空心样品' }, { headers });
    expect(accepted.status).toBe(200);
    const { body: trade } = await on('readTrade', { params: { id } });
    expect(trade.measuring).toEqual({ explanation: '空心样品', acceptedWarnings: [warningId] });
  });

  it.each([
    ['its merchant', merchant(MERCHANT), 200],
    ['another merchant', merchant(idOf('entity', 9)), 404],
    ['another district', clerk(YUZHONG), 404],
    ['a reviewer', reviewer(), 403],
  ] as [string, Caller, number][])('%s is answered', async (_name, caller, status) => {
    expect((await measure(await halfMeasured(), undefined, { caller })).status).toBe(status);
  });
});
