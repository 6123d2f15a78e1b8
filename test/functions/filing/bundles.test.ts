import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { build as buildClear } from '../../../functions/filing/schedules/clear-uploads.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { custodyKey } from '../../../functions/shared/documents/custody.ts';
import { logger } from '../../../functions/shared/log.ts';
import { archive, type Entry, jpeg, pdfOf } from '../../kit/archive.ts';
import { deedsOf } from '../../kit/audit.ts';
import { clerk, DAZU, merchant, type Reply, reviewer, YUZHONG } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { gbk } from '../../kit/gbk.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { cellsOfForm, csvSheet, formerCells, formerSheet, merchants } from './bulk-sheet.ts';
import { api, approved, runStep } from './kit.ts';
import { merchantSample } from './samples.ts';

const registry = useRegistry();
const storage = useStorage(() => registry.runtime.now());

const head = { 'Content-Type': 'text/csv' };
const batchOf = async (rows: Record<string, string>[], caller: Caller = clerk(), query = {}, kind?: 'goods') => {
  const reply = await api(registry.runtime, 'uploadBatch', {
    caller,
    body: csvSheet(rows, kind),
    headers: head,
    query,
  });
  expect(reply.status).toBe(201);
  return reply.body.id as string;
};
const batch = (id: string, caller: Caller = clerk()) =>
  api(registry.runtime, 'getBatch', { caller, params: { id } }).then(({ body }) => body);
const announce = (id: string, zip: Buffer, caller: Caller = clerk(), more: object = {}) =>
  api(registry.runtime, 'addBundle', {
    caller,
    params: { id },
    body: { fileName: '附件.zip', size: zip.length, sha256: createHash('sha256').update(zip).digest('hex'), ...more },
  });
const put = async ({ body: { upload } }: Reply, zip: Buffer) => {
  const answer = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(zip) });
  expect(answer.status).toBe(200);
};
const reading = (id: string, bundleId: string, caller: Caller = clerk()) =>
  api(registry.runtime, 'readBundle', { caller, params: { id, bundleId } });
const removal = (id: string, bundleId: string, caller: Caller = clerk()) =>
  api(registry.runtime, 'removeBundle', { caller, params: { id, bundleId } });
const papers = (id: string, caller: Caller = clerk()) =>
  api(registry.runtime, 'batchDocuments', { caller, params: { id } });
const commit = (id: string, mode: string, caller: Caller = clerk()) =>
  api(registry.runtime, 'commitBatch', { caller, params: { id }, body: { mode } });

/** Sends a ZIP and has it read. */
const send = async (id: string, entries: readonly Entry[], caller: Caller = clerk()) => {
  const zip = archive(entries);
  const announced = await announce(id, zip, caller);
  expect(announced.status).toBe(201);
  await put(announced, zip);
  return { bundleId: announced.body.id as string, ...(await reading(id, announced.body.id, caller)) };
};

const run = async (batchId: string) => {
  await runStep(registry.runtime, 'FileRows', { batchId, slice: 1 });
  await runStep(registry.runtime, 'FinishBatch', { batchId });
};

const filingOf = async (filingId: string) =>
  (await api(registry.runtime, 'getFiling', { caller: clerk(), params: { id: filingId } })).body;

let next = 5000;
const fresh = (count: number): Record<string, string>[] => merchants(count, (next += count) - count);

const GOODS = {
  nameZh: '抹泥刀',
  nameEn: 'PLASTERING TROWEL',
  hsCode: '8205590000',
  specification: '碳钢|木柄|280mm',
  brand: { type: 'NONE' },
  dealUnit: '016',
  legalUnit: '035',
};

let text = 0;
const paper = (name: string, content = jpeg(`第 ${(text += 1)} 份`)): Entry => ({ name, content });

