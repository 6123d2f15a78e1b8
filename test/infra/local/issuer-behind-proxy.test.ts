import { expect, it } from 'vitest';
import { useSignIn } from '../../kit/sign-in.ts';

const PUBLIC_URL = 'https://city.example.cn/registry';
const test = useSignIn(PUBLIC_URL);

/** As a proxy passes a request on that it has taken the path of the host off. */
const passedOn = (path: string, headers: Record<string, string> = {}) =>
  fetch(test.ownUrl + path, { redirect: 'manual', headers });

it('is known by the address at which people reach it, whatever a request says of itself', async () => {
  const headers = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', Forwarded: 'host=evil.example' };
  const found: any = await (await passedOn('/.well-known/openid-configuration', headers)).json();
  expect(found).toMatchObject({
    issuer: PUBLIC_URL,
    authorization_endpoint: `${PUBLIC_URL}/oidc/auth`,
    token_endpoint: `${PUBLIC_URL}/oidc/token`,
    jwks_uri: `${PUBLIC_URL}/oidc/jwks`,
    end_session_endpoint: `${PUBLIC_URL}/oidc/session/end`,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['ES256'],
  });
  expect(test.issuer.source.issuer).toBe(PUBLIC_URL);
});

it('leads there, with cookies for there that travel by TLS only', async () => {
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: `${PUBLIC_URL}/portal/callback`,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const answer = await passedOn(`/oidc/auth?${query.toString()}`, { 'X-Forwarded-Host': 'evil.example' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(/^https:\/\/city\.example\.cn\/registry\/oidc\/interaction\/[\w-]+$/);
  const cookies = answer.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(1);
  for (const cookie of cookies) expect(cookie).toMatch(/; path=\/registry\/oidc\/[^;]+;.*; secure; httponly$/i);
});
