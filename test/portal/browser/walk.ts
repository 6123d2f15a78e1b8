import type { Role } from '../../../functions/shared/auth/caller.ts';
import { screens } from '../../../portal/screens.ts';
import { axeFaults } from '../../kit/axe.ts';
import type { Person } from '../../kit/chromium.ts';
import { goTo, signIn } from '../../kit/person.ts';

/** The screens of a role's menu. */
export const menuOf = (role: Role): string[] =>
  screens.filter(({ roles, path }) => roles.includes(role) && !path.includes(':')).map(({ path }) => path);

/** Signs in at a screen of the portal. @returns what is wrong with where that leads */
export async function enter(person: Person, url: string, role: Role, path = '/'): Promise<string[]> {
  await signIn(person, url, role, path);
  const at = new URL(person.page.url()).pathname;
  return at === `/portal${path}` ? [] : [`whoever asks for ${path} is led to ${at}`];
}

/**
 * Goes from screen to screen.
 *
 * @returns what is wrong with them: faults of accessibility, what is wider than the window, codes that stand for words, and
 *   what the browser complained of
 */
export async function walk({ page, complaints }: Person, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const path of paths) {
    await goTo(page, path);
    faults.push(...(await axeFaults(page)).map((fault) => `${path} ${fault}`));
    const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (width > 0) faults.push(`${path} is ${width} px wider than the window`);
    const raw = await page.locator('main').innerText();
    for (const word of raw.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? []) faults.push(`${path} shows ${word}`);
  }
  return [...faults, ...complaints];
}
