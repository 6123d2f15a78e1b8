import { describe, expect, it } from 'vitest';
import type { EntityKind } from '../../../functions/events/entity.ts';
import { SHEET_KIND_NAMES, type SheetKind } from '../../../functions/filing/domain/sheet-kind-names.ts';
import { XLSX_TYPE } from '../../../functions/shared/sheet/types.ts';
import { clerk, merchant } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { cellsOfForm, csvSheet, titlesOf } from './bulk-sheet.ts';
import { api, approved, runStep } from './kit.ts';
import { buyerSample, merchantSample, samples, tradeOperatorSample, usccOf } from './samples.ts';

const registry = useRegistry();

const KINDS = Object.keys(SHEET_KIND_NAMES) as SheetKind[];

const upload = (kind: SheetKind, rows: Record<string, string>[], caller = clerk()) =>
  api(registry.runtime, 'uploadBatch', {
    caller,
    query: { kind },
    body: csvSheet(rows, kind),
    headers: { 'Content-Type': 'text/csv' },
  });

/** Commits a preview and files its one slice; the batch as it is then. */
async function committed(id: string) {
  const commit = { caller: clerk(), params: { id }, body: { mode: 'ALL_OR_NOTHING' } };
  const reply = await api(registry.runtime, 'commitBatch', commit);
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  await runStep(registry.runtime, 'FileRows', { batchId: id, slice: 1 });
  await runStep(registry.runtime, 'FinishBatch', { batchId: id });
  return (await api(registry.runtime, 'getBatch', { caller: clerk(), params: { id } })).body;
}

describe('the template of a kind', () => {
  it.each(KINDS)('has the columns of the form, in Chinese: %s', async (kind) => {
    const asked = { caller: clerk(), params: { kind } };
    const { body, headers } = await api(registry.runtime, 'formTemplate', asked);
    expect(headers['Content-Type']).toBe(XLSX_TYPE);
    expect(await sheetRows(body, 100)).toEqual([titlesOf(kind)]);
    for (const title of titlesOf(kind)) expect(title).toMatch(/\p{Script=Han}/u);
    expect(new Set(titlesOf(kind)).size).toBe(titlesOf(kind).length);
  });

  it('is none of a kind that is not filed', async () => {
    expect(
      (await api(registry.runtime, 'formTemplate', { caller: clerk(), params: { kind: 'toString' } })).status,
    ).toBe(404);
  });
});

describe('a sheet of parties', () => {
  it.each(Object.keys(samples) as EntityKind[])('files every field of the form: %s', async (kind) => {
    const { entity } = samples[kind];
    const preview = await upload(kind, [cellsOfForm(kind, entity)]);
    expect(preview.body).toMatchObject({ kind, rows: { total: 1, good: 1, bad: 0 }, errors: [], unknownTitles: [] });
    const { rows, filings, records } = await committed(preview.body.id);
    expect([rows.filed, filings.length, records]).toEqual([1, 1, []]);
    const filing = await api(registry.runtime, 'getFiling', { caller: clerk(), params: { id: filings[0].filingId } });
    expect(filing.body).toMatchObject({ kind, entity });
  });

  it('takes countries, units and enumerations by the words that people write', async () => {
    const cells = cellsOfForm('buyer', buyerSample(777).entity);
    const { body } = await upload('buyer', [{ ...cells, '国籍（地区）': '阿联酋', 证件类型: '护照' }]);
    expect(body.errors).toEqual([]);
    const wrong = await upload('buyer', [{ ...cells, '国籍（地区）': '亚特兰蒂斯', 证件类型: '驾照' }]);
    expect(wrong.body.errors.map((one: any) => [one.column, one.code])).toEqual([
      ['证件类型', 'FORMAT'],
      ['国籍（地区）', 'FORMAT'],
    ]);
  });

  it('says of two rows of one certificate that they are one', async () => {
    const cells = cellsOfForm('buyer', buyerSample(778).entity);
    const { body } = await upload('buyer', [cells, { ...cells, 名称: 'ANOTHER NAME LLC' }]);
    expect(body.errors).toMatchObject([{ row: 3, column: '证件号码', code: 'REPEATED' }]);
  });
});

