import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import type { ConsolidationJson } from '../../../functions/consolidation/contract/consolidations.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { PlacedCarton } from '../../../functions/consolidation/domain/load-result.ts';
import { checkDigit } from '../../../functions/shared/kernel/container-number.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { type CallOptions, call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { plan } from './fixtures/planning.ts';
import { fewCartons } from './fixtures/sample.ts';
import { APART, fileParties, registerSample, request } from './fixtures/world.ts';

const registry = useRegistry();
let handler: unknown;
beforeAll(async () => {
  handler = build(registry.runtime);
  await fileParties(registry);
});

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(handler, consolidationApi, operation, { caller: clerk(), ...options });

async function get(id: string): Promise<{ body: ConsolidationJson; etag: string }> {
  const { body, headers } = await send('getConsolidation', { params: { id } });
  return { body, etag: String(headers['ETag']) };
}

async function planned(): Promise<string> {
  const trades = await registerSample(registry, fewCartons());
  const { body } = await send('createConsolidation', { body: request(trades, APART) });
  await plan(registry.runtime, body.id);
  return body.id;
}

const amend = (id: string, etag: string, body: object, headers: Record<string, string> = {}) =>
  send('amendConsolidation', {
    params: { id },
    body: { reason: '装箱时改放门口', ...body },
    headers: { 'If-Match': etag, ...headers },
  });

/** What is told and started; of a refused request nothing. */
const messages = (id: string) => registry.messages(districtKey('500111', 'CONSOLIDATION', id));
const codes = (reply: { body: { errors: { code: string; pointer: string }[] } }): string[] =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);

const cartonOf = ({ containers }: ConsolidationJson, no: number, at: number): PlacedCarton => {
  const found = containers.find((one) => one.no === no)?.placements.at(at);
  if (!found) throw new Error(`no carton ${at} in container ${no}`);
  return found;
};
const placeOf = ({ step: _step, ...place }: PlacedCarton) => place;
/** Two equal cartons of a container, each to the place of the other: it can always be loaded so. */
function exchange({ containers }: ConsolidationJson, no: number) {
  const placements = containers.find((one) => one.no === no)?.placements ?? [];
  const [one, other] =
    [...Map.groupBy(placements, ({ tradeId, lineNo }) => `${tradeId}/${lineNo}`).values()].find(
      (cartons) => cartons.length > 1,
    ) ?? [];
  if (!one || !other) throw new Error(`no two equal cartons in container ${no}`);
  return [
    { ...placeOf(other), cartonNo: one.cartonNo, containerNo: no },
    { ...placeOf(one), cartonNo: other.cartonNo, containerNo: no },
  ];
}

