import { describe, expect, it } from 'vitest';
import { DESK_ROLES } from '../../../portal/shell/desk-roles.ts';
import { PHONE, useBrowser } from '../../kit/chromium.ts';
import { usePortal } from '../../kit/portal.ts';
import { desks } from './desks.ts';
import { enter, menuOf, walk } from './walk.ts';

/** Every screen of the menus once; the second tier has every role see every screen of its own. */

const browser = useBrowser();
/** With a relay and a receiver that nothing reaches: what is sent to them stays on its way. */
const portal = usePortal({
  OUTBOUND_HOSTS: 'hooks.example.cn smtp.example.cn:465',
  MAIL_RELAY: 'smtp.example.cn:465',
  MAIL_FROM: 'registry@example.cn',
});

/** The merchant first, whose screens are seen on a phone. */
const roles = DESK_ROLES.toSorted((one, other) => Number(other === 'merchant') - Number(one === 'merchant'));
const seen = new Set<string>();
const screensOf = new Map(
  roles.map((role) => {
    const own = menuOf(role).filter((path) => !seen.has(path));
    for (const path of own) seen.add(path);
    return [role, own];
  }),
);

describe.each(roles)('a %s', (role) => {
  it('signs in and finds the screens of the menu that nobody has seen yet without a fault', async () => {
    const person = await browser.person(role === 'merchant' ? PHONE : undefined);
    const paths = screensOf.get(role) ?? [];
    expect(await enter(person, portal.host.url, role, paths[0])).toEqual([]);
    expect(await walk(person, paths)).toEqual([]);
    await person.context.close();
  });
});

describe('what one desk does another sees', () => desks(browser, portal));