describe('a sheet of goods', () => {
  const goods = {
    nameZh: '抹泥刀',
    hsCode: '8205590000',
    specification: '碳钢|木柄|280mm',
    brand: { type: 'NONE' },
    dealUnit: '016',
    legalUnit: '035',
  };

  it('files them under their merchants, named by code or number, once however often its step runs', async () => {
    const { entity } = merchantSample(31);
    const merchantId = await approved(registry.runtime, { kind: 'merchant', entity });
    const filed = await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id: merchantId } });
    const cells = cellsOfForm('goods', goods);
    const preview = await upload('goods', [
      { ...cells, 所属经营户: entity.unifiedSocialCreditCode, 成交单位: '把', 法定单位: '千克' },
      { ...cells, 所属经营户: filed.body.filingNumber, 中文品名: '锤子' },
    ]);
    expect(preview.body.errors).toEqual([]);
    const { rows, records, filings } = await committed(preview.body.id);
    expect([rows.filed, filings]).toEqual([2, []]);
    await runStep(registry.runtime, 'FileRows', { batchId: preview.body.id, slice: 1 });
    const list = await api(registry.runtime, 'listGoods', { caller: clerk(), query: { merchantId } });
    expect(list.body.items.map((one: any) => one.id).toSorted()).toEqual(records.map((one: any) => one.id).toSorted());
    expect(list.body.items).toContainEqual(expect.objectContaining({ ...goods, merchantId, status: 'ACTIVE' }));
  });

  it('names a merchant that there is not, and what the rules have against goods', async () => {
    const cells = cellsOfForm('goods', goods);
    const { body } = await upload('goods', [{ ...cells, 所属经营户: usccOf(987), 商品编号: '8204120001' }]);
    expect(body.rows).toMatchObject({ good: 0, bad: 1 });
    expect(body.errors).toMatchObject([{ row: 2, column: '所属经营户', code: 'UNKNOWN_PARTY' }]);
  });
});

describe('a sheet of agreements', () => {
  it('registers them in force, of parties named by their codes', async () => {
    const party = merchantSample(41);
    const operator = tradeOperatorSample(141);
    const merchantId = await approved(registry.runtime, party);
    const tradeOperatorId = await approved(registry.runtime, operator);
    const cells = {
      '委托方（经营户）': party.entity.unifiedSocialCreditCode,
      '受托方（市场采购贸易经营者）': operator.entity.unifiedSocialCreditCode,
      签订日期: '2026/1/5',
      协议起期: '2026年1月5日',
      协议止期: '2028-01-04',
    };
    const preview = await upload('agreement', [cells]);
    expect(preview.body.errors).toEqual([]);
    const { records } = await committed(preview.body.id);
    const asked = { caller: clerk(), params: { id: records[0].id } };
    expect((await api(registry.runtime, 'getAgreement', asked)).body).toMatchObject({
      merchantId,
      tradeOperatorId,
      status: 'IN_FORCE',
    });
  });

  it('refuses an agent one of others', async () => {
    const party = merchantSample(42);
    const operator = tradeOperatorSample(142);
    await approved(registry.runtime, party);
    await approved(registry.runtime, operator);
    const agent = { ...merchant(await approved(registry.runtime, tradeOperatorSample(143))), role: 'agent' } as const;
    const cells = cellsOfForm('agreement', {
      merchantId: party.entity.unifiedSocialCreditCode,
      tradeOperatorId: operator.entity.unifiedSocialCreditCode,
      signedOn: '2026-01-05',
      validFrom: '2026-01-05',
      validUntil: '2028-01-04',
    });
    const { body } = await upload('agreement', [cells], agent);
    expect(body.errors).toMatchObject([{ column: '委托方（经营户）', code: 'NOT_OWN_AGREEMENT' }]);
  });
});
