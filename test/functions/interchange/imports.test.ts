import { readFileSync } from 'node:fs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { build as buildInterchange } from '../../../functions/interchange/api.ts';
import { interchangeApi } from '../../../functions/interchange/contract/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { ApiUnreachable } from '../../../functions/shared/invoke/invoke.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { csvOf } from '../../../functions/shared/sheet/csv.ts';
import { xlsxOf } from '../../../functions/shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../../functions/shared/sheet/types.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { deedsOf } from '../../kit/audit.ts';
import { call, clerk, merchant, type Reply, YUZHONG } from '../../kit/call.ts';
import { gbk } from '../../kit/gbk.ts';
import { processorSeconds } from '../../kit/processor-time.ts';
import { useRegistry } from '../../kit/registry.ts';
import { csvTable, sheetRows } from '../../kit/sheet.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { fixture, messages, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

const SHEET = fixture('trade-lines.csv').slice(1).replaceAll('\r\n', '\n');
const TITLES = SHEET.split('\n')[0] ?? '';

beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const xml of [...messages('01-'), ...messages('02-'), ...messages('03-')]) await submit(host, xml);
  await host.approveAll();
  for (const xml of [...messages('04-'), ...messages('12-')]) await submit(host, xml);
});

const act = (
  operation: keyof typeof interchangeApi,
  options: {
    id?: string;
    body?: unknown;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    caller?: Caller;
  } = {},
): Promise<Reply> =>
  call(host.interchange, interchangeApi, operation, {
    caller: clerk(),
    ...options,
    ...(options.id === undefined ? {} : { params: { id: options.id } }),
  });

const upload = (sheet: string | Buffer, type = 'text/csv', caller = clerk()): Promise<Reply> =>
  act('createImport', {
    caller,
    query: { kind: 'trade-lines' },
    headers: { 'Content-Type': type },
    body: Buffer.from(sheet),
  });

const deeds = (id: string) => deedsOf(registry.runtime, `DST#500111#IMPORT#${id}`);

const trades = async (status = 'REGISTERED'): Promise<any[]> =>
  (await host.send('TradeApi', { method: 'GET', path: '/v1/trades', query: { limit: '200', status } })).body.items;

/** The sheet with one change of its text. */
const changed = (from: string | RegExp, to: string): string => {
  const sheet = SHEET.replace(from, to);
  if (sheet === SHEET) throw new Error('nothing was changed');
  return sheet;
};

const preview = ({ body }: Reply) => {
  const { id: _id, createdAt: _at, ...rest } = body;
  return rest;
};

