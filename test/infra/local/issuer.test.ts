import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteExpired } from '../../../infra/local/dynamodb/expiry.ts';
import { codeAt } from '../../../infra/local/issuer/domain/second-factor.ts';
import { issuerKeys } from '../../../infra/local/issuer/keys.ts';
import { AUDIENCE } from '../../../infra/local/issuer/provider.ts';
import { attempts } from '../../../infra/local/issuer/store/attempts.ts';
import { SIGN_IN_TABLE, signInTable } from '../../../infra/local/issuer/store/table.ts';
import type { Browser, Shown } from '../../kit/browser.ts';
import { useFolder } from '../../kit/folder.ts';
import { begun, browserOf, INSECURE, PORTAL, refreshed, secretOn, tokensOf, useSignIn } from '../../kit/sign-in.ts';

const test = useSignIn();
const elsewhere = useFolder();

const PASS_PHRASE = 'quiet ferry copper lantern';

/** Half a minute in the middle, so that a code is not over before it is typed. */
const NOW = new Date('2026-12-01T02:00:05Z');
const SECOND = 1000;
const later = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * SECOND);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let counted = 0;
const newSub = (): string => `account-${++counted}`;

const headingOf = ({ html }: Shown): string => /<h1>([^<]*)/.exec(html)?.[1] ?? '';

/** What follows a one-time code, up to where the pass phrase is set. */
async function firstUse(guest: Browser, at: string, code: string, loginName: string, passPhrase = PASS_PHRASE) {
  const first = await guest.open(at);
  const form = await guest.open(`${first.url}/first-use`);
  const choose = await guest.submit(form, { loginName, code });
  expect(headingOf(choose)).toBe('设置口令');
  return guest.submit(choose, { newPassPhrase: passPhrase, repeated: passPhrase });
}

/** A person with a pass phrase. */
async function person(sub = newSub(), more: Readonly<Record<string, unknown>> = {}) {
  const { code, loginName } = await test.codeFor(sub, more);
  const request = await begun(test.url);
  const guest = browserOf(test.url);
  return { sub, loginName, request, guest, end: await firstUse(guest, request.url, code, loginName) };
}

async function signIn(guest: Browser, at: string, loginName: string, passPhrase = PASS_PHRASE): Promise<Shown> {
  return guest.submit(await guest.open(at), { loginName, passPhrase });
}

const verified = async (token: string) =>
  (await jwtVerify(token, test.issuer.source.keys, { issuer: test.issuer.source.issuer, audience: AUDIENCE })).payload;

/** Why the token endpoint refused. */
const refusal = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'nothing',
    (error: unknown) => (error instanceof oauth.ResponseBodyError ? error.error : String(error)),
  );

describe('what is kept', () => {
  it('has no secret of a person in the table, and clears away what has expired', async () => {
    const sub = newSub();
    const { code, loginName } = await test.codeFor(sub);
    const request = await begun(test.url);
    await tokensOf(request, await firstUse(browserOf(test.url), request.url, code, loginName));
    const { code: unused } = await test.codeFor(sub);
    const kept = JSON.stringify((await test.dynamodb.send(new ScanCommand({ TableName: SIGN_IN_TABLE }))).Items);
    for (const secret of [PASS_PHRASE, code, unused, unused.replace('-', '')]) expect(kept).not.toContain(secret);
    expect(kept).toContain('$argon2id$v=19$');
    later(30 * 24 * 3600);
    await deleteExpired(test.dynamodb, SIGN_IN_TABLE, 'expiresAt', new Date());
    const left = (await test.dynamodb.send(new ScanCommand({ TableName: SIGN_IN_TABLE }))).Items ?? [];
    const kinds = new Set(left.map(({ pk }) => pk?.S?.split('#')[0]));
    expect(kinds).toEqual(new Set(['LOGIN', 'PERSON', 'SERIAL']));
  });
});

