import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONFIRMED_ROLES } from '../../../functions/accounts/domain/powers.ts';
import { ROLES } from '../../../functions/shared/auth/caller.ts';
import { demoLines, demoPeople } from '../../../infra/local/issuer/demo.ts';
import { newCode, normalCode } from '../../../infra/local/issuer/domain/code.ts';
import { faultOf } from '../../../infra/local/issuer/domain/pass-phrase.ts';
import { COST, passwordHashes } from '../../../infra/local/issuer/domain/password-hash.ts';
import { inWords, pauseSeconds } from '../../../infra/local/issuer/domain/pause.ts';
import { codeAt, stepOf } from '../../../infra/local/issuer/domain/second-factor.ts';

it('pauses never shorter after more failures, and never longer than an hour', () => {
  fc.assert(
    fc.property(fc.nat(2000), (failures) => {
      expect(pauseSeconds(failures + 1)).toBeGreaterThanOrEqual(pauseSeconds(failures));
      expect(pauseSeconds(failures)).toBeLessThanOrEqual(3600);
    }),
  );
  expect([4, 5, 6, 12].map(pauseSeconds)).toEqual([0, 30, 60, 3600]);
  expect([0.2, 30, 60, 150, 3600].map(inWords)).toEqual(['1 秒', '30 秒', '1 分', '2 分 30 秒', '60 分']);
});

it('finds a pass phrase by its hash, whatever it cost when it was made, and nobody by any', async () => {
  const now = passwordHashes();
  const hash = await now.hashed('三只白鹭');
  expect(hash).toContain(`$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=1$`);
  const later = passwordHashes({ memory: 64, passes: 1 });
  expect(await later.matches('三只白鹭', hash)).toBe(true);
  expect(await later.matches('三只白鹤', hash)).toBe(false);
  expect(await later.matches('三只白鹭', undefined)).toBe(false);
  const together = await later.hashedTogether(['A', 'B', 'C']);
  expect(await now.foundAmong('B', together)).toBe(together[1]);
  expect(await now.foundAmong('D', together)).toBeUndefined();
  expect(await now.foundAmong('D', [])).toBeUndefined();
  await expect(now.matches('x', 'plain')).rejects.toThrow(TypeError);
});

it.each([
  ['', '至少'],
  ['fourteen chars', '至少'],
  ['x'.repeat(129), '最多'],
  ['password password', '太常见'],
  ['Password-1234567', undefined],
  ['passwordpasswordpas', '太常见'],
  ['abababababababab', '太常见'],
  ['qwertyuiopasdfgh', '太常见'],
  ['0987654321098765', '太常见'],
  ['dz-0042 dz-0042 dz-0042', '太常见'],
  ['market stall copper rain', undefined],
  ['三只白鹭落在旧码头的石阶上看涨潮', undefined],
])('says of the pass phrase %j what is wrong with it', (passPhrase, fault) => {
  const found = faultOf(passPhrase, { loginName: 'dz-0042', hasSecondFactor: false });
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
  expect(faultOf('Kestrel7', { loginName: 'dz-0042', hasSecondFactor: true })).toBeUndefined();
});

it('knows a code however it is typed', () => {
  for (let count = 0; count < 100; count += 1) {
    const code = newCode();
    expect(code).not.toMatch(/[0125OIZSLBV]/);
    const wide = code.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
    for (const typed of [code.toLowerCase(), code.replace('-', ' '), ` ${wide} `]) {
      expect(normalCode(typed)).toBe(normalCode(code));
    }
  }
});

it('shows the codes of RFC 6238, appendix B, and takes each once, a step early or late', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const at = (seconds: number): Date => new Date(seconds * 1000);
  expect([59, 1_111_111_109, 20_000_000_000].map((seconds) => codeAt(secret, at(seconds)))).toEqual([
    '287082',
    '081804',
    '353130',
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_000_000_000 }), fc.integer({ min: -3, max: 3 }), (seconds, off) => {
      const code = codeAt(secret, at(seconds));
      const step = stepOf(code, secret, at(seconds + off * 30), 0);
      const here = Math.floor(seconds / 30);
      if (Math.abs(off) <= 1 && here > 0) {
        expect(step).toBe(here);
        expect(stepOf(code, secret, at(seconds + off * 30), here)).toBeUndefined();
      }
      // A code of six digits may be another step's by chance: then it is a step that is near.
      if (Math.abs(off) > 1 && step !== undefined) expect(Math.abs(step - here - off)).toBeLessThanOrEqual(1);
    }),
  );
  expect(stepOf('12345', secret, at(59), 0)).toBeUndefined();
  expect(stepOf('２８７ ０８２', secret, at(59), 0)).toBe(1);
});

it('has a person of the demo data for each role, with a second factor where decisions ask for one', () => {
  const people = demoPeople();
  expect(new Set(people.map(({ role }) => role))).toEqual(new Set(ROLES));
  const withSecond = people.filter(({ totpSecret }) => totpSecret !== undefined).map(({ role }) => role);
  expect(new Set(withSecond)).toEqual(CONFIRMED_ROLES);
  for (const { loginName, passPhrase, totpSecret } of people) {
    expect(faultOf(passPhrase, { loginName, hasSecondFactor: totpSecret !== undefined })).toBeUndefined();
  }
  const lines = demoLines(people, new Date(59_000));
  expect(lines).toHaveLength(people.length);
  expect(lines.filter((line) => / code \d{6}$/.test(line))).toHaveLength(withSecond.length);
});