describe('a sheet', () => {
  it('is read the same in every encoding and form, and finds the merchants behind the market’s numbers', async () => {
    const first = await upload(`\uFEFF${SHEET}`);
    expect(first.status).toBe(201);
    expect(preview(first)).toMatchObject({
      status: 'PREVIEWED',
      headerRow: 1,
      rowCount: 13,
      goodRowCount: 13,
      errorCount: 0,
      totals: [{ amount: '123000.00', currency: 'USD' }],
      proposedBuyer: { name: 'AL NOOR HARDWARE & TOOLS TRADING LLC' },
    });
    expect(new Set(first.body.lines.map(({ merchantId }: any) => merchantId)).size).toBe(3);
    const xlsx = readFileSync(new URL('fixtures/trade-lines.xlsx', import.meta.url));
    for (const [sheet, type] of [
      [SHEET, 'text/csv'],
      [gbk(SHEET), 'text/csv; charset=gbk'],
      [xlsx, XLSX_TYPE],
      [gbk(SHEET), 'application/octet-stream'],
    ] as const) {
      expect(preview(await upload(sheet, type))).toEqual(preview(first));
    }
  });

  it('may have its titles anywhere, its numbers full-width, grouped or calculated, its words as codes', async () => {
    const moved = [
      '重庆市大足区龙水五金市场,,,',
      '',
      `编制日期,2026-03-17,${TITLES.replace('*商品名称', ' 商品名称 ')}`,
      ...SHEET.trim()
        .split('\n')
        .slice(1)
        .map((line) => `,,${line}`),
      ',,合计,,,,,,,,,,,,"123,000.00",33690',
    ]
      .join('\n')
      .replace('22000,把', '２２，０００,把'.replace('，', ''))
      .replace('30000,把', '"30,000",016')
      .replace('美元,18000.00', 'usd,18000.000000000001')
      .replace('100,纸箱,美元,15000.00', '１００,22,502,"15,000.00"');
    const { body } = await upload(moved);
    expect(body).toMatchObject({ headerRow: 3, rowCount: 13, goodRowCount: 13, totals: [{ amount: '123000.00' }] });
  });

  it('says everything that is wrong at once, by row and column', async () => {
    const wrong = SHEET.replace('22000,把,220,纸箱,美元,22000.00,4400', '-1,箩筐,,麻袋,比特币,1e99,abc')
      .replace('不锈钢汤锅,7323930000', '搪瓷汤锅,7323930000')
      .replace('8302100000', '83021')
      .replace('2500,袋', '2500,把')
      .replace('100,台,100,纸箱,美元,5000.00', '30000000,台,100,纸箱,美元,1000.01');
    const { body } = await upload(wrong);
    expect(body.errors.map(({ row, column, code }: any) => [row, column, code])).toEqual([
      [2, '交易数量', 'NUMBER'],
      [2, '单位', 'NOT_IN_LIST'],
      [2, '包装数量', 'REQUIRED'],
      [2, '包装单位', 'NOT_IN_LIST'],
      [2, '币种', 'NOT_IN_LIST'],
      [2, '货值', 'NUMBER'],
      [2, '重量(KGS)', 'NUMBER'],
      [6, '商品名称', 'GOODS_NOT_FILED'],
      [7, '商品HS编码', 'NOT_IN_LIST'],
      [11, '货值', 'PRICE_NOT_EXACT'],
      [14, '单位', 'UNIT_NOT_AS_FILED'],
    ]);
    for (const { message } of body.errors) expect(message).toMatch(/[\u4e00-\u9fff]/);
    expect(body.goodRowCount).toBe(13 - new Set(body.errors.map(({ row }: any) => row)).size);

    const csv = await act('getImportErrors', { id: body.id });
    expect(csv.headers['Content-Type']).toContain('text/csv');
    const rows = csvTable(csv.body.slice(1), 100);
    expect(rows[0]?.slice(-2)).toEqual(['行号', '错误原因']);
    expect(rows).toHaveLength(1 + new Set(body.errors.map(({ row }: any) => row)).size);
    expect(rows[1]?.at(-1)).toContain('单位：“单位”“箩筐”不在代码表内');
    // Put right and uploaded again, or not: it says why once.
    const anew = await upload(Buffer.from(csv.body));
    const again = await act('getImportErrors', { id: anew.body.id });
    expect(csvTable(again.body.slice(1), 1)[0]).toEqual(rows[0]);
    const xlsx = await act('getImportErrors', { id: body.id, headers: { Accept: XLSX_TYPE } });
    expect(await sheetRows(xlsx.body, 100)).toEqual(rows);
    expect((await act('getImportErrors', { id: body.id, headers: { Accept: 'image/png' } })).status).toBe(406);
  });

  it('keeps what looks like a formula as text, and marks it on the way out', async () => {
    const sheet = changed('抹泥刀,8205590000,XW-MN280', '"=HYPERLINK(""http://x"")",8205590000,+1');
    const { body } = await upload(sheet);
    expect(body.errors).toMatchObject([{ row: 2, code: 'GOODS_NOT_FILED' }]);
    expect(body.errors[0].message).toContain('=HYPERLINK');
    const csv = (await act('getImportErrors', { id: body.id })).body;
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv).toContain(`,'+1,`);
    // The marked sheet reads back as it was.
    expect((await upload(csv)).body.errors[0].message).toBe(body.errors[0].message);
  });
});

