import { readFileSync } from 'node:fs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { rowIdOf, slicesOf } from '../../../functions/filing/domain/bulk/batch.ts';
import { migrations } from '../../../functions/filing/store/migration.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { csvOf } from '../../../functions/shared/sheet/csv.ts';
import { xlsxOf } from '../../../functions/shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../../functions/shared/sheet/types.ts';
import { deedsOf } from '../../kit/audit.ts';
import { agency, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { gbk } from '../../kit/gbk.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { cellsOf, csvSheet, merchants, TITLES, tableOf } from './bulk-sheet.ts';
import { api, approved, runStep } from './kit.ts';
import { merchantSample, tradeOperatorSample } from './samples.ts';

const registry = useRegistry();

const CSV = { 'Content-Type': 'text/csv' };
const upload = (body: Buffer, caller: Caller = clerk(), headers: Record<string, string> = CSV) =>
  api(registry.runtime, 'uploadBatch', { caller, body, headers });
const list = (query: Record<string, string> = {}, caller = clerk()) =>
  api(registry.runtime, 'listBatches', { caller, query });
const read = (id: string, caller = clerk()) => api(registry.runtime, 'getBatch', { caller, params: { id } });
const commit = (id: string, mode: string, caller: Caller = clerk(), headers = {}) =>
  api(registry.runtime, 'commitBatch', { caller, params: { id }, body: { mode }, headers });
const errors = (id: string, accept: string) =>
  api(registry.runtime, 'batchErrors', { caller: clerk(), params: { id }, headers: { Accept: accept } });

const runBatch = async (batchId: string, slices: number) => {
  for (let slice = 1; slice <= slices; slice += 1) await runStep(registry.runtime, 'FileRows', { batchId, slice });
  return runStep(registry.runtime, 'FinishBatch', { batchId });
};

let next = 1000;
/** Numbers of merchants that no other test has. */
const fresh = (count: number): Record<string, string>[] => merchants(count, (next += count) - count);

describe('the template', () => {
  it('has every column, those required marked, and a sheet that says how to fill it in', async () => {
    const reply = await api(registry.runtime, 'merchantTemplate', { caller: clerk() });
    expect(reply.headers['Content-Type']).toBe(XLSX_TYPE);
    expect(await sheetRows(reply.body, 100)).toEqual([TITLES]);
    const json = await api(registry.runtime, 'merchantTemplate', {
      caller: clerk(),
      headers: { Accept: 'application/json' },
    });
    expect(json.body.columns).toHaveLength(TITLES.length);
    const other = await api(registry.runtime, 'merchantTemplate', {
      caller: clerk(),
      headers: { Accept: 'image/png' },
    });
    expect(other.status).toBe(406);
  });
});

describe('a sheet', () => {
  it('is previewed the same from XLSX, UTF-8 with and without mark, and GBK, wherever its titles stand', async () => {
    const table = tableOf([...fresh(2), { ...cellsOf(1), 联系电话: '12345' }]);
    const heading = [['市场经营户备案表'], [], ['填表日期', '2026-03-17']];
    const csv = csvOf(table);
    const files = [
      Buffer.from(csv),
      Buffer.from(csv.slice(1)),
      gbk(csv.slice(1)),
      await xlsxOf([{ name: '表', rows: table, widths: [] }]),
    ];
    const previews = await Promise.all(files.map(async (file) => (await upload(file)).body));
    for (const one of previews) {
      expect(one.rows).toEqual({ total: 3, good: 2, bad: 1 });
      expect(one.errors).toEqual(previews[0].errors);
    }
    const below = (await upload(Buffer.from(csvOf([...heading, ...table])))).body;
    expect(below.errors.map((one: { row: number }) => one.row)).toEqual([7]);
  });

  it('tells everything that is wrong with every row, by row and column, in Chinese', async () => {
    const [good = {}, a = {}, b = {}, c = {}] = fresh(4);
    const rows = [
      good,
      { ...a, 统一社会信用代码: '', 经营户类型: '零售', 摊位租期止: '2020-01-01' },
      { ...b, 法定代表人证件号码: '5.00225E+17', 市场: '义乌国际商贸城' },
      { ...c, 名称: '=HYPERLINK("http://x")', 营业执照起期: '2026-02-30', 关联外贸公司: '91110000600037341L' },
      { ...good, 摊位号: '0001号' },
    ];
    const { status, body } = await upload(csvSheet(rows));
    expect([status, body.rows, body.errorCount]).toEqual([201, { total: 5, good: 1, bad: 4 }, 9]);
    expect(body.errors.map((one: any) => [one.row, one.column, one.code])).toEqual([
      [3, '统一社会信用代码', 'REQUIRED'],
      [3, '摊位租期止', 'PERIOD'],
      [3, '经营户类型', 'FORMAT'],
      [4, '法定代表人证件号码', 'DIGITS_LOST'],
      [4, '市场', 'FORMAT'],
      [5, '名称', 'FORMULA'],
      [5, '营业执照起期', 'FORMAT'],
      [5, '关联外贸公司', 'UNKNOWN_PARTY'],
      [6, '统一社会信用代码', 'REPEATED'],
    ]);
    for (const one of body.errors) expect(one.message).toMatch(/\p{Script=Han}/u);
  });

  it('tells of a merchant that is filed already, and finds the trade operator it names', async () => {
    const [row = {}, related = {}] = fresh(3);
    const known = merchantSample(next - 1);
    await approved(registry.runtime, known);
    await approved(registry.runtime, tradeOperatorSample());
    const { unifiedSocialCreditCode } = tradeOperatorSample().entity;
    const { body } = await upload(
      csvSheet([
        { ...row, 统一社会信用代码: known.entity.unifiedSocialCreditCode },
        { ...related, 关联外贸公司: unifiedSocialCreditCode },
      ]),
    );
    expect(body.errors).toMatchObject([{ row: 2, code: 'DUPLICATE', message: expect.stringContaining('JY500111') }]);
  });

  it('tells of a stall that another merchant in force stands on', async () => {
    const [row = {}] = fresh(2);
    const { kind, entity } = merchantSample(next - 1);
    await approved(registry.runtime, {
      kind,
      entity: { ...entity, stall: { building: 'A区', floor: '1层', number: '9001号' } },
    });
    const { body } = await upload(csvSheet([{ ...row, 摊位号: '9001' }]));
    expect(body.errors).toMatchObject([{ row: 2, column: '摊位号', code: 'STALL_TAKEN' }]);
    expect(body.errors[0].message).toMatch(/JY500111\d{10}/);
    const agent = { ...merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`), role: 'agent' } as const;
    const own = await upload(csvSheet([{ ...row, 摊位号: '9001' }]), agent);
    expect(own.body.errors).toMatchObject([{ row: 2, column: '摊位号', code: 'STALL_TAKEN' }]);
    expect(own.body.errors[0].message).not.toMatch(/JY500111|filing-/);
  });

  it('names the titles it does not read', async () => {
    const table = tableOf(fresh(1)).map((row, index) => [...row, index === 0 ? '备注' : '熟客', '错误原因']);
    expect((await upload(Buffer.from(csvOf(table)))).body).toMatchObject({ unknownTitles: ['备注'], errorCount: 0 });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 400, 'MALFORMED_FILE'],
    ['other titles', Buffer.from('品名,数量\n扳手,3'), 400, 'MALFORMED_FILE'],
    ['titles alone', Buffer.from(csvOf([TITLES])), 400, 'MALFORMED_FILE'],
    ['a cell of 3,000 characters', csvSheet([{ ...cellsOf(1), 经营范围: '五'.repeat(3000) }]), 400, 'MALFORMED_FILE'],
    ['1,001 rows', csvSheet(merchants(1001)), 413, 'TOO_LARGE'],
    ['4 MB', Buffer.alloc(4 * 1024 ** 2 + 1, 'a'), 413, 'TOO_LARGE'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff]), 400, 'MALFORMED_FILE'],
  ])('is refused: %s', async (_what, file, status, code) => {
    const reply = await upload(file);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.body.detail).toMatch(/\p{Script=Han}/u);
  });

  it('is refused in a body that is none, and from who may not file by sheet', async () => {
    const json = await upload(csvSheet(fresh(1)), clerk(), { 'Content-Type': 'application/json' });
    expect(json.status).toBe(415);
    for (const caller of [reviewer(), operator(), agency(), merchant(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`)]) {
      expect((await upload(csvSheet(fresh(1)), caller)).status).toBe(403);
    }
  });

  it('uploaded again under its key is the same batch', async () => {
    const file = csvSheet(fresh(1));
    const headers = { ...CSV, 'Idempotency-Key': 'sheet-1' };
    const [first, again] = [await upload(file, clerk(), headers), await upload(file, clerk(), headers)];
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers['Idempotent-Replayed']).toBe('true');
  });
});