describe('a ZIP of documents for the rows of a sheet', () => {
  it('is told what fits where, and each file becomes a document of its row', async () => {
    const rows = fresh(3);
    const id = await batchOf(rows);
    const code = rows[1]!['统一社会信用代码']!;
    const licence = paper('2-营业执照.jpg');
    const { status, body } = await send(id, [
      licence,
      paper('2/法人身份证.jpg'),
      { ...paper('', pdfOf('租约')), name: gbk(`${code}-租赁合同.pdf`), flags: 0 },
      paper('__MACOSX/._2-营业执照.jpg'),
    ]);
    expect([status, body.files, body.lackingCount]).toEqual([
      200,
      { total: 3, placed: 3, unplaced: 0, repeated: 0 },
      3,
    ]);
    expect(body.bundles).toMatchObject([{ status: 'READ', fileCount: 3, systemFiles: 1, fileName: '附件.zip' }]);
    const missing = (row: number) => body.rows.find((one: any) => one.row === row).missing.map((one: any) => one.type);
    expect([missing(2), missing(3), missing(4)]).toEqual([
      ['STALL_LEASE', 'COMMITMENT'],
      ['BUSINESS_LICENCE', 'IDENTITY', 'COMMITMENT'],
      ['BUSINESS_LICENCE', 'STALL_LEASE', 'IDENTITY', 'COMMITMENT'],
    ]);
    expect((await batch(id)).rows).toEqual({ total: 3, good: 3, bad: 0 });

    expect((await commit(id, 'ALL_OR_NOTHING')).status).toBe(202);
    await run(id);
    const done = await batch(id);
    expect(done).toMatchObject({ status: 'DONE', rows: { filed: 3, bad: 0 } });
    const [first, second, third] = await Promise.all(done.filings.map((one: any) => filingOf(one.filingId)));
    const types = (filing: any) => (filing.entity.documents ?? []).map((one: any) => one.type);
    expect([types(first), types(second), types(third)]).toEqual([
      ['BUSINESS_LICENCE', 'IDENTITY'],
      ['STALL_LEASE'],
      [],
    ]);
    const { documentId } = first.entity.documents[0];
    const document = await api(registry.runtime, 'getDocument', { caller: reviewer(), params: { id: documentId } });
    expect(document.body).toMatchObject({ status: 'STORED', contentType: 'image/jpeg', fileName: '2-营业执照.jpg' });
    const downloaded = await fetch(document.body.download.url);
    expect(Buffer.from(await downloaded.arrayBuffer())).toEqual(licence.content);
    expect(await registry.runtime.table.get(custodyKey(documentId))).toMatchObject({ state: 'CITED' });
  });

  it('that comes again, and steps that run again, have no second effect', async () => {
    const id = await batchOf(fresh(2));
    const same = jpeg('同一份承诺书');
    const entries = [paper('2-营业执照.jpg'), paper('2-承诺书.jpg', same), paper('3-承诺书.jpg', same)];
    const { bundleId, body } = await send(id, entries);
    const again = await announce(id, archive(entries));
    expect([again.status, again.body.id, again.body.status, again.body.upload]).toEqual([
      201,
      bundleId,
      'READ',
      undefined,
    ]);
    expect((await reading(id, bundleId)).body).toEqual(body);
    // The same files in another ZIP.
    const other = await send(id, [...entries, paper('3-营业执照.jpg')]);
    expect(other.body.files).toEqual({ total: 7, placed: 4, unplaced: 0, repeated: 3 });
    await commit(id, 'GOOD_ROWS');
    await runStep(registry.runtime, 'FileRows', { batchId: id, slice: 1 });
    await run(id);
    const done = await batch(id);
    expect(done.rows).toEqual({ total: 2, filed: 2, bad: 0 });
    const [two, three] = await Promise.all(done.filings.map((one: any) => filingOf(one.filingId)));
    const ids = (filing: any, type: string) =>
      filing.entity.documents.filter((one: any) => one.type === type).map((one: any) => one.documentId);
    expect(ids(two, 'COMMITMENT')).toHaveLength(1);
    // The same content of one owner is one document.
    expect(ids(two, 'COMMITMENT')).toEqual(ids(three, 'COMMITMENT'));
    const [documentId] = ids(two, 'COMMITMENT');
    expect((await deedsOf(registry.runtime, `DST#${DAZU}#DOCUMENT#${documentId}`)).map(([, action]) => action)).toEqual(
      ['REGISTER'],
    );
  });

  it('with files that fit nowhere holds back the rows that they name, and says why, until it is put right', async () => {
    const id = await batchOf(fresh(3));
    const { body } = await send(id, [
      paper('2-营业执照.jpg', Buffer.from('PK\u0003\u0004 文档')),
      { ...paper('3-营业执照.jpg'), flags: 0x801 },
      paper('4-IMG.jpg'),
      paper('99-营业执照.jpg'),
      paper('说明.jpg'),
      paper('../4-承诺书.jpg'),
    ]);
    expect(body.unplaced.map((one: any) => [one.row, one.code])).toEqual([
      [2, 'REFUSED'],
      [3, 'UNREADABLE'],
      [4, 'NO_TYPE'],
      [undefined, 'UNKNOWN_ROW'],
      [undefined, 'NO_ROW'],
      [4, 'UNREADABLE'],
    ]);
    for (const { message } of body.unplaced) expect(message).toMatch(/^附件“.+”.+；请|^附件“.+”.+；行号/u);
    const shown = await batch(id);
    expect(shown.rows).toEqual({ total: 3, good: 0, bad: 3 });
    expect(shown.errors.map((one: any) => [one.row, one.code])).toEqual([
      [2, 'DOCUMENT_REFUSED'],
      [3, 'DOCUMENT_UNREADABLE'],
      [4, 'DOCUMENT_NO_TYPE'],
      [4, 'DOCUMENT_UNREADABLE'],
    ]);
    const refused = await commit(id, 'ALL_OR_NOTHING');
    expect([refused.status, refused.body.errors.length]).toEqual([422, 6]);

    const right = [paper('2-营业执照.jpg'), paper('3-营业执照.jpg')];
    const { body: better } = await send(id, right);
    expect(better.files).toMatchObject({ placed: 2, unplaced: 4, repeated: 2 });
    expect((await batch(id)).rows).toEqual({ total: 3, good: 2, bad: 1 });
    await commit(id, 'GOOD_ROWS');
    await run(id);
    const done = await batch(id);
    expect(done).toMatchObject({ rows: { filed: 2, bad: 1 }, errors: [{ row: 4 }, { row: 4 }] });
    const errors = await api(registry.runtime, 'batchErrors', {
      caller: clerk(),
      params: { id },
      headers: { Accept: 'text/csv' },
    });
    expect(String(errors.body)).toContain('看不出是哪一种附件');
    // What fits nowhere is still told.
    expect((await papers(id)).body.unplaced).toHaveLength(4);
  });

  it('is taken back as long as the sheet is not committed, and awaited before that', async () => {
    const id = await batchOf(fresh(1));
    const zip = archive([paper('3-营业执照.jpg')]);
    const announced = await announce(id, zip);
    const early = await reading(id, announced.body.id);
    expect([early.status, early.body.code]).toEqual([409, 'WRONG_STATE']);
    expect((await commit(id, 'GOOD_ROWS')).body).toMatchObject({ code: 'WRONG_STATE', detail: /附件包“附件\.zip”/ });
    await put(announced, zip);
    expect((await reading(id, announced.body.id)).body.unplaced).toHaveLength(1);
    expect((await removal(id, announced.body.id)).body).toMatchObject({ bundles: [], unplaced: [] });
    expect((await removal(id, announced.body.id)).status).toBe(404);
    expect((await commit(id, 'ALL_OR_NOTHING')).status).toBe(202);
    const late = await announce(id, zip);
    expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATE']);
    expect((await deedsOf(registry.runtime, `DST#${DAZU}#FILINGBATCH#${id}`)).map(([, action]) => action)).toEqual([
      'UPLOAD',
      'ADD_BUNDLE',
      'READ_BUNDLE',
      'REMOVE_BUNDLE',
      'COMMIT',
    ]);
  });

  it('that is none is refused in Chinese, and can be taken back', async () => {
    const id = await batchOf(fresh(1));
    const zip = Buffer.from('Rar!不是 ZIP');
    const announced = await announce(id, zip);
    await put(announced, zip);
    const refused = await reading(id, announced.body.id);
    expect([refused.status, refused.body.code]).toEqual([400, 'MALFORMED_FILE']);
    expect(refused.body.detail).toMatch(/不是 ZIP 压缩包/);
    expect((await removal(id, announced.body.id)).status).toBe(200);
    const large = await announce(id, zip, clerk(), { size: 101 * 1024 ** 2 });
    expect([large.status, large.body.errors[0].pointer]).toEqual([422, '/size']);
  });

  it('is nobody’s but the uploaders’ of the district', async () => {
    const id = await batchOf(fresh(1));
    const { bundleId } = await send(id, [paper('2-营业执照.jpg')]);
    const agent = { ...merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`), role: 'agent' } as const;
    for (const caller of [clerk(YUZHONG), agent]) {
      expect((await papers(id, caller)).status).toBe(404);
      expect((await removal(id, bundleId, caller)).status).toBe(404);
    }
    expect((await removal(id, bundleId, reviewer())).status).toBe(403);
    expect((await papers(id, reviewer())).status).toBe(200);
    // The ZIP itself is no document.
    expect((await api(registry.runtime, 'getDocument', { caller: clerk(), params: { id: bundleId } })).status).toBe(
      404,
    );
  });

  it('of an agent becomes the agent’s own documents', async () => {
    const agent = { ...merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`), role: 'agent' } as const;
    const id = await batchOf(fresh(1), agent);
    await send(id, [paper('2-营业执照.jpg')], agent);
    expect((await commit(id, 'ALL_OR_NOTHING', agent)).status).toBe(202);
    await run(id);
    const done = await batch(id, agent);
    expect(done.rows).toEqual({ total: 1, filed: 1, bad: 0 });
    const { documents } = (await filingOf(done.filings[0].filingId)).entity;
    const own = await api(registry.runtime, 'getDocument', { caller: agent, params: { id: documents[0].documentId } });
    expect(own.body).toMatchObject({ status: 'STORED' });
  });

  it('goes with goods, and not with agreements, whose form has no documents', async () => {
    const merchantId = await approved(registry.runtime, merchantSample((next += 1) - 1));
    const { body: entity } = await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id: merchantId } });
    const cells = cellsOfForm('goods', { ...GOODS, merchantId: entity.filingNumber });
    const id = await batchOf([cells], clerk(), { kind: 'goods' }, 'goods');
    const { body } = await send(id, [paper('2-商品图片.jpg')]);
    expect([body.files.placed, body.lackingCount]).toEqual([1, 0]);
    expect((await commit(id, 'ALL_OR_NOTHING')).status).toBe(202);
    await run(id);
    const [{ id: goodsId }] = (await batch(id)).records;
    const goods = await api(registry.runtime, 'getGoods', { caller: clerk(), params: { id: goodsId } });
    expect(goods.body.documents).toMatchObject([{ type: 'GOODS_IMAGE' }]);

    const agreements = await api(registry.runtime, 'uploadBatch', {
      caller: clerk(),
      body: csvSheet([{ '委托方（经营户）': '92500111MA5U0AAA1X', 签订日期: '2026-01-05' }], 'agreement'),
      headers: head,
      query: { kind: 'agreement' },
    });
    const refused = await announce(agreements.body.id, archive([paper('2-协议.jpg')]));
    expect([refused.status, refused.body.code]).toEqual([409, 'WRONG_STATE']);
  });

  it('writes no name of a file into a log', async () => {
    const lines: string[] = [];
    const kept = { info: logger.info, warn: logger.warn, error: logger.error };
    const note = (...all: unknown[]) => void lines.push(JSON.stringify(all));
    Object.assign(logger, { info: note, warn: note, error: note });
    try {
      const id = await batchOf(fresh(1));
      await send(id, [paper('2-营业执照-郑小兰.jpg'), paper('郑小兰.jpg')]);
      await commit(id, 'GOOD_ROWS');
      await run(id);
    } finally {
      Object.assign(logger, kept);
    }
    expect(lines.join('\n')).not.toContain('郑小兰');
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('a ZIP for what is taken over', () => {
  it('is not committed by who sent it', async () => {
    const number = (next += 1) - 1;
    const cells = formerCells('merchant', merchantSample(number).entity, { 原备案号: `YD-2024-${number}` });
    const headOf = { ...clerk(), sub: 'head-1', role: 'centreHead' } as Caller;
    const other = { ...clerk(), sub: 'head-2', role: 'centreHead' } as Caller;
    const uploaded = await api(registry.runtime, 'uploadBatch', {
      caller: clerk(),
      body: formerSheet('merchant', [cells]),
      headers: head,
      query: { purpose: 'TAKE_OVER' },
    });
    const { id } = uploaded.body;
    expect(uploaded.body.rows).toMatchObject({ good: 1 });
    // The number of then names the row, too.
    const { body } = await send(id, [paper(`YD-2024-${number}-营业执照.jpg`)], headOf);
    expect(body.files).toMatchObject({ placed: 1 });
    expect((await commit(id, 'ALL_OR_NOTHING', headOf)).status).toBe(403);
    expect((await commit(id, 'ALL_OR_NOTHING', other)).status).toBe(202);
    await run(id);
    const done = await batch(id);
    expect(done.rows).toEqual({ total: 1, filed: 1, bad: 0 });
    expect((await filingOf(done.filings[0].filingId)).entity.documents).toMatchObject([{ type: 'BUSINESS_LICENCE' }]);
  });
});

it('a ZIP is cleared away as an upload that nobody cites, and what came of it stays', async () => {
  const at = registry.runtime.now();
  const id = await batchOf(fresh(1));
  const { bundleId } = await send(id, [paper('2-营业执照.jpg')]);
  await commit(id, 'ALL_OR_NOTHING');
  await run(id);
  const filing = await filingOf((await batch(id)).filings[0].filingId);
  const file = (key: string) => existsSync(join(storage.folder, 'documents', DAZU, key));
  const { documentId } = filing.entity.documents[0];
  expect([file(bundleId), file(documentId)]).toEqual([true, true]);
  registry.setClock(new Date(at.getTime() + 31 * 24 * 3_600_000).toISOString());
  try {
    await invoke(buildClear(registry.runtime), {});
  } finally {
    registry.setClock(at.toISOString());
  }
  expect([file(bundleId), file(documentId)]).toEqual([false, true]);
  expect(await registry.runtime.table.get(custodyKey(bundleId))).toBeUndefined();
});