describe('a file that is no sheet', () => {
  const xlsx = readFileSync(new URL('fixtures/trade-lines.xlsx', import.meta.url));
  it.each([
    ['nothing', ''],
    ['binary', Buffer.from([0xff, 0xfe, 0x00, 0x81, 0xff])],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['half a workbook', xlsx.subarray(0, 3000)],
    ['no titles', '1,2,3\n4,5,6'],
    ['titles without a required one', SHEET.replace('*币种', '备注')],
    ['titles only', TITLES],
    ['a row too wide', `${SHEET}${'x,'.repeat(200)}\n`],
    ['a quote that nobody closes', SHEET.replace('抹泥刀', '"抹泥刀')],
  ] as const)('%s is refused in Chinese with no trace', async (_what, bytes) => {
    const count = async () =>
      (await registry.documents.send(new ScanCommand({ TableName: 'registry', Select: 'COUNT' }))).Count;
    const before = await count();
    const { status, body } = await upload(bytes);
    expect([400, 413]).toContain(status);
    expect(body.detail).toMatch(/[\u4e00-\u9fff]/);
    expect(await count()).toBe(before);
  });

  it('too large is refused', async () => {
    expect((await upload(Buffer.alloc(4 * 1024 * 1024 + 1, 0x61))).status).toBe(413);
    expect((await upload(SHEET, 'image/png')).status).toBe(415);
  });
});