describe('a cell that is told shortened in the middle of a character', () => {
  it.each([38, 39, 40])('behind %i others: the batch is done, and no answer has half of one', async (count) => {
    const [good = {}, bad = {}] = fresh(2);
    const cell = `${'把'.repeat(count)}𠮷把把把`;
    const columns = ['营业执照起期', '法定代表人证件类型', '市场', '联系电话', '统一社会信用代码'];
    const changed = Object.fromEntries(columns.map((column) => [column, cell]));
    const { body } = await upload(csvSheet([good, { ...bad, ...changed }]));
    expect(body.rows).toEqual({ total: 2, good: 1, bad: 1 });
    expect((await commit(body.id, 'GOOD_ROWS')).status).toBe(202);
    await runBatch(body.id, 1);
    const done = await read(body.id);
    expect(done.body).toMatchObject({ status: 'DONE', rows: { total: 2, filed: 1, bad: 1 } });
    const answers = [
      body,
      done.body,
      (await errors(body.id, 'application/json')).body,
      (await errors(body.id, 'text/csv')).body,
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(/\\ud[89a-f]|\uFFFD/i);
  });

  it('of a workbook as it came: four of five rows are filed', async () => {
    const sheet = readFileSync(new URL('../shared/fixtures/sheets/cut-within-a-character.xlsx', import.meta.url));
    const { body } = await upload(sheet, clerk(), { 'Content-Type': XLSX_TYPE });
    expect(body.rows).toMatchObject({ total: 5, bad: 1 });
    expect((await commit(body.id, 'GOOD_ROWS')).status).toBe(202);
    await runBatch(body.id, 1);
    expect((await read(body.id)).body).toMatchObject({ status: 'DONE', rows: { filed: 4, bad: 1 } });
  });
});

describe('a batch', () => {
  const bad = () => ({ ...fresh(1)[0], 联系电话: '12345' });

  it('of good rows only files each as the counter would, and closes', async () => {
    const { id } = (await upload(csvSheet(fresh(30)))).body;
    const accepted = await commit(id, 'ALL_OR_NOTHING');
    expect([accepted.status, accepted.body.status, accepted.body.execution.name]).toEqual([202, 'RUNNING', id]);
    expect(await registry.messages(`DST#${DAZU}#FILINGBATCH#${id}`)).toEqual([
      { type: 'start', workflow: 'filing-batch', executionName: id, input: { batchId: id, slices: [1, 2] } },
    ]);
    await runStep(registry.runtime, 'FileRows', { batchId: id, slice: 1 });
    expect((await read(id)).body).toMatchObject({ status: 'RUNNING', rows: { total: 30, filed: 25, bad: 0 } });
    await runBatch(id, 2);
    const { body } = await read(id);
    expect(body).toMatchObject({ status: 'DONE', rows: { total: 30, filed: 30, bad: 0 }, errors: [] });
    const { filingId } = body.filings[29];
    const filing = await api(registry.runtime, 'getFiling', { caller: clerk(), params: { id: filingId } });
    expect(filing.body).toMatchObject({ status: 'SUBMITTED', kind: 'merchant', submittedBy: clerk().sub });
    expect(await registry.messages(`DST#${DAZU}#FILING#${filingId}`)).toMatchObject([
      { type: 'start', workflow: 'filing', executionName: `${filingId}-1` },
    ]);
  });

  it('with bad rows does not begin as a whole; its good rows do', async () => {
    const { id } = (await upload(csvSheet([...fresh(2), bad(), ...fresh(1)]))).body;
    const refused = await commit(id, 'ALL_OR_NOTHING');
    expect([refused.status, refused.body.errors.map((one: any) => one.pointer)]).toEqual([422, ['/rows/4/联系电话']]);
    expect((await read(id)).body.status).toBe('PREVIEWED');
    expect((await commit(id, 'GOOD_ROWS')).status).toBe(202);
    await runBatch(id, 1);
    const { body } = await read(id);
    expect(body.rows).toEqual({ total: 4, filed: 3, bad: 1 });
    expect(body.filings.map((one: any) => one.row)).toEqual([2, 3, 5]);
  });

  it('committed twice runs once', async () => {
    const { id } = (await upload(csvSheet(fresh(1)))).body;
    const headers = { 'Idempotency-Key': `commit-${id}` };
    const first = await commit(id, 'GOOD_ROWS', clerk(), headers);
    expect((await commit(id, 'GOOD_ROWS', clerk(), headers)).body).toEqual(first.body);
    const second = await commit(id, 'GOOD_ROWS');
    expect([second.status, second.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(await registry.messages(`DST#${DAZU}#FILINGBATCH#${id}`)).toHaveLength(1);
  });

  it('whose step breaks off is taken up again: nobody is filed twice or left out', async () => {
    const { id } = (await upload(csvSheet([...fresh(8), bad()]))).body;
    await commit(id, 'GOOD_ROWS');
    const { table } = registry.runtime;
    let commits = 0;
    const failing = {
      ...registry.runtime,
      table: {
        ...table,
        commit: async (writes: Parameters<typeof table.commit>[0]) => {
          commits += 1;
          if (commits === 4) throw new Error('the lamp went out');
          await table.commit(writes);
        },
      },
    };
    await expect(runStep(failing, 'FileRows', { batchId: id, slice: 1 })).rejects.toThrow('the lamp went out');
    await runBatch(id, 1);
    const once = (await read(id)).body;
    expect(once.rows).toEqual({ total: 9, filed: 8, bad: 1 });
    await runBatch(id, 1);
    expect((await read(id)).body).toEqual(once);
    expect(new Set(once.filings.map((one: any) => one.filingId)).size).toBe(8);
  });

  it('whose execution fails says so, and goes on where it broke off when it is committed again', async () => {
    const { id, execution } = (await upload(csvSheet(fresh(30)))).body;
    expect(execution).toBeUndefined();
    const first = (await commit(id, 'GOOD_ROWS')).body.execution.name;
    await runStep(registry.runtime, 'FileRows', { batchId: id, slice: 1 });
    const fail = (name: string) =>
      runStep(registry.runtime, 'FailBatch', { batchId: id, execution: name, error: 'SerializationException' });
    await fail(first);
    expect((await read(id)).body).toMatchObject({
      status: 'FAILED',
      rows: { filed: 25, bad: 0 },
      failure: { code: 'SerializationException', message: expect.stringContaining('请再次提交') },
    });
    const again = await commit(id, 'GOOD_ROWS');
    expect([again.status, again.body.status, again.body.execution.name]).toEqual([202, 'RUNNING', `${id}-2`]);
    expect((await read(id)).body.failure).toBeUndefined();
    // The failure of the first execution, told late, is not the second one's.
    await fail(first);
    expect((await read(id)).body.status).toBe('RUNNING');
    await runBatch(id, 2);
    const { body } = await read(id);
    expect(body).toMatchObject({ status: 'DONE', rows: { total: 30, filed: 30, bad: 0 } });
    expect(new Set(body.filings.map(({ filingId }: { filingId: string }) => filingId)).size).toBe(30);
    expect((await commit(id, 'GOOD_ROWS')).status).toBe(409);
    await fail(`${id}-2`);
    expect((await read(id)).body.status).toBe('DONE');
    const [uploader, workflow] = [clerk().sub, 'workflow:filing-batch'];
    expect(await deedsOf(registry.runtime, `DST#${DAZU}#FILINGBATCH#${id}`)).toEqual([
      [uploader, 'UPLOAD'],
      [uploader, 'COMMIT'],
      [workflow, 'FAIL', 'SerializationException'],
      [uploader, 'COMMIT'],
      [workflow, 'FINISH'],
    ]);
  });

  it('whose execution was stopped from outside has failed once it cannot be running any more', async () => {
    const { id } = (await upload(csvSheet(fresh(1)))).body;
    const before = registry.runtime.now();
    await commit(id, 'ALL_OR_NOTHING');
    registry.setClock(new Date(before.getTime() + 24 * 3_600_000).toISOString());
    expect([(await read(id)).body.status, (await commit(id, 'ALL_OR_NOTHING')).status]).toEqual(['RUNNING', 409]);
    registry.setClock(new Date(before.getTime() + 26 * 3_600_000).toISOString());
    expect((await read(id)).body).toMatchObject({ status: 'FAILED', failure: { code: 'TIMED_OUT' } });
    expect((await commit(id, 'ALL_OR_NOTHING')).status).toBe(202);
    await runBatch(id, 1);
    expect((await read(id)).body).toMatchObject({ status: 'DONE', rows: { filed: 1 } });
    registry.setClock(before.toISOString());
  });

  it('whose merchant somebody else files meanwhile says so at its row', async () => {
    const [row = {}] = fresh(1);
    const { id } = (await upload(csvSheet([row]))).body;
    await commit(id, 'ALL_OR_NOTHING');
    const code = row['统一社会信用代码'] ?? '';
    const { kind, entity } = merchantSample(1);
    const body = { kind, entity: { ...entity, unifiedSocialCreditCode: code } };
    expect((await api(registry.runtime, 'fileEntity', { caller: clerk(), body })).status).toBe(202);
    await runBatch(id, 1);
    expect((await read(id)).body).toMatchObject({
      rows: { filed: 0, bad: 1 },
      errors: [{ row: 2, code: 'DUPLICATE' }],
    });
  });

  it('gives its failed rows back with what is wrong, to be mended and uploaded again', async () => {
    const sly = { ...bad(), 名称: '=1+1', 联系人: '+李' };
    const { id } = (await upload(csvSheet([...fresh(1), sly]))).body;
    const csv = await errors(id, 'text/csv');
    const [titles = [], row = [], ...none] = await sheetRows(Buffer.from(csv.body), 10);
    expect([titles, none]).toEqual([[...TITLES, '错误原因'], []]);
    expect(row.slice(0, -1)).toEqual(tableOf([sly])[1]);
    expect(row.at(-1)?.split('\n')).toHaveLength(3);
    expect(csv.body).toContain(",'=1+1,");
    const xlsx = await errors(id, XLSX_TYPE);
    expect(await sheetRows(xlsx.body, 10)).toEqual([titles, row]);
    const json = await errors(id, 'application/json');
    expect(json.body.items.map((one: any) => one.column)).toEqual(['名称', '联系人', '联系电话']);
    const mended = tableOf([{ ...sly, 名称: '兴旺五金经营部', 联系人: '李敏', 联系电话: '13900000001' }]).map(
      (cells, index) => [...cells, index === 0 ? '错误原因' : '号码不对'],
    );
    expect((await upload(Buffer.from(csvOf(mended)))).body.rows).toEqual({ total: 1, good: 1, bad: 0 });
  });

  it('is another district’s secret, and another agent’s', async () => {
    const agent = (sub: string): Caller => ({ sub, role: 'agent', districtId: DAZU });
    const { id } = (await upload(csvSheet(fresh(1)), agent('one'))).body;
    const as = async (caller: Caller) => [
      (await read(id, caller)).status,
      (await commit(id, 'GOOD_ROWS', caller)).status,
    ];
    expect(await as(clerk(YUZHONG))).toEqual([404, 404]);
    expect(await as(agent('two'))).toEqual([404, 404]);
    expect((await read(id, reviewer())).status).toBe(200);
    expect(await as(agent('one'))).toEqual([200, 202]);
  });

  it('keeps its rows thirty days, and is not committed after', async () => {
    const { id, keptUntil } = (await upload(csvSheet(fresh(1)))).body;
    expect(keptUntil).toBe('2026-04-16T01:30:00.000Z');
    registry.setClock(keptUntil);
    expect((await commit(id, 'GOOD_ROWS')).status).toBe(409);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });
});

it('a batch that is committed in its last second is filed whole, though its rows are due to go', async () => {
  const { id: forgotten } = (await upload(csvSheet(fresh(1)))).body;
  const { id, keptUntil } = (await upload(csvSheet(fresh(1)))).body;
  registry.setClock(new Date(Date.parse(keptUntil) - 1000).toISOString());
  expect((await commit(id, 'GOOD_ROWS')).status).toBe(202);
  const weekendLater = new Date(Date.parse(keptUntil) + 60 * 3_600_000);
  await registry.expire(weekendLater);
  expect(await runBatch(id, 1)).toEqual({ filed: 1, failed: 0 });
  await registry.expire(new Date(Date.parse(keptUntil) + 73 * 3_600_000));
  await expect(runStep(registry.runtime, 'FileRows', { batchId: id, slice: 1 })).rejects.toThrow('has no slice');
  registry.setClock(new Date(Date.parse(keptUntil) + 73 * 3_600_000).toISOString());
  expect((await read(id)).body).toMatchObject({ status: 'DONE', rows: { total: 1, filed: 1, bad: 0 } });
  const { body: never } = await read(forgotten);
  expect([never.status, never.rows]).toEqual(['PREVIEWED', { total: 1, bad: 0 }]);
  expect(never.notes).toEqual([expect.stringContaining('内容已清除')]);
  registry.setClock('2026-03-17T01:30:00.000Z');
});

describe('the rows of a batch', () => {
  it('lie in slices of 25, of 300 KB at most, in their order', () => {
    const row = (no: number, length: number) => ({ no, cells: ['五'.repeat(length)] });
    const light = Array.from({ length: 60 }, (_, index) => row(index, 1));
    expect(slicesOf(light).map((slice) => slice.length)).toEqual([25, 25, 10]);
    const heavy = Array.from({ length: 10 }, (_, index) => row(index, 40_000));
    expect(slicesOf(heavy).map((slice) => slice.length)).toEqual([2, 2, 2, 2, 2]);
    expect(slicesOf(heavy).flat()).toEqual(heavy);
  });

  it('become filings of their own, each the same at every run', () => {
    const batch = (ulid: string) => `filingbatch-${DAZU}-${ulid}`;
    const ids = Array.from({ length: 3000 }, (_, no) => rowIdOf({ id: batch('01JDXKQ8Z3W5T7V9Y1A3C5E7G9') }, no));
    expect(new Set(ids).size).toBe(3000);
    expect(ids[1]).toBe(`filing-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E001`);
    expect(ids[1]).not.toBe(rowIdOf({ id: batch('01JDXKQ8Z3W5T7V9Y1A3C5F7G9') }, 1));
  });
});

describe('the list of batches', () => {
  const agent = (n: number): Caller => ({ sub: `list-agent-${n}`, role: 'agent', districtId: DAZU });
  const uploadNamed = (fileName: string, caller: Caller) =>
    api(registry.runtime, 'uploadBatch', { caller, query: { fileName }, body: csvSheet(fresh(2)), headers: CSV });
  const idsOf = async (query: Record<string, string>, caller: Caller): Promise<string[]> =>
    (await list(query, caller)).body.items.map(({ id }: { id: string }) => id);

  it('shows a centre those of all its people, the latest change first, and an agent its own', async () => {
    registry.setClock('2026-09-18T01:30:00.000Z');
    const first = (await uploadNamed('龙水五金 三月.csv', agent(1))).body.id;
    registry.setClock('2026-09-18T02:30:00.000Z');
    const second = (await uploadNamed('b.csv', agent(2))).body.id;
    registry.setClock('2026-09-18T03:30:00.000Z');
    const third = (await uploadNamed('c.csv', { ...clerk(), sub: 'list-clerk' })).body.id;
    expect((await idsOf({ limit: '3' }, clerk())).slice(0, 3)).toEqual([third, second, first]);
    expect(await idsOf({}, agent(1))).toEqual([first]);
    expect(await idsOf({ uploadedBy: 'ME' }, { ...clerk(), sub: 'list-clerk' })).toEqual([third]);
    expect(await idsOf({}, reviewer(YUZHONG))).toEqual([]);
    const [shown] = (await list({}, agent(1))).body.items;
    expect(shown).toEqual({
      id: first,
      districtId: DAZU,
      kind: 'merchant',
      purpose: 'FILE',
      status: 'PREVIEWED',
      fileName: '龙水五金 三月.csv',
      uploadedBy: 'list-agent-1',
      uploadedAt: '2026-09-18T01:30:00.000Z',
      keptUntil: '2026-10-18T01:30:00.000Z',
      rows: { total: 2, bad: 0 },
      updatedAt: '2026-09-18T01:30:00.000Z',
    });
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('tells how each stands and what came of it, and finds those of a status', async () => {
    const caller = agent(3);
    const bad = { ...fresh(1)[0], 联系电话: '12345' };
    const uploaded = await upload(csvSheet([...fresh(2), bad]), caller);
    expect((await list({}, caller)).body.items[0].rows).toEqual({ total: 3, bad: 1 });
    await commit(uploaded.body.id, 'GOOD_ROWS', caller);
    expect(await idsOf({ status: 'RUNNING' }, caller)).toEqual([uploaded.body.id]);
    await runBatch(uploaded.body.id, 1);
    expect((await list({ status: 'DONE' }, caller)).body.items[0].rows).toEqual({ total: 3, filed: 2, bad: 1 });
    expect(await idsOf({ status: 'RUNNING' }, caller)).toEqual([]);
  });

  it('goes on where a page ended', async () => {
    const caller = agent(4);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await upload(csvSheet(fresh(1)), caller)).body.id);
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list({ limit: '2', ...(cursor && { cursor }) }, caller);
      found.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor;
    }
    expect(found.toSorted()).toEqual(ids.toSorted());
  });

  it('has those that an earlier release listed under nobody, once they are brought up to date', async () => {
    const caller = agent(5);
    const { id } = (await upload(csvSheet(fresh(1)), caller)).body;
    const key = { pk: `DST#${DAZU}#FILINGBATCH#${id}`, sk: 'CURRENT' };
    await registry.documents.send(
      new UpdateCommand({
        TableName: 'registry',
        Key: key,
        UpdateExpression: 'SET createdAt = ownerSort REMOVE ownerKey, ownerSort, stateKey, stateSort, sought',
      }),
    );
    expect(await idsOf({}, caller)).toEqual([]);
    await migrated(registry.documents, migrations);
    expect(await idsOf({}, caller)).toEqual([id]);
    expect((await read(id, caller)).body.uploadedAt).toBe((await list({}, caller)).body.items[0].uploadedAt);
  });
});
