import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '../../../functions/shared/http/contract.ts';
import { columnsOf, inAcceptedForm, itemOf } from '../../../functions/shared/http/list-sheet.ts';
import { XLSX_TYPE } from '../../../functions/shared/sheet/types.ts';
import { contracts } from '../../../functions/system/contracts.ts';
import { clerk, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { api, approved } from '../filing/kit.ts';
import { buyerSample, merchantSample } from '../filing/samples.ts';

const registry = useRegistry();

const LISTS: [string, Endpoint][] = Object.values(contracts)
  .flatMap((contract) => Object.values(contract))
  .flatMap((endpoint) => (itemOf(endpoint) ? [[endpoint.path, endpoint]] : []));

const csv = (query: Record<string, string>, caller = clerk()) =>
  api(registry.runtime, 'listEntities', { caller, query, headers: { Accept: 'text/csv' } });

const rowsOf = (body: unknown) => sheetRows(Buffer.from(body as string), 500);

describe('every list as a sheet', () => {
  it('has them all', () => {
    expect(LISTS.length).toBeGreaterThan(15);
    const paths = LISTS.map(([path]) => path);
    for (const path of ['/v1/entities', '/v1/goods', '/v1/agency-agreements', '/v1/filings', '/v1/trades'])
      expect(paths).toContain(path);
  });

  it.each(LISTS)('has Chinese titles, each once: %s', (_path, endpoint) => {
    const titles = columnsOf(itemOf(endpoint)!).map(({ title }) => title);
    for (const part of titles.flatMap((title) => title.split('·'))) expect(part).toMatch(/\p{Script=Han}/u);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('comes by the list’s own filters and rights, in pages, with enumerations in Chinese', async () => {
    const own = await approved(registry.runtime, merchantSample(1));
    await approved(registry.runtime, merchantSample(2));
    await approved(registry.runtime, buyerSample(3));
    const first = await csv({ kind: 'merchant', limit: '1' });
    expect(first.headers['Content-Type']).toContain('text/csv');
    const [titles = [], ...page] = await rowsOf(first.body);
    expect(page).toHaveLength(1);
    expect(page[0]?.[titles.indexOf('种类')]).toBe('市场经营户');
    expect(page[0]?.[titles.indexOf('状态')]).toBe('有效');
    const cursor = String(first.headers['X-Next-Cursor']);
    const second = await csv({ kind: 'merchant', limit: '1', cursor });
    expect((await rowsOf(second.body))[1]).not.toEqual(page[0]);
    const ofMerchant = await rowsOf((await csv({}, merchant(own))).body);
    expect(ofMerchant.slice(1).map((row) => row[titles.indexOf('编号')])).toEqual([own]);
    expect((await rowsOf((await csv({}, clerk(YUZHONG))).body)).slice(1)).toEqual([]);
    expect((await csv({ kindd: 'merchant' })).status).toBe(400);
  });

  it('comes as a workbook, and as JSON to whoever asks for nothing else', async () => {
    const asked = { caller: clerk(), query: { kind: 'buyer' } };
    const book = await api(registry.runtime, 'listEntities', { ...asked, headers: { Accept: XLSX_TYPE } });
    expect(book.headers['Content-Type']).toBe(XLSX_TYPE);
    expect((await sheetRows(book.body, 10))[1]).toContain('境外采购商');
    for (const accept of ['*/*', 'application/json', 'image/png']) {
      const json = await api(registry.runtime, 'listEntities', { ...asked, headers: { Accept: accept } });
      expect(json.body.items, accept).toHaveLength(1);
    }
  });

  it('has no cell that a spreadsheet takes for a formula', async () => {
    const item = z.object({ name: z.string().meta({ title: '名称' }) });
    const schema = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
    const endpoint: Endpoint = {
      method: 'GET',
      path: '/v1/things',
      summary: 'Things',
      roles: ['clerk'],
      success: { status: 200, schema },
      problems: [],
    };
    const names = ['=1+1', '+1', '-1', '@x', '\tx'];
    const body = { items: names.map((name) => ({ name })), nextCursor: null };
    const { body: sheet } = await inAcceptedForm(endpoint, { body }, 'text/csv');
    expect(String(sheet).split('\r\n').slice(1, -1)).toEqual(names.map((name) => `'${name}`));
  });
});