describe('a commit', () => {
  it('of all or nothing registers nothing while a row is wrong, and the good rows when asked for them', async () => {
    const { body } = await upload(changed('塑料餐盒', '塑料饭盒'));
    const before = await trades();
    const refused = await act('commitImport', { id: body.id, body: { mode: 'ALL_OR_NOTHING' } });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '/rows/13', code: 'GOODS_NOT_FILED' }]);
    expect(await trades()).toEqual(before);

    const good = await act('commitImport', { id: body.id, body: { mode: 'GOOD_ROWS' } });
    expect(good.status).toBe(200);
    expect(good.body).toMatchObject({ status: 'COMMITTED', outcome: { registeredRowCount: 12, refused: [] } });
    expect(good.body.outcome.trades.map(({ lineCount }: any) => lineCount).toSorted()).toEqual([4, 4, 4]);
    expect((await trades()).length).toBe(before.length + 3);
    expect((await act('commitImport', { id: body.id, body: { mode: 'GOOD_ROWS' } })).status).toBe(409);
    expect((await act('getImport', { id: body.id })).body.outcome).toEqual(good.body.outcome);
    expect(await deeds(body.id)).toEqual([
      [clerk().sub, 'UPLOAD'],
      [clerk().sub, 'COMMIT'],
    ]);
  });

  it('registers each merchant’s lines as one trade, entrusted where there is an agreement', async () => {
    const { body } = await upload(SHEET);
    const done = await act('commitImport', { id: body.id, body: { mode: 'ALL_OR_NOTHING', portOfDischarge: 'AEJEA' } });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const made = await Promise.all(
      done.body.outcome.trades.map(async ({ id }: any) => {
        const { body: trade } = await host.send('TradeApi', { method: 'GET', path: '/v1/trades/{id}', params: { id } });
        return trade;
      }),
    );
    expect(made.map(({ exportMode }) => exportMode)).toEqual(expect.arrayContaining(['ENTRUSTED', 'SELF', 'SELF']));
    for (const trade of made) expect(trade).toMatchObject({ portOfDischarge: 'AEJEA', destinationCountry: 'ARE' });
    expect(made.flatMap(({ lines }) => lines)).toHaveLength(13);
  });

  it('takes back what it has registered when one trade of all is refused', async () => {
    // A single line above what one declaration may hold is refused by the registry, not by the sheet.
    const { body } = await upload(changed('2500,袋,125,纸箱,美元,2500.00', '2500,袋,125,纸箱,美元,250000.00'));
    expect(body.errorCount).toBe(0);
    const before = await trades();
    const refused = await act('commitImport', { id: body.id, body: { mode: 'ALL_OR_NOTHING' } });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ pointer }: any) => pointer)).toContain('/rows/14');
    expect(new Set((await trades()).map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
    const good = await act('commitImport', { id: body.id, body: { mode: 'GOOD_ROWS' } });
    expect(good.body.outcome.trades).toHaveLength(2);
    expect(good.body.outcome.refused).toMatchObject([
      { row: 14, code: 'VALUE_PER_KILOGRAM_UNUSUAL' },
      { row: 14, column: '货值', code: 'LINE_OVER_DECLARATION_LIMIT', message: expect.stringMatching(/^折合 250000/) },
    ]);
    expect(
      (await act('getImportErrors', { id: body.id, headers: { Accept: 'application/json' } })).body.errors,
    ).toHaveLength(2);
    const codes = ['VALUE_PER_KILOGRAM_UNUSUAL', 'LINE_OVER_DECLARATION_LIMIT'];
    expect(await deeds(body.id)).toEqual([
      [clerk().sub, 'UPLOAD'],
      [clerk().sub, 'TAKE_BACK', ...codes],
      [clerk().sub, 'COMMIT', ...codes],
    ]);
  });

  it('asks for an explanation of what the registry doubts', async () => {
    const { body } = await upload(changed('10000,把,100,纸箱,美元,15000.00', '10000,把,100,纸箱,美元,99000.00'));
    const commit = (more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
      act('commitImport', { id: body.id, body: { mode: 'ALL_OR_NOTHING', ...more }, headers });
    const doubted = await commit();
    expect(doubted.status).toBe(422);
    const ids = doubted.body.errors.map(({ warningId, severity }: any) => {
      expect(severity).toBe('WARNING');
      return warningId;
    });
    const accepted = await commit({ explanation: '年度集中采购' }, { 'Accept-Warnings': ids.join(',') });
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
  });

  it('that was cut off goes on where it was, and registers nothing twice', async () => {
    const { body } = await upload(SHEET);
    const before = (await trades()).length;
    let registered = 0;
    host.fault = (name, when) => {
      if (name === 'TradeApi' && when === 'after') registered += 1;
      if (registered === 2) throw new Error('the process dies');
    };
    expect((await act('commitImport', { id: body.id, body: { mode: 'GOOD_ROWS' } })).status).toBe(500);
    host.fault = undefined;
    expect((await act('commitImport', { id: body.id, body: { mode: 'GOOD_ROWS' } })).body.outcome.trades).toHaveLength(
      3,
    );
    expect((await trades()).length).toBe(before + 3);
  });

  it('is the uploader’s or a clerk’s of the district', async () => {
    const { body } = await upload(SHEET);
    expect((await act('getImport', { id: body.id, caller: clerk(YUZHONG) })).status).toBe(404);
    expect(
      (await act('getImport', { id: body.id, caller: merchant('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9') })).status,
    ).toBe(404);
    expect((await act('getImport', { id: 'import-500111-x' })).status).toBe(404);
  });
});