describe('signing in to the portal', () => {
  it('goes from a one-time code to tokens that say who somebody is, and no role', async () => {
    const { sub, request, end } = await person();
    const { access_token, refresh_token, id_token, expires_in } = await tokensOf(request, end);
    const claims = await verified(access_token);
    expect(claims).toMatchObject({ iss: test.url, aud: AUDIENCE, sub, name: `某人 ${sub}`, amr: ['pwd'] });
    expect(Object.keys(claims).toSorted()).toEqual(
      ['amr', 'aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'name', 'sub'].toSorted(),
    );
    expect(JSON.parse(Buffer.from(access_token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
      alg: 'ES256',
      typ: 'at+jwt',
    });
    expect([expires_in, typeof refresh_token, typeof id_token]).toEqual([600, 'string', 'string']);
  });

  it('goes by the pass phrase from then on, and asks nobody who is signed in already', async () => {
    const { loginName } = await person();
    const guest = browserOf(test.url);
    const first = await begun(test.url);
    await tokensOf(first, await signIn(guest, first.url, loginName));
    const silent = await begun(test.url, { prompt: 'none' });
    const { access_token } = await tokensOf(silent, await guest.open(silent.url));
    expect((await verified(access_token)).amr).toEqual(['pwd']);
    const stranger = await begun(test.url, { prompt: 'none' });
    const refused = new URL((await browserOf(test.url).open(stranger.url)).url).searchParams;
    expect([refused.get('error'), refused.get('state')]).toEqual(['login_required', stranger.state]);
  });

  it('ends after 12 hours, however often it was renewed', async () => {
    const { guest, request, end } = await person();
    const first = await tokensOf(request, end);
    let token = first.refresh_token ?? '';
    for (let times = 0; times < 3; times += 1) {
      later(3.9 * 3600);
      token = (await refreshed(request, token)).refresh_token ?? '';
      const silent = await begun(test.url, { prompt: 'none' });
      await tokensOf(silent, await guest.open(silent.url));
    }
    later(0.3 * 3600 + 1);
    expect(await refusal(refreshed(request, token))).toBe('invalid_grant');
    const silent = await begun(test.url, { prompt: 'none' });
    expect((await guest.open(silent.url)).url).toContain('error=login_required');
  });

  it('renews tokens by rotation, and ends everything where a token comes twice', async () => {
    const { request, guest, end } = await person();
    const first = await tokensOf(request, end);
    const second = await refreshed(request, first.refresh_token ?? '');
    expect((await verified(second.access_token)).amr).toEqual(['pwd']);
    expect(await refusal(refreshed(request, first.refresh_token ?? ''))).toBe('invalid_grant');
    expect(await refusal(refreshed(request, second.refresh_token ?? ''))).toBe('invalid_grant');
    // The session is the browser's own: it was not stolen with the token.
    const silent = await begun(test.url, { prompt: 'none' });
    await tokensOf(silent, await guest.open(silent.url));
  });

  it('gives tokens once of two requests at the same time with one refresh token', async () => {
    const { request, end } = await person();
    const { refresh_token = '' } = await tokensOf(request, end);
    const asked = Array.from({ length: 6 }, () => refusal(refreshed(request, refresh_token)));
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((one) => one === 'nothing').length).toBeLessThanOrEqual(1);
  });

  it('ends with signing out: session, refresh token, the way back to the portal', async () => {
    const { request, guest, end } = await person();
    const { refresh_token = '', id_token = '' } = await tokensOf(request, end);
    const out = new URL(request.server.end_session_endpoint ?? '');
    out.search = new URLSearchParams({
      id_token_hint: id_token,
      post_logout_redirect_uri: `${test.url}/portal/`,
    }).toString();
    const asked = await guest.open(out.href);
    expect(headingOf(asked)).toBe('退出登录');
    expect((await guest.submit(asked)).url).toBe(`${test.url}/portal/`);
    expect(await refusal(refreshed(request, refresh_token))).toBe('invalid_grant');
    const silent = await begun(test.url, { prompt: 'none' });
    expect((await guest.open(silent.url)).url).toContain('error=login_required');
    expect(headingOf(await guest.open(out.href))).toBe('已退出登录');
  });

  it('lets another person sign in at a counter where one is signed in still', async () => {
    const one = await person();
    const { refresh_token = '' } = await tokensOf(one.request, one.end);
    const other = await person();
    const request = await begun(test.url, { prompt: 'login' });
    const end = await signIn(one.guest, request.url, other.loginName);
    expect((await verified((await tokensOf(request, end)).access_token)).sub).toBe(other.sub);
    expect(await refusal(refreshed(one.request, refresh_token))).toBe('invalid_grant');
  });

  it('refuses a wrong verifier, a code twice, a wrong state, a redirect elsewhere and a request without PKCE', async () => {
    const { loginName } = await person();
    const guest = browserOf(test.url);
    const request = await begun(test.url);
    const end = await signIn(guest, request.url, loginName);
    const verifier = oauth.generateRandomCodeVerifier();
    expect(await refusal(tokensOf({ ...request, verifier }, end))).toBe('invalid_grant');
    await expect(tokensOf({ ...request, state: 'another' }, end)).rejects.toThrow(/state/);
    const second = await begun(test.url, { prompt: 'none' });
    const back = await guest.open(second.url);
    const { refresh_token = '' } = await tokensOf(second, back);
    expect(await refusal(tokensOf(second, back))).toBe('invalid_grant');
    expect(await refusal(refreshed(second, refresh_token))).toBe('invalid_grant');
    const away = await begun(test.url, { redirect_uri: 'https://elsewhere.example/portal/callback' });
    const page = await guest.open(away.url);
    expect([page.status, headingOf(page)]).toEqual([400, '不能登录']);
    const bare = new URL((await begun(test.url)).url);
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    expect((await guest.open(bare.href)).url).toContain('error=invalid_request');
    const scripted = await begun(test.url, { response_mode: 'form_post' });
    expect((await guest.open(scripted.url)).html).not.toContain('<script');
  });

  it('says that a sign-in has expired, whoever opens it', async () => {
    const { loginName } = await person();
    const request = await begun(test.url);
    const guest = browserOf(test.url);
    const page = await guest.open(request.url);
    expect(headingOf(await browserOf(test.url).open(page.url))).toBe('登录页面已过期');
    const forged = await guest.submit(page, { loginName, passPhrase: PASS_PHRASE, csrf: 'forged' });
    expect(headingOf(forged)).toBe('登录页面已过期');
    await tokensOf(request, await guest.submit(page, { loginName, passPhrase: PASS_PHRASE }));
    expect(headingOf(await guest.open(page.url))).toBe('登录页面已过期');
    const slow = await guest.open((await begun(test.url, { prompt: 'login' })).url);
    later(1801);
    expect(headingOf(await guest.submit(slow, { loginName, passPhrase: PASS_PHRASE }))).toBe('登录页面已过期');
  });
});

describe('a one-time code', () => {
  it('sets a pass phrase once, and is taken however it is typed', async () => {
    const sub = newSub();
    const { code, loginName } = await test.codeFor(sub, { districtId: '500111' });
    expect(loginName).toMatch(/^dz-\d{4}$/);
    expect(code).toMatch(/^[34679ACDEFHJKMNPQRTUWXY]{5}-[34679ACDEFHJKMNPQRTUWXY]{5}$/);
    const typed = code
      .replace('-', ' ')
      .toLowerCase()
      .replaceAll(/[a-z]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
    const request = await begun(test.url);
    await tokensOf(request, await firstUse(browserOf(test.url), request.url, typed, ` ${loginName.toUpperCase()} `));
    const again = browserOf(test.url);
    const form = await again.open(`${(await again.open((await begun(test.url)).url)).url}/first-use`);
    const refused = await again.submit(form, { loginName, code });
    expect([refused.status, refused.html.includes('已用过')]).toEqual([422, true]);
  });

  it('sets one pass phrase where two browsers have come to choose', async () => {
    const { code, loginName } = await test.codeFor(newSub());
    const chosen = await Promise.all(
      ['first', 'second'].map(async (word) => {
        const guest = browserOf(test.url);
        const form = await guest.open(`${(await guest.open((await begun(test.url)).url)).url}/first-use`);
        return { guest, word, page: await guest.submit(form, { loginName, code }) };
      }),
    );
    const ends = await Promise.all(
      chosen.map(({ guest, page, word }) => {
        const newPassPhrase = `${word} ${PASS_PHRASE}`;
        return guest.submit(page, { newPassPhrase, repeated: newPassPhrase });
      }),
    );
    expect(ends.filter(({ url }) => url.includes('/portal/callback?code='))).toHaveLength(1);
  });

  it('ends after seven days, and with the next one', async () => {
    const sub = newSub();
    const { code: old, loginName } = await test.codeFor(sub);
    const { code } = await test.codeFor(sub);
    const guest = browserOf(test.url);
    const open = async () => guest.open(`${(await guest.open((await begun(test.url)).url)).url}/first-use`);
    expect((await guest.submit(await open(), { loginName, code: old })).status).toBe(422);
    later(7 * 24 * 3600);
    expect((await guest.submit(await open(), { loginName, code })).status).toBe(422);
  });

  it('replaces a pass phrase that is lost, and ends what the old one had opened', async () => {
    const { sub, loginName, request, end } = await person();
    const { refresh_token = '' } = await tokensOf(request, end);
    const { code, loginName: same } = await test.codeFor(sub);
    expect(same).toBe(loginName);
    const lost = await signIn(browserOf(test.url), (await begun(test.url)).url, loginName);
    expect([lost.status, headingOf(lost)]).toEqual([422, '登录']);
    expect(await refusal(refreshed(request, refresh_token))).toBe('invalid_grant');
    const again = await begun(test.url);
    await tokensOf(again, await firstUse(browserOf(test.url), again.url, code, loginName, `another ${PASS_PHRASE}`));
    const old = await signIn(browserOf(test.url), (await begun(test.url)).url, loginName);
    expect([old.status, headingOf(old)]).toEqual([422, '登录']);
  });

  it('holds a pass phrase to its length, to the commonest, and to being typed twice alike', async () => {
    const { code, loginName } = await test.codeFor(newSub());
    const guest = browserOf(test.url);
    const form = await guest.open(`${(await guest.open((await begun(test.url)).url)).url}/first-use`);
    const choose = await guest.submit(form, { loginName, code });
    for (const weak of [
      'fourteen chars',
      'passwordpassword',
      'aaaaaaaaaaaaaaaaaaaa',
      '12345678901234567890',
      'woaini1314520woaini',
    ]) {
      const refused = await guest.submit(choose, { newPassPhrase: weak, repeated: weak });
      expect([refused.status, refused.html.includes('id="newPassPhrase-fault"')], weak).toEqual([422, true]);
      expect(refused.html).not.toContain(weak);
    }
    const unlike = await guest.submit(choose, { newPassPhrase: PASS_PHRASE, repeated: `${PASS_PHRASE}s` });
    expect(unlike.html).toContain('id="repeated-fault"');
    const chinese = '三只白鹭落在旧码头的石阶上看涨潮';
    expect((await guest.submit(choose, { newPassPhrase: chinese, repeated: chinese })).url).toContain(
      '/callback?code=',
    );
  });
});

describe('a second factor', () => {
  /** A reviewer who has just set up the phone. */
  async function enrolled() {
    const { sub, loginName, guest, request, end } = await person(newSub(), { secondFactorRequired: true });
    expect(headingOf(end)).toBe('设置手机验证器');
    const secret = secretOn(end);
    expect((await guest.submit(end, { totp: '000000' })).status).toBe(422);
    const codes = await guest.submit(end, { totp: codeAt(secret, new Date()) });
    const recovery = [...codes.html.matchAll(/<li>([^<]+)/g)].map(([, code = '']) => code);
    return { sub, loginName, secret, recovery, request, guest, codes, end: await guest.submit(codes) };
  }

  it('is set up at first use, and told by the token from then on', async () => {
    const { request, end, recovery, loginName, secret } = await enrolled();
    expect(new Set(recovery).size).toBe(10);
    const tokens = await tokensOf(request, end);
    expect((await verified(tokens.access_token)).amr).toEqual(['pwd', 'otp', 'mfa']);
    expect((await verified((await refreshed(request, tokens.refresh_token ?? '')).access_token)).amr).toEqual([
      'pwd',
      'otp',
      'mfa',
    ]);
    later(30);
    const next = await begun(test.url);
    const guest = browserOf(test.url);
    const asked = await signIn(guest, next.url, loginName);
    expect(headingOf(asked)).toBe('第二步验证');
    const { access_token } = await tokensOf(next, await guest.submit(asked, { totp: codeAt(secret, new Date()) }));
    expect((await verified(access_token)).amr).toEqual(['pwd', 'otp', 'mfa']);
  });

  it('takes no code twice within its time, and none of before it', async () => {
    const { loginName, secret } = await enrolled();
    const attempt = async (totp: string) => {
      const guest = browserOf(test.url);
      return guest.submit(await signIn(guest, (await begun(test.url)).url, loginName), { totp });
    };
    expect((await attempt(codeAt(secret, new Date()))).status).toBe(422);
    later(30);
    const code = codeAt(secret, new Date());
    const both = await Promise.all([attempt(code), attempt(code)]);
    expect(both.filter(({ url }) => url.includes('code='))).toHaveLength(1);
    expect((await attempt(codeAt(secret, new Date(Date.now() - 30_000)))).status).toBe(422);
  });

  it('gives way to a recovery code, each once', async () => {
    const { loginName, recovery } = await enrolled();
    const recover = async (recoveryCode: string) => {
      const guest = browserOf(test.url);
      const asked = await signIn(guest, (await begun(test.url)).url, loginName);
      return guest.submit(await guest.open(`${asked.url}/recovery`), { recoveryCode });
    };
    expect((await recover(recovery[3] ?? '')).url).toContain('code=');
    expect((await recover(recovery[3] ?? '')).status).toBe(422);
    expect((await recover((recovery[4] ?? '').toLowerCase())).url).toContain('code=');
  });

  it('is not to be left out: no step is done before the one that it needs', async () => {
    const { loginName } = await enrolled();
    const guest = browserOf(test.url);
    const first = await guest.open((await begun(test.url)).url);
    for (const step of ['recoveryCodes', 'newPassPhrase', 'enrolment', 'secondFactor', 'recovery']) {
      expect(headingOf(await guest.submit(first, { step, totp: '', newPassPhrase: PASS_PHRASE })), step).toBe('登录');
    }
    const asked = await guest.submit(first, { loginName, passPhrase: PASS_PHRASE });
    for (const step of ['recoveryCodes', 'newPassPhrase', 'enrolment']) {
      expect(headingOf(await guest.submit(asked, { step, totp: '' })), step).toBe('第二步验证');
    }
    expect(headingOf(await guest.submit(asked, {}, 1))).toBe('登录');
  });

  it('is set up anew where the counter resets it, and the old phone is out', async () => {
    const { sub, loginName, secret } = await enrolled();
    const { code } = await test.codeFor(sub, { secondFactorRequired: true });
    const guest = browserOf(test.url);
    const end = await firstUse(guest, (await begun(test.url)).url, code, loginName);
    expect(headingOf(end)).toBe('设置手机验证器');
    later(60);
    expect((await guest.submit(end, { totp: codeAt(secret, new Date()) })).status).toBe(422);
    // Who set up a phone keeps it where only the pass phrase was lost.
    const other = await enrolled();
    const again = await test.codeFor(other.sub);
    const kept = await firstUse(browserOf(test.url), (await begun(test.url)).url, again.code, other.loginName);
    expect(headingOf(kept)).toBe('第二步验证');
  });
});

describe('guessing', () => {
  it('is paused for longer each time, by name, whether there is anybody of it or not', async () => {
    const { loginName } = await person();
    for (const name of [loginName, 'nobody-0001']) {
      const guest = browserOf(test.url);
      const page = await guest.open((await begun(test.url)).url);
      const wrong = () => guest.submit(page, { loginName: name, passPhrase: 'wrong' });
      const tries: Shown[] = [];
      for (let count = 0; count < 4; count += 1) tries.push(await wrong());
      expect(
        tries.map(({ status }) => status),
        name,
      ).toEqual([422, 422, 422, 422]);
      for (const [seconds, words] of [
        [30, '30 秒'],
        [60, '1 分'],
        [120, '2 分'],
        [240, '4 分'],
      ] as const) {
        const paused = await wrong();
        expect([paused.status, paused.headers.get('retry-after')], name).toEqual([429, String(seconds)]);
        expect(paused.html).toContain(`请在 ${words}后再试`);
        later(seconds - 1);
        expect((await guest.submit(page, { loginName: name, passPhrase: PASS_PHRASE })).status).toBe(429);
        later(1);
      }
    }
    const guest = browserOf(test.url);
    expect((await signIn(guest, (await begun(test.url)).url, loginName)).url).toContain('code=');
    const page = await guest.open((await begun(test.url, { prompt: 'login' })).url);
    expect((await guest.submit(page, { loginName, passPhrase: 'wrong' })).status).toBe(422);
  });

  it('is no faster for being done all at once', async () => {
    const { loginName } = await person();
    const guest = browserOf(test.url);
    const page = await guest.open((await begun(test.url)).url);
    const tried = await Promise.all(
      Array.from({ length: 24 }, (_, guess) => guest.submit(page, { loginName, passPhrase: `guess ${guess}` })),
    );
    expect(tried.filter(({ status }) => status === 422)).toHaveLength(4);
    const right = await guest.submit(page, { loginName, passPhrase: PASS_PHRASE });
    expect(right.status).toBe(429);
  });

  it('does not get in the way of the counter: a new code ends the pause and is not paused itself', async () => {
    const { sub, loginName } = await person();
    const stranger = browserOf(test.url);
    const page = await stranger.open((await begun(test.url)).url);
    const wrong = async () => {
      for (let count = 0; count < 6; count += 1) await stranger.submit(page, { loginName, passPhrase: 'wrong' });
    };
    await wrong();
    const { code } = await test.codeFor(sub);
    await wrong();
    const request = await begun(test.url);
    await tokensOf(request, await firstUse(browserOf(test.url), request.url, code, loginName));
    const again = await begun(test.url);
    await tokensOf(again, await signIn(browserOf(test.url), again.url, loginName));
  });

  it('counts a wrong code of the phone as a wrong pass phrase', async () => {
    const { loginName, guest, end } = await person(newSub(), { secondFactorRequired: true });
    const secret = secretOn(end);
    await guest.submit(end, { totp: codeAt(secret, new Date()) });
    const thief = browserOf(test.url);
    const asked = await signIn(thief, (await begun(test.url)).url, loginName);
    const tries: number[] = [];
    for (let count = 0; count < 5; count += 1) tries.push((await thief.submit(asked, { totp: '123456' })).status);
    expect(tries).toEqual([422, 422, 422, 422, 429]);
    // The right pass phrase in between does not wipe the failures out.
    later(30);
    expect((await thief.submit(asked, { totp: '123456' })).status).toBe(429);
    expect((await signIn(thief, (await begun(test.url)).url, loginName)).status).toBe(429);
  });

  it('is slowed down by address too, for names and codes', async () => {
    const { loginName } = await person();
    const guesser = browserOf(test.url, { 'X-Forwarded-For': '203.0.113.7, 198.51.100.9' });
    const page = await guesser.open((await begun(test.url)).url);
    const form = await guesser.open(`${page.url}/first-use`);
    const brake = attempts(signInTable(test.dynamodb, () => new Date()));
    await Promise.all(Array.from({ length: 58 }, () => brake.failedFrom('198.51.100.9')));
    expect((await guesser.submit(form, { loginName, code: 'AAAAA-AAAAA' })).status).toBe(422);
    expect((await guesser.submit(page, { loginName: 'nobody', passPhrase: 'wrong' })).status).toBe(422);
    expect((await guesser.submit(page, { loginName, passPhrase: PASS_PHRASE })).status).toBe(429);
    const request = await begun(test.url);
    await tokensOf(request, await signIn(browserOf(test.url), request.url, loginName));
    later(900);
    expect((await signIn(guesser, (await begun(test.url)).url, loginName)).url).toContain('code=');
  });
});

describe('disabling', () => {
  it('ends sessions, codes and refresh tokens at once, and lets nobody in until it is taken back', async () => {
    const { sub, loginName, guest, request, end } = await person();
    const { refresh_token = '' } = await tokensOf(request, end);
    const underWay = await begun(test.url, { prompt: 'none' });
    const back = await guest.open(underWay.url);
    expect((await test.administer('/disabling', { sub })).status).toBe(204);
    expect(await refusal(refreshed(request, refresh_token))).toBe('invalid_grant');
    expect(await refusal(tokensOf(underWay, back))).toBe('invalid_grant');
    const silent = await begun(test.url, { prompt: 'none' });
    expect((await guest.open(silent.url)).url).toContain('error=login_required');
    const refused = await signIn(browserOf(test.url), (await begun(test.url)).url, loginName);
    expect([refused.status, headingOf(refused)]).toEqual([403, '账号已停用']);
    expect((await test.administer('/enabling', { sub })).status).toBe(204);
    expect((await guest.open((await begun(test.url, { prompt: 'none' })).url)).url).toContain('error=login_required');
    const again = await begun(test.url);
    await tokensOf(again, await signIn(browserOf(test.url), again.url, loginName));
  });

  it('ends what is between two pages', async () => {
    const { sub, loginName, guest, end } = await person(newSub(), { secondFactorRequired: true });
    const secret = secretOn(end);
    await guest.submit(end, { totp: codeAt(secret, new Date()) });
    later(30);
    const other = browserOf(test.url);
    const asked = await signIn(other, (await begun(test.url)).url, loginName);
    await test.administer('/disabling', { sub });
    expect(headingOf(await other.submit(asked, { totp: codeAt(secret, new Date()) }))).toBe('账号已停用');
  });

  it('goes no further by a pass phrase that the counter has reset meanwhile', async () => {
    const { sub, guest, end } = await person(newSub(), { secondFactorRequired: true });
    await test.codeFor(sub, { secondFactorRequired: true });
    expect(headingOf(await guest.submit(end, { totp: codeAt(secretOn(end), new Date()) }))).toBe('登录');
  });
});

describe('a program', () => {
  it('signs in as itself by its secret, until it is exchanged or the program disabled', async () => {
    const { server } = await begun(test.url);
    const client = { client_id: 'centre-software' };
    const token = async (secret: string) => {
      const asked = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        oauth.ClientSecretBasic(secret),
        {},
        INSECURE,
      );
      return oauth.processClientCredentialsResponse(server, client, asked);
    };
    const { status, body } = await test.administer('/clients', { clientId: 'centre-software', name: '大足区中心系统' });
    expect([status, body.clientId]).toEqual([201, 'centre-software']);
    const claims = await verified((await token(body.secret)).access_token);
    expect(claims).toMatchObject({ sub: 'centre-software', name: '大足区中心系统', amr: ['swk'], aud: AUDIENCE });
    const exchanged = await test.administer('/clients', { clientId: 'centre-software', name: '大足区中心系统' });
    await expect(token(body.secret)).rejects.toThrow();
    await token(exchanged.body.secret);
    expect((await test.administer('/disabling', { sub: 'centre-software' })).status).toBe(204);
    await expect(token(exchanged.body.secret)).rejects.toThrow();
    await test.administer('/enabling', { sub: 'centre-software' });
    await token(exchanged.body.secret);
  });

  it('is never taken for a person, nor a person for it', async () => {
    const { sub } = await person();
    expect((await test.administer('/clients', { clientId: sub, name: '某' })).status).toBe(409);
    expect((await test.administer('/clients', { clientId: 'portal', name: '某' })).status).toBe(409);
    await test.administer('/clients', { clientId: 'scanner', name: '某' });
    expect((await test.administer('/one-time-codes', { sub: 'scanner', name: '某' })).status).toBe(409);
  });
});

describe('the administration', () => {
  it('is for whoever has the key, on a port of its own', async () => {
    const asked = { sub: newSub(), name: '某' };
    expect((await test.administer('/one-time-codes', asked, 'guessed')).status).toBe(403);
    expect((await test.administer('/one-time-codes', { ...asked, role: 'operator' })).status).toBe(400);
    expect((await test.administer('/disabling', { sub: 'nobody' })).status).toBe(204);
    expect(statSync(join(test.dataDir, 'sign-in-keys.json')).mode & 0o777).toBe(0o600);
    const fromOutside = await fetch(`${test.url}/one-time-codes`, { method: 'POST', body: '{}' });
    expect(fromOutside.status).toBe(404);
  });

  it('gives no login name twice, by hand or in turn', async () => {
    const [first] = [await test.codeFor(newSub(), { districtId: '500107' })];
    const next = first.loginName.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(4, '0'));
    expect((await test.codeFor(newSub(), { loginName: next })).loginName).toBe(next);
    expect((await test.administer('/one-time-codes', { sub: newSub(), name: '某', loginName: next })).status).toBe(409);
    const others = await Promise.all(Array.from({ length: 5 }, () => test.codeFor(newSub(), { districtId: '500107' })));
    expect(new Set([first.loginName, next, ...others.map(({ loginName }) => loginName)]).size).toBe(7);
  });
});

