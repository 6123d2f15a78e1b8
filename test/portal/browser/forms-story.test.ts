import type { Page, Request } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Role } from '../../../functions/shared/auth/caller.ts';
import { type Person, useBrowser } from '../../kit/chromium.ts';
import { goTo, identify, shown, signIn } from '../../kit/person.ts';
import { usePortal } from '../../kit/portal.ts';
import { startProcess } from '../../kit/process.ts';

const browser = useBrowser();
const portal = usePortal();

const party = (page: Page, name: string) => page.locator(`[id="at/${name}"]`);

/** Chooses the first that is offered. @returns what then stands in the field */
async function choose(page: Page, name: string): Promise<string> {
  await party(page, name).click();
  await page.keyboard.press('ArrowDown');
  await page.locator('.popover .option').first().click();
  return party(page, name).inputValue();
}

const port = (page: Page) => page.getByLabel('指运港');

/** Waits until a text stands in what the page has had kept. */
const saved = (page: Page, text: string) =>
  page.waitForResponse(
    (answer) =>
      answer.request().method() === 'PUT' &&
      answer.url().includes('/v1/drafts/') &&
      answer.ok() &&
      (answer.request().postData() ?? '').includes(text),
  );

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');

it('a trade that is filled in outlives a crash of the host and of the browser', async () => {
  const before = await browser.person();
  await signIn(before, portal.host.url, 'clerk', '/trade/new');
  await shown(before.page);
  const merchant = await choose(before.page, 'merchantId');
  const kept = saved(before.page, '瓷杯');
  await port(before.page).pressSequentially('JEBEL ALI');
  await before.page.locator('tbody input').first().fill('瓷杯');
  await kept;
  await portal.host.kill('SIGKILL');
  await before.context.close();

  portal.host = await startProcess(portal.dataDir, {}, ['--no-story']);
  const after = await browser.person();
  await signIn(after, portal.host.url, 'clerk', '/drafts');
  await shown(after.page);
  await after.page.getByRole('link', { name: '登记交易' }).last().click();
  await shown(after.page);
  await after.page.getByText('保存的草稿填写').waitFor();
  expect(await port(after.page).inputValue()).toBe('JEBEL ALI');
  await expect
    .poll(() => after.page.getByRole('combobox', { name: '市场经营户' }).inputValue())
    .toContain(merchant.split(' ')[0]);
  expect(await after.page.locator('tbody input').first().inputValue()).toBe('瓷杯');
  await after.page.getByRole('button', { name: '清空重填' }).click();
  await expect.poll(() => port(after.page).inputValue()).toBe('');
  await goTo(after.page, '/drafts');
  await after.page.getByText('没有草稿。').waitFor();
  expect(after.complaints).toEqual([]);
  await after.context.close();
});

it('a trade is judged field by field as it is left, and typing keeps the focus though it was refused', async () => {
  const person = await browser.person();
  await signIn(person, portal.host.url, 'clerk', '/trade/new');
  const { page } = person;
  await shown(page);
  await port(page).focus();
  await port(page).pressSequentially('X'.repeat(60));
  await party(page, 'merchantId').focus();
  // What was left says what is wrong with it; what nobody has come to says nothing yet.
  await page.locator('[id="at/portOfDischarge-says"]').waitFor();
  expect(await focused(page)).toBe('at/merchantId');
  expect(await page.locator('[id$="-says"]').evaluateAll((all) => all.map(({ id }) => id))).toEqual([
    'at/portOfDischarge-says',
  ]);
  await port(page).fill('JEBEL ALI');
  await party(page, 'merchantId').focus();
  await page.locator('[id="at/portOfDischarge-says"]').waitFor({ state: 'detached' });

  const refused = page.waitForResponse((answer) => answer.status() === 422);
  await page.keyboard.press('Control+Enter');
  await refused;
  const summary = page.locator('.note.bad[role=alert]');
  await summary.waitFor();
  expect(await summary.evaluate((box) => box === document.activeElement)).toBe(true);
  await port(page).focus();
  await port(page).pressSequentially(' PORT');
  expect(await focused(page)).toBe('at/portOfDischarge');
  expect(await port(page).inputValue()).toBe('JEBEL ALI PORT');
  await person.context.close();
});

it('a party that is no longer named is no longer chosen', async () => {
  const person = await browser.person();
  await signIn(person, portal.host.url, 'clerk', '/filing/agreements/new');
  const { page } = person;
  await shown(page);
  const kept = saved(page, 'entity-');
  const whole = await choose(page, 'merchantId');
  expect(whole).not.toBe('');
  await kept;
  const changed = saved(page, '"content"');
  await party(page, 'merchantId').press('End');
  await party(page, 'merchantId').press('Backspace');
  expect((await changed).request().postData()).not.toContain('entity-');
  expect(await party(page, 'merchantId').inputValue()).toBe(whole.slice(0, -1));
  await page.keyboard.press('Escape');
  await party(page, 'agreementNumber').focus();
  await page.getByText('还没有选中，请从列表中选择').first().waitFor();
  await person.context.close();
});

const isRenewal = (request: Request): boolean => (request.postData() ?? '').includes('grant_type=refresh_token');

/** The sign-in ends in the middle of a form, at the issuer too; somebody signs in again in the small window. */
async function lapse({ page, context }: Person, role: Role): Promise<void> {
  await page.route(
    () => true,
    (route) =>
      isRenewal(route.request())
        ? route.fulfill({ status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' })
        : route.fallback(),
  );
  // Until the page has noticed: the first that is refused may be a request that nobody waits for any more.
  await page.route('**/v1/**', (route) => route.fulfill({ status: 401 }));
  await port(page).press('End');
  await port(page).pressSequentially('!');
  const dialog = page.getByRole('dialog', { name: '登录已过期' });
  await dialog.waitFor();
  await page.unroute('**/v1/**');
  await context.clearCookies();
  const [small] = await Promise.all([
    context.waitForEvent('page'),
    dialog.getByRole('button', { name: '重新登录' }).click(),
  ]);
  // What another page of the portal was answered is none of this one's.
  await page.evaluate(() => {
    const channel = new BroadcastChannel('sign-in-renewed');
    channel.postMessage(`${location.origin}/portal/renewed?code=x&state=another`);
    channel.close();
  });
  await identify(small, role);
}

it('a sign-in that lapses goes on with what was typed, for the same person', async () => {
  const person = await browser.person();
  await signIn(person, portal.host.url, 'clerk', '/trade/new');
  await shown(person.page);
  await port(person.page).fill('SALALAH');
  const kept = saved(person.page, 'SALALAH!');
  await lapse(person, 'clerk');
  await kept;
  await person.page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await port(person.page).inputValue()).toBe('SALALAH!');
  await person.context.close();
});

it('another person who signs in where one has lapsed begins at the beginning, and sees nothing that was typed', async () => {
  const person = await browser.person();
  await signIn(person, portal.host.url, 'clerk', '/trade/new');
  const { page } = person;
  await shown(page);
  await port(page).fill('KARACHI');
  await lapse(person, 'merchant');
  await page.waitForURL('**/portal/');
  await page.locator('nav.menu').waitFor();
  expect(new URL(page.url()).pathname).toBe('/portal/');
  await goTo(page, '/trade/new');
  expect(await port(page).inputValue()).toBe('');
  await person.context.close();
});