describe('an export', () => {
  it('reads back into the same trades', async () => {
    const measured = SHEET.replace(TITLES, `${TITLES},净重(KGS),箱长(MM),箱宽(MM),箱高(MM)`).replaceAll(
      /(?<=\d)\n(?!$)/g,
      (end) => end,
    );
    const rows = measured.trim().split('\n');
    const whole = [
      rows[0],
      ...rows.slice(1).map((row) => `${row},${Number(row.split(',').at(-1)) - 50},400,300,200`),
    ].join('\n');
    const { body } = await upload(whole);
    const first = await act('commitImport', { id: body.id, body: { mode: 'ALL_OR_NOTHING' } });
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const ids: string[] = first.body.outcome.trades.map(({ id }: any) => id);
    const numbers: string[] = first.body.outcome.trades.map(({ tradeNumber }: any) => tradeNumber);
    expect(numbers.every((number) => /^JD\d{16}$/.test(number))).toBe(true);

    const out = await act('exportTradeLines', { query: { limit: '200' } });
    expect(out.headers['Content-Disposition']).toContain('trade-lines.csv');
    const table = csvTable(out.body.slice(1), 1000);
    const place = table[0]?.indexOf('交易单号') ?? -1;
    expect(table[0]?.slice(0, 14)).toEqual(TITLES.split(','));
    const mine = csvOf([table[0] ?? [], ...table.slice(1).filter((row) => numbers.includes(row[place] ?? ''))]);
    const again = await upload(mine);
    expect(again.body.errors).toEqual([]);
    const second = await act('commitImport', { id: again.body.id, body: { mode: 'ALL_OR_NOTHING' } });
    expect(second.status, JSON.stringify(second.body)).toBe(200);
    const content = async (tradeIds: string[]) =>
      (
        await Promise.all(
          tradeIds.map(async (id) => {
            const { body: trade } = (await host.send('TradeApi', {
              method: 'GET',
              path: '/v1/trades/{id}',
              params: { id },
            })) as { body: any };
            const { id: _id, tradeNumber: _number, createdAt: _created, updatedAt: _updated, ...rest } = trade;
            return rest;
          }),
        )
      ).toSorted((a, b) => (a.merchantId < b.merchantId ? -1 : 1));
    expect(await content(second.body.outcome.trades.map(({ id }: any) => id))).toEqual(await content(ids));

    const workbook = await act('exportTradeLines', { query: { limit: '200' }, headers: { Accept: XLSX_TYPE } });
    const xlsxTable = await sheetRows(workbook.body, 1000);
    expect(xlsxTable[0]).toEqual(table[0]);
    expect((await act('exportTradeLines', { headers: { Accept: 'application/json' } })).body.rows[0]).toEqual(table[0]);
  });
});

/**
 * As many rows as asked for, a two-hundredth of the sample's each, so that no trade of 200 lines comes near the cap of a
 * declaration.
 */
function longSheet(count: number): string[][] {
  const lines = SHEET.trim().split('\n').slice(1);
  const rows = Array.from({ length: count }, (_, index) => (lines[index % lines.length] ?? '').split(','));
  const small = (cells: string[]) =>
    [7, 12, 13].reduce((row, at) => row.with(at, String(Number(cells[at]) / 200)), cells);
  return [TITLES.split(','), ...rows.map(small)];
}

/** Fewer rows, but each is a trade of its own. */
function manyTrades(): string[][] {
  const [titles = [], ...rows] = longSheet(21);
  return [[...titles, '交易单号'], ...rows.map((row, index) => [...row, String(index)])];
}

