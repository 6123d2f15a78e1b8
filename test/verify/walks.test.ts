import { expect, it } from 'vitest';
import { DESK_ROLES } from '../../portal/shell/desk-roles.ts';
import { DESK, PHONE, useBrowser } from '../kit/chromium.ts';
import { usePortal } from '../kit/portal.ts';
import { enter, menuOf, walk } from '../portal/browser/walk.ts';

const browser = useBrowser();
const portal = usePortal();

it.each(DESK_ROLES)(
  'a %s finds every screen of its menu without a fault, by the desk and on the phone',
  async (role) => {
    const person = await browser.person(DESK);
    expect(await enter(person, portal.host.url, role)).toEqual([]);
    expect(await walk(person, menuOf(role))).toEqual([]);
    await person.page.setViewportSize(PHONE);
    expect(await walk(person, menuOf(role))).toEqual([]);
    await person.context.close();
  },
);
