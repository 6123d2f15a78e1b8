import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Role } from '../../../functions/shared/auth/caller.ts';
import { tradeOperatorSample } from '../../functions/filing/samples.ts';
import { approved } from '../../host/killed/filed.ts';
import { axeFaults } from '../../kit/axe.ts';
import type { Person, TestBrowser } from '../../kit/chromium.ts';
import { type Client, signedIn } from '../../kit/client.ts';
import { goTo, shown, signIn } from '../../kit/person.ts';
import type { Portal } from '../../kit/portal.ts';

/** A district that has filed a party of its own. */
const ELSEWHERE = '500107';

const SHEET = ['区（楼）,摊位号,统一社会信用代码,租期起,租期止', 'W区,1,92500111MA5U00000A,2026-01-01,2027-12-31'];

const csv = (lines: readonly string[]) => ({
  name: '摊位.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`),
});

const field = (page: Page, pointer: string) => page.locator(`[id="at${pointer}"]`);

const said = (page: Page, sentence: string | RegExp) =>
  page.getByRole('status').filter({ hasText: sentence }).waitFor();

const send = (page: Page) => page.keyboard.press('Control+Enter');

/** What a dialog asks a reason for, given and confirmed. */
async function reasoned(page: Page, deed: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: deed }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: deed }).click();
}