describe('a sheet of more trades than a request registers', () => {
  const read = async (id: string): Promise<any> => (await act('getImport', { id })).body;
  const commit = (id: string, mode = 'ALL_OR_NOTHING') => act('commitImport', { id, body: { mode } });
  const begun = async (rows: string[][]): Promise<string> => {
    const { body } = await upload(csvOf(rows));
    const answer = await commit(body.id);
    expect(answer.body, JSON.stringify(answer.body.errors)).toMatchObject({ status: 'COMMITTING' });
    expect(answer.body.progress).toMatchObject({ registered: 0 });
    return body.id;
  };

  it('is registered by a workflow, whose step may break off anywhere and registers nothing twice', async () => {
    const before = (await trades()).length;
    const id = await begun(longSheet(1010));
    expect((await commit(id)).body).toMatchObject({ status: 409, code: 'WRONG_STATE' });
    let sent = 0;
    host.fault = (_name, when) => {
      sent += when === 'after' ? 1 : 0;
      if (when === 'after' && sent <= 2) throw new ApiUnreachable('no answer came');
    };
    await expect(host.deliver()).rejects.toMatchObject({ name: 'ApiUnreachable' });
    expect(await read(id)).toMatchObject({ status: 'COMMITTING', progress: { trades: 6, registered: 0 } });
    host.fault = undefined;
    await host.runImport(id);
    expect(await read(id)).toMatchObject({
      status: 'COMMITTED',
      outcome: { registeredRowCount: 1010, tradeCount: 6, refused: [] },
    });
    expect((await trades()).length).toBe(before + 6);
    await host.runImport(id);
    expect((await trades()).length).toBe(before + 6);
    expect((await commit(id)).body.detail).toContain('已登记 6 笔交易');
  });

  it('says that its execution failed, and goes on where it broke off when it is committed again', async () => {
    const before = (await trades()).length;
    const id = await begun(longSheet(1010));
    host.isImporting = false;
    await host.deliver();
    const [execution = ''] = host.executions.slice(-1);
    await host.failImport(id, execution);
    expect(await read(id)).toMatchObject({ status: 'FAILED', failure: { code: 'States.Timeout' } });
    expect((await commit(id, 'GOOD_ROWS')).body).toMatchObject({ status: 409, code: 'WRONG_STATE' });
    const again = await commit(id);
    expect([again.status, again.body.status, again.body.failure]).toEqual([200, 'COMMITTING', undefined]);
    await host.failImport(id, execution);
    expect((await read(id)).status).toBe('COMMITTING');
    host.isImporting = true;
    await host.deliver();
    expect(host.executions.at(-1)).toBe(`${execution}-2`);
    expect(await read(id)).toMatchObject({ status: 'COMMITTED', outcome: { registeredRowCount: 1010, tradeCount: 6 } });
    expect((await trades()).length).toBe(before + 6);
    const [uploader, workflow] = [clerk().sub, 'workflow:trade-import'];
    expect(await deeds(id)).toEqual([
      [uploader, 'UPLOAD'],
      [uploader, 'COMMIT'],
      [workflow, 'FAIL', 'States.Timeout'],
      [uploader, 'COMMIT'],
      [workflow, 'FINISH'],
    ]);
  }, 30_000);

  it('whose execution was stopped from outside has failed once it cannot be running any more', async () => {
    const id = await begun(manyTrades());
    const before = registry.runtime.now().getTime();
    host.isImporting = false;
    await host.deliver();
    registry.setClock(new Date(before + 24 * 3_600_000).toISOString());
    expect([(await read(id)).status, (await commit(id)).status]).toEqual(['COMMITTING', 409]);
    registry.setClock(new Date(before + 26 * 3_600_000).toISOString());
    expect(await read(id)).toMatchObject({ status: 'FAILED', failure: { code: 'TIMED_OUT' } });
    host.isImporting = true;
    expect((await commit(id)).body.status).toBe('COMMITTING');
    await host.deliver();
    expect(await read(id)).toMatchObject({ status: 'COMMITTED', outcome: { tradeCount: 21 } });
    registry.setClock(new Date(before).toISOString());
  }, 30_000);

  it('is registered whole though it was committed in its last second; later it is to be uploaded anew', async () => {
    const { body } = await upload(csvOf(longSheet(1010)));
    const end = Date.parse('2026-04-16T01:30:00.000Z');
    const late = await upload(csvOf(longSheet(30)));
    registry.setClock(new Date(end - 1000).toISOString());
    expect((await commit(body.id)).body).toMatchObject({ status: 'COMMITTING' });
    registry.setClock(new Date(end).toISOString());
    expect((await commit(late.body.id)).body).toMatchObject({ status: 409, code: 'WRONG_STATE' });
    await registry.expire(new Date(end + 60 * 3_600_000));
    await host.deliver();
    expect(await read(body.id)).toMatchObject({ status: 'COMMITTED', outcome: { registeredRowCount: 1010 } });

    // What the sheet held goes; what became of it stays, as the audit does.
    const weeksLater = new Date(end + 73 * 3_600_000);
    registry.setClock(weeksLater.toISOString());
    await registry.expire(weeksLater);
    const [cleared, never] = [await read(body.id), await read(late.body.id)];
    expect(cleared).toMatchObject({ status: 'COMMITTED', rowCount: 1010, outcome: { registeredRowCount: 1010 } });
    expect(never).toMatchObject({ status: 'PREVIEWED', rowCount: 30, goodRowCount: 0, errors: [] });
    for (const { notes } of [cleared, never]) expect(notes.at(-1)).toContain('内容已清除');
    const errors = await act('getImportErrors', { id: body.id });
    expect(errors.body).toMatchObject({ status: 404, remedy: '如需补办请重新上传' });
    expect((await commit(late.body.id)).body).toMatchObject({ status: 409 });
    expect((await deeds(body.id)).map(([, action]) => action)).toEqual(['UPLOAD', 'COMMIT', 'FINISH']);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('that was uploaded before imports were audited is registered all the same, and begins no chain in its middle', async () => {
    const { body } = await upload(csvOf(manyTrades()));
    const key = { pk: `DST#500111#IMPORT#${body.id}`, sk: 'CURRENT' };
    const item = await registry.runtime.table.get(key);
    await registry.runtime.table.commit([put({ ...key, version: 2, data: item?.['data'] })]);
    expect((await commit(body.id)).body).toMatchObject({ status: 'COMMITTING' });
    await host.deliver();
    expect(await read(body.id)).toMatchObject({ status: 'COMMITTED', outcome: { tradeCount: 21 } });
    expect(await registry.runtime.table.get(key)).toMatchObject({ expiresAt: expect.any(Number) });
  }, 30_000);

  it('of all or nothing is taken back as a whole where one trade is refused, and says why', async () => {
    const before = (await trades()).length;
    const rows = longSheet(1010).map((cells, index) => (index === 700 ? cells.with(12, '160000') : cells));
    const id = await begun(rows);
    await host.deliver();
    const after = await read(id);
    expect(after).toMatchObject({ status: 'PREVIEWED' });
    expect(after.errors).toContainEqual(expect.objectContaining({ row: 701, code: 'LINE_OVER_DECLARATION_LIMIT' }));
    expect((await trades()).length).toBe(before);
    expect((await act('getImportErrors', { id, headers: { Accept: 'application/json' } })).body.errors.length).toBe(
      after.errorCount,
    );
    expect((await deeds(id)).at(-1)).toEqual([
      'workflow:trade-import',
      'TAKE_BACK',
      'VALUE_PER_KILOGRAM_UNUSUAL',
      'LINE_OVER_DECLARATION_LIMIT',
    ]);
  }, 30_000);
});

describe('a preview that is polled', () => {
  it('is answered from what was kept, by as many reads for 13 rows as for 1,300, and looks for what was filed since', async () => {
    let reads = 0;
    const { table } = registry.runtime;
    const counted: Runtime = {
      ...registry.runtime,
      table: {
        ...table,
        get: (key) => ((reads += 1), table.get(key)),
        getMany: (keys) => ((reads += keys.length), table.getMany(keys)),
      },
    };
    const handler = buildInterchange(counted, host.callApi);
    const poll = async (id: string) => {
      reads = 0;
      const reply = await call(handler, interchangeApi, 'getImport', { caller: clerk(), params: { id } });
      return { reads, body: reply.body };
    };
    const unfiled = changed('塑料餐盒', '纸餐盒');
    const [short, long] = [await upload(unfiled), await upload(csvOf(longSheet(1300)))];
    const first = await poll(short.body.id);
    expect(first.body).toEqual(short.body);
    const other = await poll(long.body.id);
    expect(other.body).toEqual(long.body);
    expect(first.reads).toBe(2);
    expect(other.reads).toBe(2);

    registry.setClock(new Date(registry.runtime.now().getTime() + 11_000).toISOString());
    const many = await Promise.all([poll(short.body.id), poll(short.body.id), poll(short.body.id)]);
    for (const { body } of many) expect(body).toEqual(short.body);
    expect((await poll(short.body.id)).reads).toBe(2);
  });
});

describe('a sheet of hundreds of rows, some of them wrong', () => {
  it('has the same preview as CSV and as XLSX', async () => {
    const rows = longSheet(400).map((cells, index) =>
      index % 50 === 7 ? cells.with(5, '箩筐').with(12, '-1') : cells,
    );
    const csv = await upload(csvOf(rows));
    const xlsx = await upload(await xlsxOf([{ name: '1', rows, widths: TITLES.split(',').map(() => 10) }]), XLSX_TYPE);
    expect(csv.body).toMatchObject({ rowCount: 400, goodRowCount: 392 });
    expect(preview(xlsx)).toEqual(preview(csv));
  });
});

describe('a sheet of 10,000 rows', () => {
  it('is previewed in a few seconds of the processor, as XLSX, which takes longer than CSV', async () => {
    const rows = longSheet(10_000);
    const sheet = await xlsxOf([{ name: '1', rows, widths: TITLES.split(',').map(() => 10) }]);
    const { answer, seconds } = await processorSeconds(() => upload(sheet, XLSX_TYPE));
    expect(answer.body).toMatchObject({ rowCount: 10_000, goodRowCount: 10_000 });
    expect(seconds).toBeLessThan(15);
  });

  it('is answered within what a function may answer, whatever is wrong with it', async () => {
    const rows = longSheet(4500).map((cells, index) => (index === 0 ? cells : cells.map(() => '?'.repeat(20))));
    const { body } = await upload(csvOf(rows));
    expect(body).toMatchObject({ goodRowCount: 0, errorCount: expect.any(Number) });
    const errors = async (type: string) => act('getImportErrors', { id: body.id, headers: { Accept: type } });
    expect((await errors('application/json')).body.errors).toHaveLength(5000);
    expect((await errors('text/csv')).body).toMatchObject({ status: 413, code: 'TOO_LARGE' });
    const workbook = await errors(XLSX_TYPE);
    expect((await sheetRows(workbook.body, 20_000)).length).toBe(4501);
  });
});

describe('the list of sheets', () => {
  const agent: Caller = { sub: 'list-agent', role: 'agent', districtId: '500111', entityId: 'entity-500111-nobody' };
  const listed = async (query: Record<string, string>, caller: Caller = clerk()) =>
    (await act('listImports', { query, caller })).body.items;

  it('shows the centre those of all, and a party its own, with name, counts and state', async () => {
    const named = (fileName: string, caller: Caller) =>
      act('createImport', {
        caller,
        query: { kind: 'trade-lines', fileName },
        headers: { 'Content-Type': 'text/csv' },
        body: Buffer.from(SHEET),
      });
    const own = (await named('三月清单.csv', agent)).body;
    const other = (await named('centre.csv', { ...clerk(), sub: 'list-clerk' })).body;
    expect(await listed({}, agent)).toEqual([
      {
        id: own.id,
        kind: 'trade-lines',
        status: 'PREVIEWED',
        fileName: '三月清单.csv',
        createdBy: 'list-agent',
        createdAt: own.createdAt,
        rowCount: own.rowCount,
        goodRowCount: own.goodRowCount,
        errorCount: own.errorCount,
        updatedAt: own.createdAt,
      },
    ]);
    const ids = (await listed({})).map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([own.id, other.id]));
    expect((await listed({ uploadedBy: 'ME' }, { ...clerk(), sub: 'list-clerk' })).map(({ id }: any) => id)).toEqual([
      other.id,
    ]);
    expect(await listed({}, clerk(YUZHONG))).toEqual([]);
    expect(await listed({ status: 'COMMITTED' }, agent)).toEqual([]);
  });
});
