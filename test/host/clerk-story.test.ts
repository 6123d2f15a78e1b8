import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { addDays } from '../../functions/shared/kernel/calendar.ts';
import { dayInChina } from '../../functions/shared/kernel/china-time.ts';
import { csvOf } from '../../functions/shared/sheet/csv.ts';
import { verify } from '../../infra/commands/audit/verify.ts';
import { TABLE_NAMES } from '../../infra/local/environment.ts';
import { csvSheet, merchants } from '../functions/filing/bulk-sheet.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { clerk, merchant, reviewer } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { sheetRows } from '../kit/sheet.ts';
import { until } from '../kit/until.ts';

/** A week at the counter, over HTTP: what a clerk, a reviewer and a merchant do, and what is left of it. */

const registry = useHost();
const send = (...request: Parameters<typeof registry.send>) => registry.send(...request);
const get = async (path: string, caller = clerk()) => (await send(caller, 'GET', path)).body;

const CSV = { 'Content-Type': 'text/csv' };
const TODAY = dayInChina(new Date().toISOString());
const LEASE_END = addDays(TODAY, 20);

const reaches = (path: string, status: string): Promise<any> =>
  until(`${path} to be ${status}`, async () => {
    const found = await get(path);
    return found.status === status ? found : undefined;
  });

const filing = (id: string, status: string) => reaches(`/v1/filings/${id}`, status);

const decide = (id: string, decision: string, reasons: string[] = []) =>
  registry.decide(reviewer(), `/v1/filings/${id}/decision`, { decision, reasons });

async function approve(id: string) {
  await filing(id, 'PENDING_REVIEW');
  expect((await decide(id, 'APPROVE')).status).toBe(202);
  return filing(id, 'APPROVED');
}

/** Commits a batch and waits for its end; the filings of its rows. */
async function committed(batchId: string, mode: string): Promise<{ row: number; filingId: string }[]> {
  expect((await send(clerk(), 'POST', `/v1/filing-batches/${batchId}/commit`, { mode })).status).toBe(202);
  return (await reaches(`/v1/filing-batches/${batchId}`, 'DONE')).filings;
}