describe('what is said and shown', () => {
  it('writes no secret and no person to a log', async () => {
    const lines: unknown[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((line) => lines.push(line) > 0);
    }
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...line) => void lines.push(...line));
    }
    const { sub, loginName, guest, request, end } = await person(newSub(), { secondFactorRequired: true });
    const secret = secretOn(end);
    await guest.submit(end, { totp: '111111' });
    const tokens = await tokensOf(
      request,
      await guest.submit(await guest.submit(end, { totp: codeAt(secret, new Date()) })),
    );
    await refusal(refreshed(request, 'made-up'));
    await refreshed(request, tokens.refresh_token ?? '');
    await refusal(refreshed(request, tokens.refresh_token ?? ''));
    await signIn(browserOf(test.url), (await begun(test.url)).url, loginName, 'a wrong pass phrase');
    await test.administer('/one-time-codes', { sub });
    vi.restoreAllMocks();
    const said = lines.map(String).join('\n');
    for (const word of [sub, loginName, PASS_PHRASE, secret, 'a wrong pass phrase', tokens.access_token, '某人']) {
      expect(said).not.toContain(word);
    }
    expect(said).not.toContain('oidc-provider');
  });

  it('shows pages that load nothing, run nothing and send forms nowhere else', async () => {
    const { guest, end, request } = await person(newSub(), { secondFactorRequired: true });
    const signedOut = await browserOf(test.url).open(request.server.end_session_endpoint ?? '');
    const first = await browserOf(test.url).open(request.url);
    const pages = [
      end,
      first,
      signedOut,
      await guest.submit(end, { totp: '1' }),
      await browserOf(test.url).open(first.url),
    ];
    const fault = await guest.open(`${test.url}/oidc/auth?client_id=nobody`);
    const missing = await guest.open(`${test.url}/oidc/nothing`);
    for (const { html, headers } of [...pages, fault]) {
      const policy = headers.get('content-security-policy') ?? '';
      const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
      const digest = createHash('sha256').update(style).digest('base64');
      expect(policy).toBe(
        `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect([
        headers.get('cache-control'),
        headers.get('x-content-type-options'),
        headers.get('referrer-policy'),
      ]).toEqual(['no-store', 'nosniff', 'no-referrer']);
      expect(html).not.toMatch(/<script|javascript:|\son\w+=|style="|src=|<link|@import|url\(/);
      expect(html).toContain('市场采购贸易登记平台');
      for (const [, id = ''] of html.matchAll(/<input id="([^"]+)"/g)) expect(html).toContain(`<label for="${id}">`);
      for (const [, ids = ''] of html.matchAll(/aria-describedby="([^"]+)"/g)) {
        for (const id of ids.split(' ')) expect(html).toContain(`id="${id}"`);
      }
    }
    expect(missing.status).toBe(404);
    const autocompletes = pages.flatMap(({ html }) =>
      [...html.matchAll(/autocomplete="([^"]+)"/g)].map(([, value]) => value),
    );
    expect(new Set(autocompletes)).toEqual(new Set(['username', 'current-password', 'one-time-code']));
  });

  it('escapes what was typed', async () => {
    const guest = browserOf(test.url);
    const page = await guest.open((await begun(test.url)).url);
    const again = await guest.submit(page, { loginName: '"><script>x</script>', passPhrase: 'x' });
    expect(again.html).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('keeps its cookies from scripts and from other sites', async () => {
    const { guest } = await person();
    const lines = [...guest.cookies.values()];
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/; path=\/oidc[^;]*; (?:expires=[^;]+; )?samesite=lax; httponly$/i);
    // A shared counter: the session goes with the browser's window.
    expect(guest.cookies.get('sign-in')).not.toContain('expires');
  });
});

describe('its keys', () => {
  it('are refused where another issuer of the same name signs', async () => {
    const { request, end } = await person();
    const { access_token, id_token = '' } = await tokensOf(request, end);
    await verified(access_token);
    const others = await issuerKeys(join(elsewhere, 'sign-in-keys.json'));
    const [key] = others.signing;
    if (!key) throw new Error('no key');
    const forged = await new SignJWT({ sub: 'account-1', amr: ['pwd', 'otp', 'mfa'] })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid })
      .setIssuer(test.url)
      .setAudience(AUDIENCE)
      .setExpirationTime('10m')
      .sign(await importJWK(key, 'ES256'));
    await expect(verified(forged)).rejects.toThrow();
    await expect(jwtVerify(access_token, createLocalJWKSet({ keys: others.signing }))).rejects.toThrow();
    // What is for the portal is not for the API.
    await expect(verified(id_token)).rejects.toThrow(/aud/);
  });

  it('are published without their private half, all of them, and the first signs', async () => {
    const { server } = await begun(test.url);
    const published: any = await (await fetch(server.jwks_uri ?? '')).json();
    const kept = JSON.parse(readFileSync(join(test.dataDir, 'sign-in-keys.json'), 'utf8'));
    expect(published.keys.map(({ kid }: { kid: string }) => kid)).toEqual(
      kept.signing.map(({ kid }: { kid: string }) => kid),
    );
    expect(published.keys.every((key: object) => !('d' in key))).toBe(true);
    expect(PORTAL.client_id).toBe('portal');
  });
});
