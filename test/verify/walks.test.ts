import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DESK, PHONE, useBrowser } from '../kit/chromium.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';
import { enter, menuOf, ROLES, walk } from '../portal/browser/walk.ts';

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

it.each(ROLES)('a %s finds every screen of its menu without a fault, by the desk and on the phone', async (role) => {
  const person = await browser.person(DESK);
  expect(await enter(person, host.url, role)).toEqual([]);
  expect(await walk(person, menuOf(role))).toEqual([]);
  await person.page.setViewportSize(PHONE);
  expect(await walk(person, menuOf(role))).toEqual([]);
  await person.context.close();
});
