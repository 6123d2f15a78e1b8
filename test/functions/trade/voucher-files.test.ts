import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { custodyKey } from '../../../functions/shared/documents/custody.ts';
import { s3Storage } from '../../../functions/shared/documents/storage.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { build as onDocumentRegistered } from '../../../functions/trade/subscribers/on-document-registered.ts';
import { call, clerk, DAZU, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { body, deliver, fileSample, idOf, MERCHANT } from './samples.ts';

const registry = useRegistry();
useStorage(() => registry.runtime.now());
beforeAll(async () => fileSample(registry.runtime));

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

let count = 0;
/** Registers a file as filing tells of it, and uploads its content unless that is left out. */
async function document(changes: { owner?: string; districtId?: string; content?: string; uploaded?: boolean } = {}) {
  count += 1;
  const { owner = 'SERVICE_CENTRE', districtId = DAZU, content = `%PDF-1.7 第 ${count} 份`, uploaded = true } = changes;
  const documentId = idOf('document', count, districtId);
  const file = {
    key: `${districtId}/${documentId}`,
    contentType: 'application/pdf',
    size: Buffer.byteLength(content),
    sha256: sha256(content),
  };
  await deliver(onDocumentRegistered(registry.runtime), 'DocumentRegistered', {
    documentId,
    districtId,
    owner,
    version: 1,
    key: file.key,
    sha256: file.sha256,
    opening: '255044462d',
  });
  if (uploaded) {
    const link = await s3Storage().uploadLink(file, registry.runtime.now().toISOString());
    expect((await fetch(link.url, { method: 'PUT', headers: link.headers, body: content })).status).toBe(200);
  }
  return { documentId, sha256: file.sha256 };
}

const register = (voucher: Record<string, unknown>, caller = clerk()) => {
  count += 1;
  const vouchers = [{ type: 'CONTRACT', number: `HT-${count}`, ...voucher }];
  return call(build(registry.runtime), tradeApi, 'registerTrade', { caller, body: body({ vouchers }) });
};

const codes = ({ body: { errors = [], reviewFindings = [] } }: { body: any }): string[] =>
  [...errors, ...reviewFindings].map(({ code }) => code);

describe('a voucher with a file', () => {
  it('keeps the document and its hash with the trade, whether the clerk gave the hash or not', async () => {
    for (const owner of ['SERVICE_CENTRE', MERCHANT]) {
      const { documentId, sha256: hash } = await document({ owner });
      const registered = await register({ documentId });
      expect(registered.status, JSON.stringify(registered.body)).toBe(201);
      const { body: trade } = await call(build(registry.runtime), tradeApi, 'readTrade', {
        caller: clerk(),
        params: { id: registered.body.id },
      });
      expect(trade.vouchers).toMatchObject([{ documentId, sha256: hash }]);
    }
  });

  it('is refused while the file is not there, is no such file, or is another than was said', async () => {
    const { documentId } = await document();
    expect(codes(await register({ documentId, sha256: sha256('other') }))).toEqual(['VOUCHER_DOCUMENT_HASH']);
    const awaited = await document({ uploaded: false });
    expect(codes(await register(awaited))).toEqual(['VOUCHER_DOCUMENT_NOT_UPLOADED']);
    const disguised = await document({ content: 'MZ 程序' });
    expect(codes(await register({ documentId: disguised.documentId }))).toEqual(['VOUCHER_DOCUMENT_CONTENT']);
  });

  it('is refused where the file is a stranger’s or another district’s, as if it were unknown', async () => {
    const stranger = await document({ owner: idOf('entity', 77) });
    const elsewhere = await document({ districtId: YUZHONG });
    for (const documentId of [stranger.documentId, elsewhere.documentId, idOf('document', 999)]) {
      expect(codes(await register({ documentId }))).toEqual(['VOUCHER_DOCUMENT_UNKNOWN']);
    }
  });

  it('is refused to a party where the file is the centre’s, which it may not read, and told nothing of it', async () => {
    const [centres, own] = [await document(), await document({ owner: MERCHANT })];
    for (const voucher of [
      { documentId: centres.documentId },
      { documentId: centres.documentId, sha256: sha256('x') },
    ]) {
      const refused = await register(voucher, merchant(MERCHANT));
      expect(codes(refused)).toEqual(['VOUCHER_DOCUMENT_UNKNOWN']);
      expect(JSON.stringify(refused.body)).not.toContain(centres.sha256);
    }
    expect((await register({ documentId: own.documentId }, merchant(MERCHANT))).status).toBe(201);
  });

  it('goes to review where the same content stood behind another trade (R26), though uploaded anew', async () => {
    const content = '%PDF-1.7 一份合同用了两次';
    const [first, second] = [await document({ content }), await document({ content, owner: MERCHANT })];
    expect(codes(await register({ documentId: first.documentId }))).toEqual([]);
    expect(codes(await register({ documentId: second.documentId }))).toEqual(['VOUCHER_USED_BEFORE']);
  });

  it('is kept from being cleared away in the transaction of its trade, and by nothing that is refused', async () => {
    const { documentId } = await document();
    const custody = () => registry.runtime.table.get(custodyKey(documentId));
    expect((await register({ documentId, sha256: sha256('other') })).status).toBe(422);
    expect(await custody()).toBeUndefined();
    const replies = await Promise.all([register({ documentId }), register({ documentId, number: 'HT-同一文件' })]);
    expect(replies.map(({ status }) => status)).toContain(201);
    expect(await custody()).toMatchObject({ state: 'CITED', key: `${DAZU}/${documentId}` });
    expect(await registry.messages(custodyKey(documentId).pk)).toMatchObject([
      { name: 'DocumentsCited', detail: { files: [{ documentId }] } },
    ]);
  });

  it('registers nothing while the storage is out of reach, and may then be sent again', async () => {
    const { documentId } = await document();
    const reachable = process.env['AWS_ENDPOINT_URL_S3'] ?? '';
    process.env['AWS_ENDPOINT_URL_S3'] = 'http://127.0.0.1:9';
    const before = (await call(build(registry.runtime), tradeApi, 'listTrades', { caller: clerk() })).body.items.length;
    const refused = await register({ documentId });
    process.env['AWS_ENDPOINT_URL_S3'] = reachable;
    expect(refused.status).toBeGreaterThanOrEqual(500);
    const after = (await call(build(registry.runtime), tradeApi, 'listTrades', { caller: clerk() })).body.items.length;
    expect(after).toBe(before);
    expect((await register({ documentId })).status).toBe(201);
  });
});
