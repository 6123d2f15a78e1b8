import { describe, expect, it } from 'vitest';
import type { SheetKind } from '../../../functions/filing/domain/sheet-kind-names.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { entriesOf } from '../../kit/audit.ts';
import { clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { formerCells, formerSheet } from './bulk-sheet.ts';
import { api, approved, getEntity, runStep } from './kit.ts';
import { buyerSample, merchantSample, tradeOperatorSample } from './samples.ts';

const registry = useRegistry();

const head: Caller = { sub: 'head-500111', role: 'centreHead', districtId: DAZU };

const pkOf = (entityId: string): `DST#${string}` => `DST#${DAZU}#ENTITY#${entityId}`;

const upload = (kind: SheetKind, rows: Record<string, string>[], caller: Caller = clerk(), query = {}) =>
  api(registry.runtime, 'uploadBatch', {
    caller,
    query: { kind, purpose: 'TAKE_OVER', ...query },
    body: formerSheet(kind, rows),
    headers: { 'Content-Type': 'text/csv' },
  });

const commit = (id: string, caller: Caller = head, mode = 'ALL_OR_NOTHING') =>
  api(registry.runtime, 'commitBatch', { caller, params: { id }, body: { mode } });

const batch = async (id: string) => (await api(registry.runtime, 'getBatch', { caller: head, params: { id } })).body;

/** Uploads, commits by another person, and carries out; the batch as it is then. */
async function taken(kind: SheetKind, rows: Record<string, string>[]) {
  const { body } = await upload(kind, rows);
  if (body.errorCount > 0) throw new Error(JSON.stringify(body.errors));
  const reply = await commit(body.id);
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  await runStep(registry.runtime, 'FileRows', { batchId: body.id, slice: 1 });
  await runStep(registry.runtime, 'FinishBatch', { batchId: body.id });
  return batch(body.id);
}

const faults = (body: any) => body.errors.map((one: any) => [one.row, one.column, one.code]);

describe('what was filed elsewhere before', () => {
  it('becomes records as they were filed then, told apart by number, day, source and batch', async () => {
    const { entity } = merchantSample(501);
    const done = await taken('merchant', [
      formerCells('merchant', entity, { 原备案号: 'YD-2024-501', 有效期至: '2027-05-19' }),
    ]);
    expect(done).toMatchObject({ purpose: 'TAKE_OVER', status: 'DONE', rows: { filed: 1, bad: 0 } });
    const [{ id }] = done.records;
    const { body } = await getEntity(registry.runtime, id);
    expect(body).toMatchObject({
      status: 'ACTIVE',
      filingNumber: expect.stringMatching(/^JY5001112026\d{6}$/),
      registeredOn: '2024-05-20',
      validUntil: '2027-05-19',
      entity,
      former: {
        number: 'YD-2024-501',
        filedOn: '2024-05-20',
        source: '大足区原备案台账',
        batchId: done.id,
        takenOverOn: '2026-03-17',
      },
    });
    const filing = await api(registry.runtime, 'getFiling', { caller: clerk(), params: { id: body.filingId } });
    expect(filing.body).toMatchObject({
      status: 'APPROVED',
      revisions: [{ submittedBy: clerk().sub }],
      decisions: [{ decision: 'APPROVE', by: head.sub, reasons: [expect.stringContaining('YD-2024-501')] }],
    });
    expect(await entriesOf(registry.runtime.table, pkOf(id))).toMatchObject([
      { actor: { sub: head.sub }, action: 'TAKE_OVER', reasons: [expect.stringContaining('大足区原备案台账')] },
    ]);
  });

  it('is found by the number that it had', async () => {
    const { entity } = merchantSample(502);
    const { records } = await taken('merchant', [
      formerCells('merchant', entity, { 原备案号: '足市备（2023）第77号' }),
    ]);
    for (const q of ['足市备（2023）第77号', '足市备(2023)第77号', '第77号']) {
      const { body } = await api(registry.runtime, 'listEntities', { caller: clerk(), query: { q } });
      expect(
        body.items.map((one: any) => one.id),
        q,
      ).toContain(records[0].id);
    }
  });

  it('has expired where its term has, or the lease that it rests on', async () => {
    const { entity } = merchantSample(503);
    const other = merchantSample(504).entity;
    const ended = { ...other, stallLease: { from: '2022-01-01', to: '2025-12-31' } };
    const { records } = await taken('merchant', [
      formerCells('merchant', entity, { 原备案号: 'YD-503', 有效期至: '2025-05-19' }),
      formerCells('merchant', ended, { 原备案号: 'YD-504', 有效期至: '2027-05-19' }),
    ]);
    const read = await Promise.all(records.map(({ id }: any) => getEntity(registry.runtime, id)));
    expect(read.map(({ body }: any) => [body.status, body.validUntil])).toEqual([
      ['EXPIRED', '2025-05-19'],
      ['EXPIRED', '2025-12-31'],
    ]);
  });

  it('is told to the others, for whom credit begins with the day it was taken over', async () => {
    const { entity } = merchantSample(505);
    const { records } = await taken('merchant', [formerCells('merchant', entity, { 原备案号: 'YD-505' })]);
    const told = await registry.messages(pkOf(records[0].id));
    expect(told).toMatchObject([
      { detail: { formerNumber: 'YD-505', takenOverOn: '2026-03-17', registeredOn: '2024-05-20' } },
    ]);
  });

  it('is refused by name: a number twice, a party that is filed here, a day to come, a term before its beginning', async () => {
    const known = merchantSample(506);
    await approved(registry.runtime, known);
    await taken('merchant', [formerCells('merchant', merchantSample(507).entity, { 原备案号: 'YD-507' })]);
    const of = (n: number, former: Record<string, string>) => formerCells('merchant', merchantSample(n).entity, former);
    const { body } = await upload('merchant', [
      of(508, { 原备案号: 'yd-507' }),
      of(509, { 原备案号: 'YD-509' }),
      of(510, { 原备案号: 'ＹＤ 509' }),
      formerCells('merchant', known.entity, { 原备案号: 'YD-511' }),
      of(512, { 原备案号: 'YD-512', 原备案日期: '2026-03-18' }),
      of(513, { 原备案号: 'YD-513', 有效期至: '2024-05-20' }),
      of(514, { 原备案号: '', 来源: '' }),
    ]);
    expect(faults(body)).toEqual([
      [2, '原备案号', 'FORMER_NUMBER_TAKEN'],
      [4, '原备案号', 'REPEATED'],
      [5, '', 'DUPLICATE'],
      [5, '摊位号', 'STALL_TAKEN'],
      [6, '原备案日期', 'FORMER_DATE_IN_FUTURE'],
      [7, '有效期至', 'PERIOD'],
      [8, '原备案号', 'REQUIRED'],
      [8, '来源', 'REQUIRED'],
    ]);
  });

  it('is taken over once, however often its sheet comes', async () => {
    const rows = [520, 521, 522].map((n) => formerCells('merchant', merchantSample(n).entity, { 原备案号: `YD-${n}` }));
    await taken('merchant', rows);
    const again = await upload('merchant', rows);
    expect(again.body.rows).toEqual({ total: 3, good: 0, bad: 3 });
    const reply = await commit(again.body.id, head, 'GOOD_ROWS');
    expect(reply.status).toBe(202);
    await runStep(registry.runtime, 'FileRows', { batchId: again.body.id, slice: 1 });
    await runStep(registry.runtime, 'FinishBatch', { batchId: again.body.id });
    expect((await batch(again.body.id)).rows).toMatchObject({ filed: 0, bad: 3 });
  });

  it('goes on where it was killed in the middle', async () => {
    const rows = [530, 531, 532, 533].map((n) =>
      formerCells('merchant', merchantSample(n).entity, { 原备案号: `YD-${n}` }),
    );
    const { body } = await upload('merchant', rows);
    await commit(body.id);
    const table = registry.runtime.table;
    let left = 2;
    const dying = {
      ...registry.runtime,
      table: {
        ...table,
        commit: async (writes: Parameters<typeof table.commit>[0]) => {
          if (left === 0) throw new Error('killed');
          left -= 1;
          await table.commit(writes);
        },
      },
    };
    await expect(runStep(dying, 'FileRows', { batchId: body.id, slice: 1 })).rejects.toThrow('killed');
    await runStep(registry.runtime, 'FileRows', { batchId: body.id, slice: 1 });
    await runStep(registry.runtime, 'FinishBatch', { batchId: body.id });
    const { rows: counted, records } = await batch(body.id);
    expect(counted).toMatchObject({ filed: 4, bad: 0 });
    for (const { id } of records) expect(await entriesOf(registry.runtime.table, pkOf(id))).toHaveLength(1);
  });

  it('wants two people: whoever uploaded it does not commit it, and no clerk does', async () => {
    const row = (n: number) => [formerCells('merchant', merchantSample(n).entity, { 原备案号: `YD-${n}` })];
    const byHead = await upload('merchant', row(540), head);
    expect((await commit(byHead.body.id)).status).toBe(403);
    expect((await commit(byHead.body.id, clerk())).status).toBe(403);
    expect((await commit(byHead.body.id, operator())).status).toBe(202);
    expect((await upload('merchant', row(541), reviewer())).status).toBe(403);
    expect(
      (await upload('merchant', row(541), { ...merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`), role: 'agent' }))
        .status,
    ).toBe(403);
    expect((await upload('merchant', row(541), operator())).status).toBe(400);
    const byOperator = await upload('merchant', row(541), operator(), { districtId: DAZU });
    expect(byOperator.body).toMatchObject({ districtId: DAZU, rows: { good: 1 } });
    expect((await commit(byOperator.body.id)).status).toBe(202);
    const elsewhere: Caller = { ...head, sub: 'head-500103', districtId: YUZHONG };
    expect((await commit(byOperator.body.id, elsewhere)).status).toBe(404);
  });

  it('may be goods, agreements and buyers, whose parties are named by the numbers that they had', async () => {
    const party = await taken('merchant', [
      formerCells('merchant', merchantSample(550).entity, { 原备案号: 'YD-550' }),
    ]);
    const agent = await taken('tradeOperator', [
      formerCells('tradeOperator', tradeOperatorSample(551).entity, { 原备案号: 'WM-551' }),
    ]);
    await taken('buyer', [formerCells('buyer', buyerSample(552).entity, { 原备案号: 'CG-552' })]);
    const goods = {
      merchantId: 'YD-550',
      nameZh: '抹泥刀',
      hsCode: '8205590000',
      specification: '碳钢|木柄|280mm',
      brand: { type: 'NONE' },
      dealUnit: '016',
      legalUnit: '035',
    };
    const filed = await taken('goods', [formerCells('goods', goods, { 原备案号: 'SP-550-1' })]);
    const asked = { caller: clerk(), params: { id: filed.records[0].id } };
    expect((await api(registry.runtime, 'getGoods', asked)).body).toMatchObject({
      merchantId: party.records[0].id,
      goodsNumber: expect.stringMatching(/^SC/),
      former: { number: 'SP-550-1', filedOn: '2024-05-20' },
    });
    const agreement = {
      merchantId: 'YD-550',
      tradeOperatorId: 'WM-551',
      signedOn: '2024-05-20',
      validFrom: '2024-05-20',
      validUntil: '2025-05-19',
    };
    const signed = await taken('agreement', [formerCells('agreement', agreement, { 原备案号: 'XY-550' })]);
    const read = { caller: clerk(), params: { id: signed.records[0].id } };
    expect((await api(registry.runtime, 'getAgreement', read)).body).toMatchObject({
      tradeOperatorId: agent.records[0].id,
      status: 'EXPIRED',
      former: { number: 'XY-550' },
    });
    const again = await upload('goods', [formerCells('goods', goods, { 原备案号: 'SP-550-1' })]);
    expect(faults(again.body)).toEqual([[2, '原备案号', 'FORMER_NUMBER_TAKEN']]);
  });
});
