import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { custodyKey } from '../../../functions/shared/documents/custody.ts';
import { agency, clerk, DAZU, merchant, operator, type Reply, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { api, approved, ask, decide, getEntity, getFiling, runStep, toReview } from './kit.ts';
import { merchantSample, tradeOperatorSample } from './samples.ts';

const registry = useRegistry();
const storage = useStorage(() => registry.runtime.now());

const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.7\n${text}`);
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const form = (content: Buffer, more: object = {}) => ({
  type: 'BUSINESS_LICENCE',
  contentType: 'application/pdf',
  size: content.length,
  sha256: sha256(content),
  fileName: '营业执照（副本）.pdf',
  ...more,
});
const register = (content: Buffer, more: object = {}, caller = clerk()) =>
  api(registry.runtime, 'registerDocument', { caller, body: form(content, more) });
const read = (id: string, caller = clerk()) => api(registry.runtime, 'getDocument', { caller, params: { id } });
const put = (link: { url: string; headers: Record<string, string> }, content: Buffer, headers = link.headers) =>
  fetch(link.url, { method: 'PUT', headers, body: new Uint8Array(content) });

let count = 0;
let content: Buffer;
beforeEach(() => {
  count += 1;
  content = pdf(`第 ${count} 份`);
});

describe('a document', () => {
  it('is registered, uploaded by a link, and downloaded by another', async () => {
    const { status, body, headers } = await register(content);
    expect([status, body.status, headers['Location']]).toEqual([
      201,
      'AWAITING_UPLOAD',
      `/v1/documents/${body.documentId}`,
    ]);
    expect((await put(body.upload, content)).status).toBe(200);
    const stored = await read(body.documentId, reviewer());
    expect(stored.body).toMatchObject({ status: 'STORED', sha256: sha256(content), fileName: '营业执照（副本）.pdf' });
    expect(stored.body).not.toHaveProperty('upload');
    const downloaded = await fetch(stored.body.download.url);
    expect(Buffer.from(await downloaded.arrayBuffer())).toEqual(content);
    expect(downloaded.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%E8%90%A5/);
    expect(downloaded.headers.get('content-type')).toBe('application/pdf');
  });

  it('is stored only with the content, size and format that were registered', async () => {
    const { upload, documentId } = (await register(content)).body;
    const other = Buffer.from(content);
    other.write('第 X', 9);
    expect((await put(upload, other)).status).toBe(400);
    expect((await put(upload, Buffer.concat([content, content]))).status).toBe(403);
    expect((await put(upload, content, { ...upload.headers, 'Content-Type': 'text/html' })).status).toBe(403);
    const claimed = {
      ...upload.headers,
      'x-amz-checksum-sha256': Buffer.from(sha256(other), 'hex').toString('base64'),
    };
    expect((await put(upload, other, claimed)).status).toBe(403);
    expect(
      (await put({ ...upload, url: upload.url.replace(documentId, documentId.slice(0, -1)) }, content)).status,
    ).toBe(403);
    expect((await read(documentId)).body.status).toBe('AWAITING_UPLOAD');
  });

  it('that is not what its format says is never given out', async () => {
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    const { upload, documentId } = (await register(page)).body;
    expect((await put(upload, page)).status).toBe(200);
    const { body } = await read(documentId);
    expect(body.status).toBe('WRONG_CONTENT');
    expect(body).not.toHaveProperty('download');
  });

  it('is the same document when the same file comes again, to its owner', async () => {
    const first = (await register(content)).body;
    await put(first.upload, content);
    const again = await register(content, { fileName: '再传一次.pdf' });
    expect(again.body).toMatchObject({
      documentId: first.documentId,
      status: 'STORED',
      fileName: '营业执照（副本）.pdf',
    });
    const party = merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`);
    expect((await register(content, {}, party)).body).toMatchObject({ status: 'AWAITING_UPLOAD' });
    expect((await register(content, { size: content.length + 1 })).body.documentId).not.toBe(first.documentId);
    const both = await Promise.all([register(pdf('同时'), {}), register(pdf('同时'), {})]);
    expect(new Set(both.map(({ body }) => body.documentId)).size).toBe(1);
  });

  it('can be uploaded for 15 minutes, and downloaded for 5', async () => {
    const { upload, documentId } = (await register(content)).body;
    expect(upload.expiresAt).toBe('2026-03-17T01:45:00.000Z');
    registry.setClock('2026-03-17T01:45:01.000Z');
    expect((await put(upload, content)).status).toBe(403);
    const fresh = (await read(documentId)).body.upload;
    expect((await put(fresh, content)).status).toBe(200);
    const { download } = (await read(documentId)).body;
    registry.setClock('2026-03-17T01:50:02.000Z');
    expect((await fetch(download.url)).status).toBe(403);
  });

  it('is seen by its district’s staff and its owner; authorities see none', async () => {
    const mine = merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`);
    const { documentId } = (await register(content, {}, mine)).body;
    const statuses = (callers: Parameters<typeof read>[1][]) =>
      Promise.all(callers.map(async (caller) => (await read(documentId, caller)).status));
    expect(await statuses([mine, clerk(), reviewer()])).toEqual([200, 200, 200]);
    const other = merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7GA`);
    expect(await statuses([clerk(YUZHONG), reviewer(YUZHONG), other])).toEqual([404, 404, 404]);
    expect(await statuses([operator(), agency()])).toEqual([403, 403]);
    expect((await read('document-500111-1')).status).toBe(404);
  });

  it.each([
    ['a program', { contentType: 'application/x-msdownload' }, '/contentType'],
    ['11 MB', { size: 11 * 1024 ** 2 }, '/size'],
    ['no bytes', { size: 0 }, '/size'],
    ['no hash', { sha256: 'abc' }, '/sha256'],
    ['an unknown type', { type: 'RANSOM_NOTE' }, '/type'],
    ['a name with control characters', { fileName: 'a\u0000.pdf' }, '/fileName'],
  ])('is refused: %s', async (_what, more, pointer) => {
    const { status, body } = await register(content, more);
    expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([422, [pointer]]);
    expect(body.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  it('leaves no trace under a key that leads out of the folder', async () => {
    expect(() => readFileSync(join(storage.folder, '..', 'key.pem'))).toThrow();
    const url = `${process.env['AWS_ENDPOINT_URL_S3']}/documents/..%2F..%2Fkey.pem`;
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('a form that refers to documents', () => {
  const file = (n: number, documents: readonly { type: string; documentId: string }[], caller = clerk()) => {
    const { kind, entity } = merchantSample(n);
    return api(registry.runtime, 'fileEntity', { caller, body: { kind, entity: { ...entity, documents } } });
  };

  it('is refused for those that are unknown, of another district, not uploaded or not what they claim, all at once', async () => {
    const page = Buffer.from(`<html>${count}</html>`);
    const awaiting = (await register(content)).body.documentId;
    const wrong = (await register(page)).body;
    await put(wrong.upload, page);
    const foreign = (await register(content, {}, clerk(YUZHONG))).body;
    await put(foreign.upload, content);
    const ids = ['nonsense', awaiting, wrong.documentId, foreign.documentId];
    const { status, body } = await file(
      2,
      ids.map((documentId) => ({ type: 'BUSINESS_LICENCE', documentId })),
    );
    expect(status).toBe(422);
    expect(body.errors.map((one: { pointer: string; code: string }) => [one.pointer, one.code])).toEqual([
      ['/entity/documents/0/documentId', 'UNKNOWN_DOCUMENT'],
      ['/entity/documents/1/documentId', 'DOCUMENT_NOT_UPLOADED'],
      ['/entity/documents/2/documentId', 'DOCUMENT_CONTENT'],
      ['/entity/documents/3/documentId', 'UNKNOWN_DOCUMENT'],
    ]);
  });

  it('may name what is no file, such as the message it came by', async () => {
    expect((await file(3, [{ type: 'GZSW_MESSAGE', documentId: 'COMP-2026-0001' }])).status).toBe(202);
  });
});

describe('a form that refers to another’s document', () => {
  const [mine, theirs] = [merchantSample(11), merchantSample(12)];
  let [owner, stranger] = [clerk(), clerk()];
  let agent = clerk();
  let goodsOf: (merchantId: string, documentId: string) => object;

  beforeAll(async () => {
    owner = merchant(await approved(registry.runtime, mine));
    stranger = merchant(await approved(registry.runtime, theirs));
    const tradeOperatorId = await approved(registry.runtime, tradeOperatorSample());
    agent = { ...merchant(tradeOperatorId), role: 'agent' };
    const agreement = { merchantId: owner.entityId, tradeOperatorId, signedOn: '2026-03-01' };
    const term = { validFrom: '2026-03-01', validUntil: '2026-12-31' };
    const body = { ...agreement, ...term };
    expect((await api(registry.runtime, 'registerAgreement', { caller: clerk(), body })).status).toBe(201);
    goodsOf = (merchantId, documentId) => ({
      merchantId,
      nameZh: '抹泥刀',
      hsCode: '8205590000',
      specification: '碳钢|木柄|280mm',
      brand: { type: 'NONE' },
      dealUnit: '016',
      legalUnit: '035',
      documents: [{ type: 'OTHER', documentId }],
    });
  });

  const stored = async (caller = clerk()): Promise<string> => {
    count += 1;
    const file = pdf(`另 ${count} 份`);
    const { upload, documentId } = (await register(file, {}, caller)).body;
    expect((await put(upload, file)).status).toBe(200);
    return documentId;
  };
  const withDocument = ({ entity }: { entity: object }, documentId: string, more: object = {}) => ({
    ...entity,
    ...more,
    documents: [{ type: 'OTHER', documentId }],
  });

  /** Every place that takes a document, as a caller would cite one there. */
  const places: Record<string, (caller: Caller, documentId: string, n: number) => Promise<Reply>> = {
    fileEntity: (caller, documentId, n) => {
      const { kind } = theirs;
      const body = { kind, entity: withDocument(merchantSample(n), documentId) };
      return api(registry.runtime, 'fileEntity', { caller, body });
    },
    requestAmendment: async (caller, documentId, n) => {
      const id = caller.entityId ?? owner.entityId ?? '';
      const sample = caller.entityId === stranger.entityId ? theirs : mine;
      const entity = withDocument(sample, documentId, { businessScope: `五金零售 ${n}` });
      const reply = await ask(registry.runtime, 'requestAmendment', id, { entity, reason: '变更经营范围' }, caller);
      if (reply.status === 202) await withdraw(reply.body.id, caller);
      return reply;
    },
    fileGoods: (caller, documentId) => {
      const merchantId = caller.role === 'merchant' ? caller.entityId : owner.entityId;
      return api(registry.runtime, 'fileGoods', { caller, body: goodsOf(merchantId ?? '', documentId) });
    },
    amendGoods: async (caller, documentId) => {
      const merchantId = (caller.role === 'merchant' ? caller.entityId : owner.entityId) ?? '';
      const { documents: _, ...bare } = goodsOf(merchantId, '') as { documents: unknown };
      const { body } = await api(registry.runtime, 'fileGoods', { caller: clerk(), body: bare });
      const headers = { 'If-Match': '"1"' };
      const params = { id: body.id };
      return api(registry.runtime, 'amendGoods', { caller, params, headers, body: goodsOf(merchantId, documentId) });
    },
  };
  const withdraw = async (id: string, caller: Caller): Promise<void> => {
    await toReview(registry.runtime, id, 1);
    const { status } = await api(registry.runtime, 'withdrawFiling', { caller, params: { id } });
    expect(status).toBe(202);
    await runStep(registry.runtime, 'WithdrawFiling', { filingId: id, revision: 1 });
  };

  it.each(Object.keys(places))('is refused as if it were unknown: %s', async (place) => {
    const cite = places[place];
    if (!cite) throw new Error(place);
    const [own, centres, unknown] = [await stored(owner), await stored(), 'document-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'];
    const n = 20 + count;
    for (const documentId of [own, centres, unknown]) {
      const { status, body } = await cite(stranger, documentId, n);
      expect([status, body.errors.map(({ code }: { code: string }) => code)]).toEqual([422, ['UNKNOWN_DOCUMENT']]);
      const said = (reply: Reply): string => reply.body.errors[0].message.replace(/“.*”/, '');
      expect(said({ status, body, headers: {} })).toBe(said(await cite(stranger, 'nonsense', n)));
    }
    expect(await registry.runtime.table.get(custodyKey(own))).toMatchObject({ state: 'UNCITED' });
    for (const [caller, documentId] of [
      [stranger, await stored(stranger)],
      [clerk(), own],
      [clerk(), centres],
    ] as const) {
      count += 1;
      const { status, body } = await cite(caller, documentId, 20 + count);
      expect(status, `${caller.role}: ${JSON.stringify(body)}`).toBeLessThan(300);
    }
  });

  it('is one of a merchant’s, where an agent that acts for it files its goods', async () => {
    const own = await stored(owner);
    const body = goodsOf(owner.entityId ?? '', own);
    expect((await api(registry.runtime, 'fileGoods', { caller: agent, body })).status).toBe(201);
    const others = goodsOf(owner.entityId ?? '', await stored(stranger));
    expect((await api(registry.runtime, 'fileGoods', { caller: agent, body: others })).status).toBe(422);
  });

  it('stays where the clerk had put it, when its merchant amends or answers a return', async () => {
    const centres = await stored();
    const sample = merchantSample(13);
    const cited = { kind: sample.kind, entity: withDocument(sample, centres) };
    const id = await approved(registry.runtime, cited);
    const amended = withDocument(sample, centres, { businessScope: '五金批发' });
    const body = { entity: amended, reason: '变更经营范围' };
    const reply = await ask(registry.runtime, 'requestAmendment', id, body, merchant(id));
    expect(reply.status, JSON.stringify(reply.body)).toBe(202);
    await toReview(registry.runtime, reply.body.id, 1);
    await decide(registry.runtime, reply.body.id, { decision: 'RETURN', reasons: ['请核对'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: reply.body.id, revision: 1 });
    const { headers } = await getFiling(registry.runtime, reply.body.id, merchant(id));
    const revise = (documentId: string) =>
      api(registry.runtime, 'reviseFiling', {
        caller: merchant(id),
        params: { id: reply.body.id },
        headers: { 'If-Match': headers['ETag'] ?? '' },
        body: { entity: withDocument(sample, documentId, { businessScope: '五金零售、批发' }) },
      });
    expect((await revise(await stored(owner))).body.errors[0].code).toBe('UNKNOWN_DOCUMENT');
    expect((await revise(centres)).status).toBe(202);
  });
});

describe('a form of an identity that another has filed', () => {
  it('is refused without saying which filing holds it, but to those who may read that', async () => {
    const body = merchantSample(14);
    const id = await approved(registry.runtime, body);
    const entity = (await getEntity(registry.runtime, id)).body;
    const stranger = merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`);
    const [told, hidden] = await Promise.all(
      [clerk(), stranger].map((caller) => api(registry.runtime, 'fileEntity', { caller, body })),
    );
    expect([told?.status, hidden?.status]).toEqual([409, 409]);
    expect(told?.body.detail).toContain(entity.filingNumber);
    expect(JSON.stringify(hidden?.body)).not.toMatch(new RegExp(`${entity.filingNumber}|${entity.filingId}|已通过`));
  });
});
