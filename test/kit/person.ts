import type { Page } from 'playwright-core';
import type { Role } from '../../functions/shared/auth/caller.ts';
import { type DemoPerson, demoPeople } from '../../infra/local/issuer/demo.ts';
import { codeAt } from '../../infra/local/issuer/domain/second-factor.ts';
import type { Person } from './chromium.ts';

/** The person of the demo data who has a role. */
export function demoPerson(role: Role): DemoPerson {
  const person = demoPeople().find((one) => one.role === role);
  if (!person) throw new Error(`the demo data have no ${role}`);
  return person;
}

/** Opens a page of the portal and signs in as a person does: name, pass phrase, and the code where one is asked. */
export async function signIn({ page }: Person, url: string, role: Role, path = '/'): Promise<void> {
  await page.goto(`${url}/portal${path}`);
  await page.getByRole('button', { name: '登录' }).click();
  await identify(page, role);
  await page.locator('nav.menu').waitFor();
}

/** Says at the issuer's page who one is. */
export async function identify(page: Page, role: Role): Promise<void> {
  const { loginName, passPhrase, totpSecret } = demoPerson(role);
  await page.getByLabel('登录名').fill(loginName);
  await page.getByLabel('口令', { exact: true }).fill(passPhrase);
  await page.keyboard.press('Enter');
  if (totpSecret !== undefined) {
    await page.locator('input[name=totp]').fill(codeAt(totpSecret, new Date()));
    await page.keyboard.press('Enter');
  }
}

/** Goes to a screen as a link within the portal does, and waits until it shows what it reads. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    (to) => history.pushState(null, '', to),
    `${new URL(page.url()).pathname.split('/portal')[0]}/portal${path}`,
  );
  await shown(page);
}

/** Waits until a screen has its heading and reads nothing any more. */
export async function shown(page: Page): Promise<void> {
  await page.locator('main h1, main .note h2').first().waitFor();
  await page.waitForFunction(() => !/正在(读取|打开)…/.test(document.querySelector('main')?.textContent ?? ''));
}
