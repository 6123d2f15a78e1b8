import { describe, expect, it } from 'vitest';
import { sheetOf } from '../../../functions/filing/domain/bulk/kinds.ts';
import { formOfRow, readRow } from '../../../functions/filing/domain/bulk/row.ts';
import type { RowOf } from '../../../functions/shared/reference/lists/index.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { cellsOf, tableOf } from './bulk-sheet.ts';

/** The sheet of merchants takes the words and codes that the documents of the trade have themselves. */

const lists = shippedOn('2026-03-17');

/** The form of a merchant whose cells are changed, or what is wrong with it. */
function read(change: Record<string, string>, given = lists) {
  const [titles = [], cells = []] = tableOf([{ ...cellsOf(1), ...change }]);
  const merchants = sheetOf('merchant');
  const { form, faults } = formOfRow(merchants, readRow(merchants, titles, { no: 2, cells }, given));
  return { entity: (form as { entity: Record<string, any> } | undefined)?.entity, faults };
}

describe('a cell of the sheet of merchants', () => {
  it.each<[string, string[], (entity: Record<string, any>) => unknown, unknown]>([
    [
      '法定代表人证件类型',
      ['居民身份证', '身份证', '1', '１', 'ID_CARD'],
      (e) => e['legalRepresentative'].idType,
      'ID_CARD',
    ],
    ['纳税人类型', ['小规模纳税人', '小规模', '105_02', 'SMALL_SCALE'], (e) => e['taxpayerType'], 'SMALL_SCALE'],
    ['纳税人类型', ['一般纳税人', '一般', '105_01', '105—01'], (e) => e['taxpayerType'], 'GENERAL'],
    ['经营户类型', ['展销', '展销商户', '1'], (e) => e['merchantType'], 'EXHIBITION'],
    ['经营户类型', ['集群', '集群商户', '2'], (e) => e['merchantType'], 'CLUSTER'],
    [
      '营业执照止期',
      ['长期', '长期有效', ' 长 期 ', '无固定期限', '9999-12-31', ''],
      (e) => e['businessLicence'].validUntil,
      undefined,
    ],
    ['营业执照止期', ['2044-05-05', '2044年5月5日'], (e) => e['businessLicence'].validUntil, '2044-05-05'],
    [
      '市场',
      ['大足龙水五金市场', '龙水五金市场', '大足 龙水五金市场', 'dazu-longshui-hardware'],
      (e) => e['marketId'],
      'dazu-longshui-hardware',
    ],
    ['主营商品章', ['73章', '第73章', '７３章', '73\u200b章', '73'], (e) => e['hsChapters'], ['73']],
    ['主营商品章', ['第73章、82章', '73 82'], (e) => e['hsChapters'], ['73', '82']],
    ['主营商品章', ['8章'], (e) => e['hsChapters'], ['08']],
  ])('%s may say %j', (title, words, of, expected) => {
    for (const word of words) {
      const { entity, faults } = read({ [title]: word });
      expect([word, faults]).toEqual([word, []]);
      expect([word, of(entity ?? {})]).toEqual([word, expected]);
    }
  });

  it('has a code as it is, whatever nobody sees is pasted with it', () => {
    const code = cellsOf(1)['统一社会信用代码'] ?? '';
    for (const pasted of [
      `\u200b${code}`,
      `${code}\u202d`,
      `${code.slice(0, 8)} ${code.slice(8)}`,
      `\ufeff${code}\u00a0`,
    ]) {
      const { entity, faults } = read({ 统一社会信用代码: pasted });
      expect([faults, entity?.['unifiedSocialCreditCode']]).toEqual([[], code]);
    }
  });

  it('names no market by an end that several have, or that says nothing', () => {
    const [market] = lists.markets.values();
    const other = { ...market, id: 'other', name: '永川龙水五金市场' } as RowOf<'markets'>;
    const markets = new Map([...lists.markets, ['other', other]]);
    const codes = (name: string, of: typeof lists.markets) =>
      read({ 市场: name }, { ...lists, markets: of }).faults.map(({ column, code }) => `${code} ${column}`);
    expect(codes('龙水五金市场', markets)).toEqual(['FORMAT 市场']);
    expect(codes('永川龙水五金市场', markets)).toEqual([]);
    expect(codes('市场', lists.markets)).toEqual(['FORMAT 市场']);
  });

  it('with a day that there is not says so', () => {
    for (const typed of ['2024-02-30', '2024年2月30日', '2024/13/1']) {
      const { faults } = read({ 营业执照起期: typed });
      expect(faults.map(({ column, code }) => `${code} ${column}`)).toEqual(['FORMAT 营业执照起期']);
      expect(faults[0]?.message).toContain('没有这一天，请核对月份和日期');
    }
  });

  it('with another word is refused by what it may say', () => {
    const { faults } = read({ 法定代表人证件类型: '护照', 纳税人类型: '105_09' });
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('应为居民身份证、港澳居民来往内地通行证、军官证、其他'),
      expect.stringContaining('应为一般纳税人、小规模纳税人'),
    ]);
  });
});
