import { beforeAll, describe, expect, it } from 'vitest';
import type { Made } from '../../../infra/local/story/story.ts';
import { clerk } from '../../kit/call.ts';
import { useBrowser } from '../../kit/chromium.ts';
import { printed } from '../../kit/printed.ts';
import { registry, tell } from './host.ts';

const browser = useBrowser();
let made: Made;
beforeAll(async () => {
  made = await tell();
});

const idOf = (key: string): string => made.get(key) ?? '';
const read = async (path: string, accept: string) =>
  (await registry.send(clerk(), 'GET', path, undefined, { Accept: accept })).body;
const sheetsOf = async (path: string): Promise<string[]> => printed(browser, String(await read(path, 'text/html')));

const consolidation = (paper: string) => () => `/v1/consolidations/${idOf('CO1')}/${paper}`;
const merchant = (paper: string) => () => `/v1/entities/${idOf('M1')}/${paper}`;

/** Each paper with the sheets that it may take, its heading, its number and whom its copies are for. */
const PAPERS: [title: string, path: () => string, most: number, number: RegExp, copies: string[]][] = [
  ['装箱清单', consolidation('packing-list'), 6, /ZD\d{16}/, ['组货人留存', '监管仓库留存', '随报关单证']],
  [
    '组货单',
    consolidation('combination-sheet'),
    3,
    /ZD\d{16}/,
    ['组货人留存', '市场采购贸易经营者留存', '监管仓库留存'],
  ],
  ['装箱作业图', consolidation('loading-plan'), 7, /ZD\d{16}-01/, []],
  ['装箱作业图', consolidation('loading-plan?container=2'), 7, /ZD\d{16}-02/, []],
  ['集装箱验证总重（VGM）声明', consolidation('vgm'), 1, /ZD\d{16}/, []],
  ['信用报告', merchant('credit'), 2, /JY\d{16}/, []],
];

describe('a paper that is printed', () => {
  it.each(PAPERS)(
    '%s from %o: says on every sheet what it is and which sheet',
    async (title, path, most, number, copies) => {
      const sheets = await sheetsOf(path());
      expect(sheets.length).toBeGreaterThan(0);
      expect(sheets.length).toBeLessThanOrEqual(most);
      expect(sheets.length % Math.max(1, copies.length), 'every copy has its sheets').toBe(0);
      const all = `，共 ${sheets.length} 页${copies.length === 3 ? '（三联合计）' : ''}`;
      for (const [at, sheet] of sheets.entries()) {
        expect(sheet).toContain(`第 ${at + 1} 页${all}`);
        expect(sheet).toContain(title);
        expect(sheet).toMatch(number);
        expect(sheet, 'an identifier where people have a number').not.toMatch(/[\w-]{39,}/);
      }
      const perCopy = sheets.length / Math.max(1, copies.length);
      for (const [at, holder] of copies.entries()) {
        const [copy, ordinal] = [sheets.slice(at * perCopy, (at + 1) * perCopy), ['一', '二', '三'][at]];
        for (const sheet of copy) expect(sheet).toContain(`第${ordinal}联 ${holder}`);
      }
    },
  );

  it('writes every amount with both decimals and its thousands parted, and where the seals go', async () => {
    const [sheet = ''] = await sheetsOf(consolidation('combination-sheet')());
    expect(['63,000.00', '35,500.00', '24,500.00', '123,000.00 美元'].filter((one) => !sheet.includes(one))).toEqual(
      [],
    );
    expect(sheet).toContain('净重 31,965 千克，毛重 33,690 千克');
    expect(sheet.split('（盖章处）')).toHaveLength(4);
  });

  it('is a certificate on one sheet, with its number and the place of the seal, and its check', async () => {
    const sheets = await sheetsOf(merchant('certificate')());
    expect(sheets).toEqual([expect.stringMatching(/备 案 证 书.*JY\d{16}.*（盖章处）/)]);
    const { signature } = await read(merchant('certificate')(), 'application/json');
    expect(await sheetsOf(`/certificates/${signature}`)).toEqual([expect.stringMatching(/备案证书查验.*（北京时间）/)]);
  });

  it('shows one copy on a screen', async () => {
    const { page, context } = await browser.person();
    await page.setContent(String(await read(consolidation('combination-sheet')(), 'text/html')));
    expect(await page.locator('h1:visible').count()).toBe(1);
    await context.close();
  });
});
