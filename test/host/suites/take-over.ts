import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { SheetKind } from '../../../functions/filing/domain/sheet-kind-names.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { addDays } from '../../../functions/shared/kernel/calendar.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { verify } from '../../../infra/commands/audit/verify.ts';
import { TABLE_NAMES } from '../../../infra/local/environment.ts';
import { formerCells, formerSheet } from '../../functions/filing/bulk-sheet.ts';
import { buyerSample, merchantSample, tradeOperatorSample } from '../../functions/filing/samples.ts';
import { clerk, DAZU } from '../../kit/call.ts';
import { useHost } from '../../kit/host.ts';
import { until } from '../../kit/until.ts';

/** A centre goes live in one sitting with what its former system holds, over HTTP: nobody is filed anew. */

const registry = useHost();
const head: Caller = { sub: 'head-500111', role: 'centreHead', districtId: DAZU };
const get = async (path: string) => (await registry.send(clerk(), 'GET', path)).body;

/** A sheet from its preview, over the head's commit, to its end. */
async function taken(kind: SheetKind, rows: Record<string, string>[]): Promise<{ row: number; id: string }[]> {
  const upload = `/v1/filing-batches?kind=${kind}&purpose=TAKE_OVER`;
  const sheet = formerSheet(kind, rows);
  const preview = await registry.send(clerk(), 'POST', upload, sheet, { 'Content-Type': 'text/csv' });
  expect(preview.body).toMatchObject({ rows: { total: rows.length, good: rows.length, bad: 0 }, errors: [] });
  const path = `/v1/filing-batches/${preview.body.id}`;
  expect((await registry.send(head, 'POST', `${path}/commit`, { mode: 'ALL_OR_NOTHING' })).status).toBe(202);
  const done = await until(`${path} to be DONE`, async () => {
    const found = await get(path);
    return found.status === 'DONE' ? found : undefined;
  });
  expect(done.rows).toMatchObject({ filed: rows.length, bad: 0 });
  return done.records;
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** @param shopCount how many merchants there are: as many goods and twenty more, and agreements of a third of them */
export const goesLive = async (shopCount: number): Promise<void> => {
  const today = dayInChina(new Date().toISOString());
  const shops = await taken(
    'merchant',
    numbered(shopCount).map((n) => formerCells('merchant', merchantSample(n).entity, { 原备案号: `大足备字第${n}号` })),
  );
  await taken(
    'tradeOperator',
    numbered(10).map((n) =>
      formerCells('tradeOperator', tradeOperatorSample(2000 + n).entity, { 原备案号: `WM-${n}` }),
    ),
  );
  await taken(
    'buyer',
    numbered(10).map((n) => formerCells('buyer', buyerSample(3000 + n).entity, { 原备案号: `CG-${n}` })),
  );
  const goods = await taken(
    'goods',
    numbered(shopCount + 20).map((n) => {
      const form = {
        merchantId: `大足备字第${(n % shopCount) + 1}号`,
        nameZh: `抹泥刀${n}`,
        hsCode: '8205590000',
        specification: '碳钢|木柄|280mm',
        brand: { type: 'NONE' },
        dealUnit: '016',
        legalUnit: '035',
      };
      return formerCells('goods', form, { 原备案号: `SP-${n}` });
    }),
  );
  await taken(
    'agreement',
    numbered(Math.ceil(shopCount / 3)).map((n) => {
      const form = {
        merchantId: `大足备字第${n}号`,
        tradeOperatorId: `WM-${(n % 10) + 1}`,
        signedOn: '2024-05-20',
        validFrom: '2024-05-20',
        validUntil: addDays(today, 300),
      };
      return formerCells('agreement', form, { 原备案号: `XY-${n}` });
    }),
  );

  // The same sheet once more takes over nothing.
  const again = formerSheet('merchant', [
    formerCells('merchant', merchantSample(7).entity, { 原备案号: '大足备字第7号' }),
  ]);
  const upload = '/v1/filing-batches?kind=merchant&purpose=TAKE_OVER';
  const repeated = await registry.send(clerk(), 'POST', upload, again, { 'Content-Type': 'text/csv' });
  expect(repeated.body.rows).toMatchObject({ good: 0, bad: 1 });

  const [shop] = shops;
  const q = encodeURIComponent('大足备字第1号');
  expect((await get(`/v1/entities?q=${q}`)).items).toMatchObject([{ id: shop?.id, registeredOn: '2024-05-20' }]);
  const trace = await until('the trace to know the goods', async () => {
    const { status, body } = await registry.send(clerk(), 'GET', `/v1/traces/SP-${shopCount}`);
    return status === 200 ? body : undefined;
  });
  const traced = JSON.stringify(trace);
  expect(traced).toContain(goods[shopCount - 1]?.id);
  expect(traced).toContain(shop?.id);
  const graded = await until('credit to have scored the shop', async () => {
    const found = await get(`/v1/entities/${shop?.id}`);
    return found.grade === undefined ? undefined : found;
  });
  expect(graded.former).toMatchObject({ number: '大足备字第1号', takenOverOn: today });

  const client = new DynamoDBClient({
    endpoint: registry.host.dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const trail = await verify(DynamoDBDocumentClient.from(client), TABLE_NAMES);
  expect(trail.broken).toBeUndefined();
  expect(trail.records).toBeGreaterThan(3 * shopCount);
};