/** Stories of the desks of a host that is there already: what one of them does, another finds on its own screens. */
export function desks(browser: TestBrowser, portal: Portal): void {
  const at = async (role: Role, path: string): Promise<Person> => {
    const person = await browser.person();
    await signIn(person, portal.host.url, role, path);
    await shown(person.page);
    return person;
  };

  const leave = async ({ page, context, complaints }: Person): Promise<void> => {
    expect(await axeFaults(page)).toEqual([]);
    // The browser tells of each answer that refuses something, and that is what was wanted.
    expect(complaints.filter((one) => !/status of 4\d\d/.test(one))).toEqual([]);
    await context.close();
  };

  it('a market uploads its stalls, vacates one and recognises goods; the counter finds the vacated stall', async () => {
    const market = await at('market', '/market/stalls/sheet');
    const { page } = market;
    await page
      .locator('input[type=file]')
      .setInputFiles(csv([...SHEET, 'W区,1,92500111MA5U00000A,2026-01-01,2027-12-31']));
    await page.getByText('没有保存').first().waitFor();
    await page.getByRole('cell', { name: /出现两次/ }).waitFor();
    await page.locator('input[type=file]').setInputFiles(csv(SHEET));
    await page.getByText('没有发现问题').waitFor();
    await send(page);
    await said(page, '新增 1 个');
    await page.getByRole('link', { name: '看摊位名册' }).click();
    await page.getByRole('link', { name: '变更或腾退' }).click();
    await page.getByRole('radio', { name: '已腾退' }).check();
    await field(page, '/stalls/0/vacatedOn').fill('20260301');
    await send(page);
    await said(page, '变更 1 个');
    await page.getByRole('cell', { name: '2026-03-01' }).waitFor();

    await goTo(page, '/market/goods/list');
    await field(page, '/goods').fill('8204\t扳手\n\n82x 钳子');
    await send(page);
    await page.getByRole('alert').getByText('第 3 行').waitFor();
    await field(page, '/goods').fill('8204\t扳手\n8203 钳子');
    await send(page);
    await said(page, '2 项认定商品');
    await page.getByRole('cell', { name: '钳子' }).waitFor();
    await leave(market);

    const clerk = await at('clerk', '/market/stalls?state=VACATED');
    await clerk.page.getByRole('cell', { name: 'W区' }).waitFor();
    await leave(clerk);
  });

  it('a reviewer admits who is filed in another district by the number of its certificate, and ends it again', async () => {
    const filer = await signedIn(portal.host, 'clerk', ELSEWHERE);
    const decider = await signedIn(portal.host, 'reviewer', ELSEWHERE);
    const submission = tradeOperatorSample(901);
    const { filingNumber } = await approved(filer, decider, submission);
    const reviewer = await at('reviewer', '/filing/admissions/new');
    const { page } = reviewer;
    await field(page, '/filingNumber').fill('重庆-大足-00000');
    await page.keyboard.press('Tab');
    await page.locator('[id="at/filingNumber-says"]').waitFor();
    await field(page, '/filingNumber').fill(String(filingNumber));
    await page.keyboard.press('Tab');
    await page.keyboard.press('1');
    await send(page);
    await page.getByRole('heading', { name: submission.entity.name }).waitFor();
    await page.locator('.head').getByText('已互认').waitFor();
    await reasoned(page, '终止互认', '在本区县不再经营');
    await page.locator('.head').getByText('已终止互认').waitFor();
    await page.getByText('在本区县不再经营').waitFor();
    await leave(reviewer);
  });

  it('a merchant asks for a correction and the counter answers it; the centre’s head reads who did what', async () => {
    const merchant = await at('merchant', '/people/requests/new');
    await merchant.page.getByRole('radio', { name: '更正' }).check();
    await field(merchant.page, '/about').selectOption({ label: '附件' });
    await field(merchant.page, '/says').fill('附件是他人的');
    await send(merchant.page);
    await merchant.page.locator('.head').getByText('待答复').waitFor();
    const asked = new URL(merchant.page.url()).pathname.replace('/portal', '');
    await leave(merchant);

    const clerk = await at('clerk', '/people/requests?status=OPEN');
    await clerk.page.keyboard.press('Enter');
    await clerk.page.getByText('附件是他人的').waitFor();
    await clerk.page.keyboard.press('1');
    await clerk.page.getByLabel('理由').fill('已请其重新上传');
    await send(clerk.page);
    await said(clerk.page, '已更正');
    await leave(clerk);

    const head = await at('centreHead', asked);
    await head.page.getByRole('link', { name: '审计记录' }).last().click();
    await head.page.getByRole('cell', { name: '提出请求' }).waitFor();
    await head.page.getByRole('cell', { name: '答复' }).waitFor();
    await leave(head);
  });

  it('a merchant says how it is told: its mailbox waits for the code, and a webhook shows its secret this once', async () => {
    const merchant = await at('merchant', '/notices/settings');
    const { page } = merchant;
    await page.getByRole('checkbox', { name: '邮件' }).check();
    await page.getByRole('checkbox', { name: '交易登记' }).check();
    await field(page, '/mailAddress').fill('shop@example.cn');
    await send(page);
    await page.getByRole('heading', { name: '邮箱还没有确认' }).waitFor();
    await page.getByLabel('验证码').fill('12345');
    await page.getByRole('button', { name: '确认邮箱' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('checkbox', { name: '交易登记' }).isChecked()).toBe(true);

    await goTo(page, '/webhooks/new');
    await field(page, '/url').fill('https://elsewhere.example.cn/registry');
    await page.getByRole('checkbox', { name: '交易变化' }).check();
    await send(page);
    await page.getByRole('alert').waitFor();
    await field(page, '/url').fill('https://hooks.example.cn/registry');
    await send(page);
    await page.getByText(/^whsec_/).waitFor();
    await page.getByRole('link', { name: '看这个推送地址' }).click();
    await page.getByRole('button', { name: '发测试消息' }).click();
    await page.getByRole('cell', { name: '测试消息' }).waitFor();
    await page.getByRole('button', { name: '暂停' }).click();
    await page.locator('.head').getByText('已暂停').waitFor();
    await page.getByRole('button', { name: '更换密钥' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '更换密钥' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^whsec_/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    await page.getByRole('button', { name: '删除' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.locator('.head').getByText('已删除').waitFor();
    await leave(merchant);
  });

  it('a clerk corrects a trade and says why; its history says what was otherwise', async () => {
    const { id } = await registered(await signedIn(portal.host, 'clerk'));
    const clerk = await at('clerk', `/trade/trades/${id}`);
    const { page } = clerk;
    await page.getByRole('link', { name: '更正' }).click();
    await field(page, '/portOfDischarge').fill('SALALAH');
    await send(page);
    await page.getByRole('alert').getByText('更正理由').waitFor();
    await field(page, '/reason').fill('港口写错');
    await send(page);
    await page.getByRole('tab', { name: '经过' }).click();
    await page.getByText('港口写错').waitFor();
    await page.getByText(/→ SALALAH/).waitFor();
    await leave(clerk);
  });
}

interface Trade {
  readonly id: string;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** A trade like one of the sample chain, which no consolidation holds. */
async function registered(clerk: Client): Promise<{ id: string }> {
  const { items } = await clerk.get<{ items: { id: string }[] }>('/v1/trades?limit=1');
  const like = await clerk.get<Trade & Readonly<Record<string, unknown>>>(`/v1/trades/${items[0]?.id ?? ''}`);
  const head = [
    'merchantId',
    'buyerId',
    'tradeOperatorId',
    'exportMode',
    'destinationCountry',
    'portOfDischarge',
    'currency',
  ];
  const line = ['goodsId', 'quantity', 'unit', 'legalQuantity', 'secondQuantity', 'unitPrice', 'amount', 'cartons'];
  const part = (of: Readonly<Record<string, unknown>>, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, of[name]]));
  return clerk.post('/v1/trades', {
    ...part(like, head),
    voucher: '更正前的一笔',
    lines: like.lines.slice(0, 2).map((one) => part(one, line)),
  });
}
