import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../functions/shared/auth/caller.ts';
import { screens } from '../../portal/screens.ts';
import { axeFaults } from '../kit/axe.ts';
import { PHONE, useBrowser } from '../kit/chromium.ts';
import { goTo, signIn } from '../kit/person.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';

const browser = useBrowser();
const dataDir = mkdtempSync(join(tmpdir(), 'portal-'));
let host: HostProcess;

beforeAll(async () => {
  host = await startProcess(dataDir, {}, []);
});
afterAll(async () => {
  await host?.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Roles that work in the portal so far; the others are told that their screens come later. */
const ROLES: readonly Role[] = [
  'clerk',
  'reviewer',
  'operator',
  'agency',
  'merchant',
  'agent',
  'manager',
  'centreHead',
];

describe.each(ROLES)('a %s', (role) => {
  it('signs in and finds every screen of the menu without a fault, by the desk or on the phone', async () => {
    const person = await browser.person(role === 'merchant' ? PHONE : undefined);
    await signIn(person, host.url, role, '/trace');
    expect(new URL(person.page.url()).pathname).toBe('/portal/trace');
    const faults: string[] = [];
    for (const { path } of screens.filter((one) => one.roles.includes(role) && !one.path.includes(':'))) {
      await goTo(person.page, path);
      faults.push(...(await axeFaults(person.page)).map((fault) => `${path} ${fault}`));
      const width = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (width > 0) faults.push(`${path} is ${width} px wider than the window`);
      const raw = await person.page.locator('main').innerText();
      for (const word of raw.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? []) faults.push(`${path} shows ${word}`);
    }
    expect(faults).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.context.close();
  });
});