it('takes twenty merchants from a sheet to their certificates, and keeps a trail that holds', async () => {
  // 20 merchants, 3 of them with faults: a wrong phone, a lease that ended, a check digit.
  const rows = merchants(20);
  const good = rows.map((row) => ({ ...row }));
  Object.assign(rows[4] ?? {}, { 联系电话: '1390000' });
  Object.assign(rows[9] ?? {}, { 摊位租期止: '2024-12-31' });
  Object.assign(rows[14] ?? {}, { 统一社会信用代码: '92500111MA5U0AAA1A' });
  Object.assign(rows[0] ?? {}, { 摊位租期止: LEASE_END });
  const preview = (await send(clerk(), 'POST', '/v1/filing-batches', csvSheet(rows), CSV)).body;
  expect(preview.rows).toEqual({ total: 20, good: 17, bad: 3 });
  expect(preview.errors.map((one: any) => [one.row, one.column])).toEqual([
    [6, '联系电话'],
    [11, '摊位租期止'],
    [16, '统一社会信用代码'],
  ]);
  const path = `/v1/filing-batches/${preview.id}`;
  expect((await send(clerk(), 'POST', `${path}/commit`, { mode: 'ALL_OR_NOTHING' })).status).toBe(422);
  const first = await committed(preview.id, 'GOOD_ROWS');
  expect(first).toHaveLength(17);

  // The three come back with what is wrong with them, are mended, and go up again.
  const failed = await send(clerk(), 'GET', `${path}/errors`, undefined, { Accept: 'text/csv' });
  const [titles = [], ...bad] = await sheetRows(Buffer.from(failed.body), 10);
  expect([titles.at(-1), bad.length, bad.every((cells) => cells.at(-1) !== '')]).toEqual(['错误原因', 3, true]);
  const mended = [4, 9, 14].map((index, row) => {
    const cells = good[index] ?? {};
    return titles.map((title, column) => cells[title.replace('*', '')] ?? bad[row]?.[column] ?? '');
  });
  const again = await send(clerk(), 'POST', '/v1/filing-batches', Buffer.from(csvOf([titles, ...mended])), CSV);
  expect(again.body.rows).toEqual({ total: 3, good: 3, bad: 0 });
  const ids = [...first, ...(await committed(again.body.id, 'ALL_OR_NOTHING'))].map(({ filingId }) => filingId);
  expect(new Set(ids).size).toBe(20);

  // The reviewer finds all of them in the queue: one goes back, one is rejected, the others are approved.
  for (const id of ids) await filing(id, 'PENDING_REVIEW');
  const queue = await get('/v1/filings?status=PENDING_REVIEW&limit=50', reviewer());
  expect(queue.items.map(({ id }: any) => id).sort()).toEqual([...ids].sort());
  const [expiring = '', amended = '', returned = '', rejected = '', ...others] = ids;
  expect((await decide(returned, 'RETURN', ['缺少营业执照复印件', '租赁合同缺最后一页'])).status).toBe(202);
  expect((await decide(rejected, 'REJECT', ['实地查看，摊位无人经营'])).status).toBe(202);
  for (const id of [expiring, amended, ...others]) await approve(id);
  const told = await filing(returned, 'RETURNED');
  expect(told.decisions.at(-1).reasons).toEqual(['缺少营业执照复印件', '租赁合同缺最后一页']);

  // The return is answered once and approved; the rejected merchant is told which decision there is already.
  const { headers } = await send(clerk(), 'GET', `/v1/filings/${returned}`);
  const etag = { 'If-Match': headers.get('etag') ?? '' };
  const entity = { ...told.entity, address: '重庆市大足区龙水五金市场A区3号' };
  expect((await send(clerk(), 'PUT', `/v1/filings/${returned}`, { entity }, etag)).status).toBe(202);
  expect((await approve(returned)).revision).toBe(2);
  await filing(rejected, 'REJECTED');
  const late = await decide(rejected, 'APPROVE');
  expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATE']);
  const active = await get('/v1/entities?kind=merchant&limit=50');
  expect(active.items).toHaveLength(19);
  expect(new Set(active.items.map(({ filingNumber }: any) => filingNumber)).size).toBe(19);

  // A merchant amends its own phone from its own phone; only that is reviewed, and the version before stays.
  const entityOf = (id: string) => id.replace('filing-', 'entity-');
  const own = merchant(entityOf(amended));
  const { entity: form } = await get(`/v1/entities/${own.entityId}`, own);
  const change = { entity: { ...form, contact: { ...form.contact, phone: '13800001234' } }, reason: '换号' };
  const asked = await send(own, 'POST', `/v1/entities/${own.entityId}/amendments`, change);
  const seen = await filing(asked.body.id, 'PENDING_REVIEW');
  expect([seen.differences.map(({ field }: any) => field), seen.findings]).toEqual([['contact'], []]);
  await approve(asked.body.id);
  const { items: versions } = await get(`/v1/entities/${own.entityId}/versions`);
  expect(versions.map((one: any) => one.entity.contact.phone)).toEqual([form.contact.phone, '13800001234']);

  // A lease ends while the clock goes on: the certificate that was printed says so, and goods are refused by that reason.
  const ended = entityOf(expiring);
  const certificate = await send(clerk(), 'GET', `/v1/entities/${ended}/certificate`, undefined, {
    Accept: 'application/json',
  });
  expect(certificate.body.validUntil).toBe(LEASE_END);
  const check = `/certificates/${certificate.body.signature}`;
  await send(undefined, 'POST', '/dev/clock', { now: `${addDays(LEASE_END, 1)}T02:00:00.000Z` });
  const gone: any = await until('the term to be noted', async () => {
    const found = await get(`/v1/entities/${ended}`);
    return found.statusReason === undefined ? undefined : found;
  });
  expect([gone.status, gone.statusReason]).toEqual(['EXPIRED', `摊位租期已于 ${LEASE_END} 届满`]);
  const page = await send(undefined, 'GET', check, undefined, { Accept: 'text/html' });
  expect([page.status, page.body.includes('过期')]).toEqual([200, true]);
  const goods = {
    merchantId: ended,
    nameZh: '螺丝刀',
    hsCode: '8205400000',
    specification: '十字 6mm',
    brand: { type: 'NONE' },
    dealUnit: '007',
    legalUnit: '035',
  };
  const refused = await send(clerk(), 'POST', '/v1/goods', goods);
  expect(refused.body.errors[0]).toMatchObject({ code: 'PARTY_NOT_ACTIVE', message: expect.stringContaining('过期') });

  // Renewed with its new lease it is in force again; another may not take its stall.
  const terms = { validUntil: addDays(LEASE_END, 300), stallLease: { from: LEASE_END, to: addDays(LEASE_END, 365) } };
  const renewal = await send(clerk(), 'POST', `/v1/entities/${ended}/renewals`, terms);
  await approve(renewal.body.id);
  expect((await get(`/v1/entities/${ended}`)).status).toBe('ACTIVE');
  const { kind, entity: newcomer } = merchantSample(900);
  const body = { kind, entity: { ...newcomer, stall: form.stall } };
  const taken = await send(clerk(), 'POST', '/v1/filings', body);
  const system = (await filing(taken.body.id, 'RETURNED')).decisions[0];
  expect([system.by, system.reasons[0]]).toEqual(['system', expect.stringContaining('摊位')]);

  // A year later somebody asks: every chain holds.
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: registry.host.dynamodbUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  const trail = await verify(client, TABLE_NAMES);
  expect(trail.broken).toBeUndefined();
  expect(trail.records).toBeGreaterThan(40);
});
