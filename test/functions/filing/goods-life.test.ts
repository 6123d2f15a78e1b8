import { beforeAll, describe, expect, it } from 'vitest';
import { clerk, DAZU, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approve, approved, asked, suspend } from './kit.ts';
import { merchantSample } from './samples.ts';

const registry = useRegistry();
const ids = { merchant: '', other: '' };
beforeAll(async () => {
  ids.merchant = await approved(registry.runtime, merchantSample(1));
  ids.other = await approved(registry.runtime, merchantSample(2));
});

const trowel = (change: Record<string, unknown> = {}) => ({
  merchantId: ids.merchant,
  nameZh: '抹泥刀',
  hsCode: '8205590000',
  specification: '碳钢|木柄|280mm',
  brand: { type: 'NONE' },
  dealUnit: '016',
  legalUnit: '035',
  documents: [],
  ...change,
});
const file = async (change: Record<string, unknown> = {}): Promise<string> => {
  const reply = await api(registry.runtime, 'fileGoods', { caller: clerk(), body: trowel(change) });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
};
const amend = (id: string, body: unknown, etag = '"1"', caller = clerk()) =>
  api(registry.runtime, 'amendGoods', { caller, params: { id }, body, headers: { 'If-Match': etag } });
const cancel = (id: string, caller = clerk()) =>
  api(registry.runtime, 'cancelGoods', { caller, params: { id }, body: { reason: '停产' } });
const read = (id: string, caller = clerk()) => api(registry.runtime, 'getGoods', { caller, params: { id } });
const events = async (id: string): Promise<any[]> =>
  (await registry.messages(`DST#${DAZU}#GOODS#${id}`)).map((message: any) => message.detail);

describe('an amendment of goods', () => {
  it('is judged anew, told to the others, and leaves the version before readable', async () => {
    const id = await file();
    const reply = await amend(id, trowel({ hsCode: '2106909090', nameZh: '固体饮料' }));
    expect(reply.body).toMatchObject({ nameZh: '固体饮料', inspectionRequired: true });
    expect(reply.headers['ETag']).toBe('"2"');
    expect((await events(id)).map(({ version, inspectionRequired }) => [version, inspectionRequired])).toEqual([
      [1, false],
      [2, true],
    ]);
    const { body } = await api(registry.runtime, 'listGoodsVersions', { caller: clerk(), params: { id } });
    expect(body.items).toMatchObject([
      { version: 1, action: 'FILE', by: clerk().sub, goods: { hsCode: '8205590000' } },
      { version: 2, action: 'AMEND', by: clerk().sub, goods: { hsCode: '2106909090' } },
    ]);
  });

  it('is refused where the goods would be', async () => {
    const id = await file();
    const codes = async (change: Record<string, unknown>) =>
      (await amend(id, trowel(change))).body.errors.map(({ code }: { code: string }) => code);
    expect(await codes({ hsCode: '4402900000' })).toEqual(['HS_PROHIBITED']);
    expect(await codes({ brand: { type: 'FOREIGN', name: 'ACME' } })).toEqual(['BRAND_WITHOUT_AUTHORISATION']);
    expect(await codes({ merchantId: ids.other })).toEqual(['GOODS_OF_OTHER_MERCHANT']);
  });

  it('needs the version that was read, and a caller that may', async () => {
    const id = await file();
    expect((await amend(id, trowel(), '"2"')).status).toBe(412);
    expect((await amend(id, trowel(), '"1"', merchant(ids.other))).status).toBe(404);
    expect((await amend(id, trowel(), '"1"', clerk(YUZHONG))).status).toBe(404);
    expect((await amend(id, trowel(), '"1"', merchant(ids.merchant))).status).toBe(200);
  });
});

describe('cancelled goods', () => {
  it('are told to the others, once, and changed no more', async () => {
    const id = await file();
    expect((await cancel(id, merchant(ids.other))).status).toBe(404);
    expect((await cancel(id)).body.status).toBe('CANCELLED');
    expect((await events(id)).map(({ status }) => status)).toEqual(['ACTIVE', 'CANCELLED']);
    expect((await cancel(id)).body.code).toBe('WRONG_STATE');
    expect((await amend(id, trowel(), '"2"')).body.code).toBe('WRONG_STATE');
  });
});

describe('goods', () => {
  it('keep their image, and share the status and the last day of their merchant', async () => {
    const merchantId = await approved(registry.runtime, merchantSample(3));
    const image = [{ type: 'IMAGE', documentId: 'document-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' }];
    const reply = await api(registry.runtime, 'fileGoods', {
      caller: clerk(),
      body: trowel({ merchantId, documents: image }),
    });
    if (reply.status === 201) expect(reply.body.documents).toEqual(image);
    const id = await file({ merchantId });
    expect((await read(id)).body).toMatchObject({ status: 'ACTIVE', validUntil: '2029-03-16' });
    await suspend(registry.runtime, merchantId);
    expect((await read(id)).body.status).toBe('SUSPENDED');
    const listed = await api(registry.runtime, 'listGoods', { caller: clerk(), query: { merchantId } });
    expect(new Set(listed.body.items.map(({ status }: { status: string }) => status))).toEqual(new Set(['SUSPENDED']));
  });

  it('end with the cancellation of their merchant', async () => {
    const merchantId = await approved(registry.runtime, merchantSample(4));
    const id = await file({ merchantId });
    await approve(
      registry.runtime,
      await asked(registry.runtime, 'requestCancellation', merchantId, { reason: '歇业' }),
    );
    expect((await read(id)).body.status).toBe('CANCELLED');
  });
});
