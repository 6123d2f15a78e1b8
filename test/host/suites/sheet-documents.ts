import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { csvSheet, merchants } from '../../functions/filing/bulk-sheet.ts';
import { archive, jpeg, pdfOf } from '../../kit/archive.ts';
import { clerk } from '../../kit/call.ts';
import { gbk } from '../../kit/gbk.ts';
import { until } from '../../kit/until.ts';
import { registry } from './host.ts';

/** A clerk files a sheet of merchants with their papers in a ZIP, over HTTP: good, bad, put right, and sent again. */

const post = (path: string, body?: unknown, headers = {}) => registry.send(clerk(), 'POST', path, body, headers);
const get = async (path: string) => (await registry.send(clerk(), 'GET', path)).body;

async function sent(batch: string, zip: Buffer) {
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const { status, body } = await post(`${batch}/bundles`, { fileName: '材料.zip', size: zip.length, sha256 });
  expect(status).toBe(201);
  if (body.upload) {
    const { url, headers } = body.upload;
    expect((await fetch(url, { method: 'PUT', headers, body: new Uint8Array(zip) })).status).toBe(200);
  }
  return { bundleId: body.id as string, ...(await post(`${batch}/bundles/${body.id}/reading`)) };
}

it('files a sheet with the papers of each row, once, whatever was wrong and however often it is sent', async () => {
  const rows = merchants(3, 7700);
  const preview = await post('/v1/filing-batches', csvSheet(rows), { 'Content-Type': 'text/csv' });
  expect(preview.body.rows).toEqual({ total: 3, good: 3, bad: 0 });
  const batch = `/v1/filing-batches/${preview.body.id}`;

  const none = await sent(batch, Buffer.from('不是压缩包'));
  expect([none.status, none.body.code]).toEqual([400, 'MALFORMED_FILE']);
  expect((await post(`${batch}/commit`, { mode: 'GOOD_ROWS' })).body.code).toBe('WRONG_STATE');
  expect((await post(`${batch}/bundles/${none.bundleId}/removal`)).status).toBe(200);

  const code = rows[1]?.['统一社会信用代码'] ?? '';
  // More than a request of the API takes: it goes by the link.
  const scan = Buffer.concat([jpeg('执照'), Buffer.alloc(9 * 1024 ** 2, 7)]);
  const entries = [
    { name: gbk('资料/2-营业执照.jpg'), flags: 0, stored: true, content: scan },
    { name: gbk(`资料/${code}/租赁合同.pdf`), flags: 0, stored: true, content: pdfOf('x'.repeat(3 * 1024 ** 2)) },
    { name: gbk('资料/4-营业执照.jpg'), flags: 0, content: Buffer.from('是一篇文章') },
  ];
  const first = await sent(batch, archive(entries));
  expect(first.body.files).toEqual({ total: 3, placed: 2, unplaced: 1, repeated: 0 });
  expect(first.body.unplaced).toMatchObject([{ row: 4, code: 'REFUSED' }]);
  expect((await get(batch)).rows).toEqual({ total: 3, good: 2, bad: 1 });
  expect((await post(`${batch}/commit`, { mode: 'ALL_OR_NOTHING' })).status).toBe(422);

  const again = await sent(batch, archive(entries));
  expect([again.bundleId, again.body]).toEqual([first.bundleId, first.body]);
  const right = await sent(batch, archive([{ name: '资料/4-营业执照.jpg', content: jpeg('第三户') }]));
  expect(right.body.files).toEqual({ total: 4, placed: 3, unplaced: 0, repeated: 1 });
  expect((await post(`${batch}/commit`, { mode: 'ALL_OR_NOTHING' })).status).toBe(202);

  const done = await until('the sheet to be filed', async () => {
    const found = await get(batch);
    return found.status === 'DONE' ? found : undefined;
  });
  expect(done.rows).toEqual({ total: 3, filed: 3, bad: 0 });
  const filings = await Promise.all(done.filings.map((one: any) => get(`/v1/filings/${one.filingId}`)));
  const types = filings.map(({ entity }) => entity.documents.map((one: any) => one.type));
  expect(types).toEqual([['BUSINESS_LICENCE'], ['STALL_LEASE'], ['BUSINESS_LICENCE']]);
  for (const { id } of filings) {
    await until(
      `${id} to be with a reviewer`,
      async () => (await get(`/v1/filings/${id}`)).status !== 'SUBMITTED' || undefined,
    );
  }
  const document = await get(`/v1/documents/${filings[0].entity.documents[0].documentId}`);
  const stored = await fetch(document.download.url);
  expect(Buffer.from(await stored.arrayBuffer()).equals(scan)).toBe(true);
});
