import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { asked } from '../../../infra/commands/token/asked.ts';
import { TOKEN_KEY_FILE, tokenIssuer } from '../../../infra/local/gateway/tokens.ts';
import { useFolder } from '../../kit/folder.ts';
import { tokenCommand } from '../../kit/process.ts';

const DATA_DIR = useFolder();
const source = (await tokenIssuer(join(DATA_DIR, TOKEN_KEY_FILE))).source;
const ENTITY = 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9';

describe('npm run -s token', () => {
  it.each([
    [['clerk', '--district', '500111'], { role: 'clerk', districtId: '500111', sub: 'clerk:500111' }],
    [['operator'], { role: 'operator', districtId: '500000' }],
    [['reviewer', '--district', '500103', '--sub', 'r-7'], { role: 'reviewer', districtId: '500103', sub: 'r-7' }],
    [['merchant', '--district', '500111', '--entity', ENTITY], { role: 'merchant', entityId: ENTITY }],
  ])('prints a token that the host takes: %j', async (args, claims) => {
    const { code, output } = await tokenCommand({ DATA_DIR }, ...args);
    expect(code, output).toBe(0);
    const { issuer, audience, keys } = source;
    await jwtVerify(output.trim(), keys, { issuer, audience });
    expect(decodeJwt(output.trim())).toMatchObject(claims);
  });

  it.each([
    [[], {}, 'name one role'],
    [['clerk'], {}, '--district'],
    [['clerk', 'reviewer'], { district: '500111' }, 'name one role'],
    [['root'], {}, 'root is no role; there are clerk'],
    [['clerk'], { district: '999999' }, 'districtId'],
    [['merchant'], { district: '500111' }, '--entity'],
    [['merchant'], { district: '500103', entity: ENTITY }, 'entityId'],
    [['clerk'], { district: '500111', entity: ENTITY }, '--entity'],
  ])('is given to nobody of %j %j', (roles, given, text) => {
    expect(() => asked(roles, given)).toThrow(text);
  });

  it.each([
    [['clerk', '--district', '999999'], 'districtId'],
    [['clerk', '--for', 'x'], '--for'],
  ])('says what is wrong with %j, and prints none', async (args, text) => {
    const { code, output } = await tokenCommand({ DATA_DIR }, ...args);
    expect([code, output.includes(text)], output).toEqual([2, true]);
    expect(output).not.toMatch(/eyJ/);
  });

  it('makes no key of its own, whose tokens no host would take', async () => {
    const empty = join(DATA_DIR, 'empty');
    mkdirSync(empty);
    const { code, output } = await tokenCommand({ DATA_DIR: empty }, 'operator');
    expect([code, output.includes('set DATA_DIR')], output).toEqual([2, true]);
  });

  it('tells how it is used', async () => {
    const { code, output } = await tokenCommand({}, '--help');
    expect([code, output.includes('--district')]).toEqual([0, true]);
  });
});