describe('cartons moved by hand', () => {
  it('stand so in the next revision, with its papers, and everything is declared as before', async () => {
    const id = await planned();
    const { body: before, etag } = await get(id);
    const moves = exchange(before, 1);
    const reply = await amend(id, etag, { moves });
    expect(reply).toMatchObject({ status: 202, body: { id, status: 'PLANNING', execution: { name: `${id}-2` } } });
    expect((await messages(id)).at(-1)).toMatchObject({ type: 'start', workflow: 'consolidation' });
    expect((await get(id)).body.containers).toEqual(before.containers);

    await plan(registry.runtime, id, 2);
    const { body: after } = await get(id);
    expect(after).toMatchObject({
      status: 'PLANNED',
      revision: 2,
      plan: { movedCartons: 2, rehousedCartons: 0, containers: before.containers.length },
      declarations: before.declarations,
    });
    const places = after.containers.flatMap(({ no, placements }) =>
      placements.map((one) => ({ ...placeOf(one), containerNo: no })),
    );
    for (const move of moves) expect(places).toContainEqual(move);
    const untouched = (told: ConsolidationJson) => told.containers.filter(({ no }) => no !== 1);
    expect(untouched(after)).toEqual(untouched(before));

    const { body: history } = await send('listConsolidationVersions', { params: { id } });
    expect(history.items.slice(-2)).toMatchObject([
      { action: 'AMEND', reasons: ['装箱时改放门口'], revision: 1 },
      { action: 'PLAN', revision: 2 },
    ]);
    expect((await messages(id)).at(-1)).toMatchObject({
      name: 'ConsolidationChanged',
      detail: { status: 'PLANNED', reason: '装箱时改放门口' },
    });
    const list = await send('getPackingList', { params: { id }, headers: { Accept: 'application/json' } });
    expect(list.status).toBe(200);
  });

  it('change nothing where the verifier is against it, and hear of each carton why', async () => {
    const id = await planned();
    const { body: before, etag } = await get(id);
    const told = await messages(id);
    const inspected = { ...placeOf(cartonOf(before, 2, 0)), containerNo: 1 };
    const refused = await amend(id, etag, { moves: [inspected] });
    expect([refused.status, refused.body.code]).toEqual([422, 'RULE_VIOLATION']);
    expect(codes(refused)).toContain('SEGREGATION /moves/0');
    const number = before.tradeNumbers?.[before.tradeIds.indexOf(inspected.tradeId)];
    expect(refused.body.errors.find(({ code }: { code: string }) => code === 'SEGREGATION').message).toContain(
      `${number} 第 ${inspected.lineNo} 行 ${inspected.cartonNo} 号箱`,
    );
    expect(await get(id)).toEqual({ body: before, etag });
    expect(await messages(id)).toEqual(told);
  });

  it('stay where they are loaded already', async () => {
    const id = await planned();
    const { body: before, etag } = await get(id);
    const moves = exchange(before, 1);
    const steps = before.containers[0]?.placements.length;
    expect(codes(await amend(id, etag, { moves, loadedSteps: { 1: steps } }))).toEqual([
      'CARTON_LOADED /moves/0',
      'CARTON_LOADED /moves/1',
    ]);
    const [other] = exchange(before, 2);
    expect((await amend(id, etag, { moves: exchange(before, 2), loadedSteps: { 1: steps } })).status).toBe(202);
    await plan(registry.runtime, id, 2);
    const { body: after } = await get(id);
    expect(after.containers[0]).toEqual(before.containers[0]);
    expect(after.containers[1]?.placements.map(placeOf)).toContainEqual(
      expect.objectContaining({ x: other?.x, y: other?.y, z: other?.z, cartonNo: other?.cartonNo }),
    );
  });

  it('are moved once, however often the request is sent', async () => {
    const id = await planned();
    const { body: before, etag } = await get(id);
    const again = () => amend(id, etag, { moves: exchange(before, 1) }, { 'Idempotency-Key': `moves-${id}` });
    const first = await again();
    const second = await again();
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    await plan(registry.runtime, id, 2);
    expect((await again()).body).toEqual(first.body);
    expect((await get(id)).body).toMatchObject({ status: 'PLANNED', revision: 2 });
  });

  it('are moved by one of two who move at once', async () => {
    const id = await planned();
    const { body: before, etag } = await get(id);
    const both = await Promise.all([1, 2].map((no) => amend(id, etag, { moves: exchange(before, no) })));
    const refused = both.find(({ status }) => status !== 202);
    expect(both.filter(({ status }) => status === 202)).toHaveLength(1);
    expect([409, 412]).toContain(refused?.status);
    await plan(registry.runtime, id, 2);
    expect((await get(id)).body).toMatchObject({ revision: 2, plan: { movedCartons: 2 } });
  });

  it('are not moved once the containers are confirmed', async () => {
    const id = await planned();
    const { body: before } = await get(id);
    const containers = before.containers.map(({ no }) => {
      const stem = `MOVU${100_000 + no}`;
      return { no, containerNumber: `${stem}${checkDigit(stem)}`, sealNumber: `M${no}` };
    });
    expect((await send('confirmConsolidation', { params: { id }, body: { containers } })).status).toBe(200);
    const { etag } = await get(id);
    const refused = await amend(id, etag, { moves: exchange(before, 1) });
    expect([refused.status, refused.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(refused.body.detail).toContain('移动货箱');
  });
});

describe('a request to move cartons is refused', () => {
  it('for what it has beside the moves, for a carton twice, and for steps that say nothing', async () => {
    const id = await planned();
    const { body: before, etag } = await get(id);
    const moves = exchange(before, 1);
    const withdrawTradeIds = before.tradeIds.slice(0, 1);
    const asked = async (body: object) => codes(await amend(id, etag, body));
    expect(await asked({ moves, withdrawTradeIds })).toEqual(['RULE /moves']);
    expect(await asked({ moves, containers: [{ no: 1, type: '42G1' }] })).toEqual(['RULE /moves']);
    expect(await asked({ withdrawTradeIds, loadedSteps: { 1: 2 } })).toEqual(['RULE /loadedSteps']);
    expect(await asked({ loadedSteps: { 1: 2 } })).toEqual(['RULE ']);
    expect(await asked({ moves: [...moves, ...moves.slice(0, 1)] })).toEqual(['DUPLICATE /moves/2']);
    expect(await asked({ moves, loadedSteps: { first: 2 } })).toEqual(['FORMAT /loadedSteps/first']);
    const negative = await amend(id, etag, { moves, loadedSteps: { 1: -1 } });
    expect(negative.body.errors[0]).toMatchObject({ code: 'TOO_SMALL', pointer: '/loadedSteps/1' });
    expect(negative.body.errors[0].message).toContain('已装到第几步');
    expect(await asked({ moves: moves.map((one) => ({ ...one, x: -1 })) })).toEqual([
      'TOO_SMALL /moves/0/x',
      'TOO_SMALL /moves/1/x',
    ]);
    expect(await asked({ moves, loadedSteps: { 9: 1 } })).toEqual(['UNKNOWN_CONTAINER /loadedSteps/9']);
    expect((await amend(id, '"1"', { moves })).status).toBe(412);
    expect((await get(id)).etag).toBe(etag);
  });
});
