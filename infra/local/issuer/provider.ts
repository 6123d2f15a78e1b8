import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { textDigest } from '../../../functions/shared/digest.ts';
import { logger } from '../../../functions/shared/log.ts';
import type { Keys } from './keys.ts';
import { PAGE_HEADERS, type Page } from './pages/page.ts';
import { expiredPage, notUnderstoodPage, signedOutPage, signOutPage } from './pages/pages.ts';
import { adapters } from './store/adapter.ts';
import type { Machines } from './store/machines.ts';
import type { People } from './store/people.ts';
import type { SignInTable } from './store/table.ts';

/** Whom access tokens are for: the registry's API. */
export const AUDIENCE = 'market-procurement-registry';

/** The same as a resource, which has to be named by a URI (RFC 8707). */
const RESOURCE = `urn:${AUDIENCE}`;

/** The portal as an OIDC client, without a secret: whoever has its code has it too. */
export const PORTAL_CLIENT = 'portal';

export const PORTAL_SCOPE = 'openid profile offline_access';

/** Where everything of the issuer is, below the host's address; only its discovery is where OIDC wants it. */
export const ISSUER_PATH = '/oidc';
export const DISCOVERY_PATH = '/.well-known/openid-configuration';

const AUTHORIZATION_PATH = `${ISSUER_PATH}/auth`;
const END_SESSION_PATH = `${ISSUER_PATH}/session/end`;

/** [designed] Time for a person who looks for the phone, reads, and chooses a pass phrase. */
export const INTERACTION_SECONDS = 30 * 60;

const TOKEN_SECONDS = 10 * 60;

/** [designed] A working day: whoever signs in in the morning does so once. */
const SESSION_SECONDS = 12 * 3600;

/** How a program has shown who it is: by proof of possession of a software-secured key (RFC 8176). */
const MACHINE_AMR = ['swk'];

export interface ProviderParts {
  /** The issuer: the address at which people reach the host. */
  readonly publicUrl: string;
  readonly keys: Keys;
  readonly table: SignInTable;
  readonly people: People;
  readonly machines: Machines;
}

/** The portal, below the address at which people reach the host. */
export const portalOf = (publicUrl: string): string => `${publicUrl}/portal/`;

/** Where the pages of an interaction are. */
export const interactionUrl = (publicUrl: string, uid: string): string =>
  `${publicUrl}${ISSUER_PATH}/interaction/${uid}`;

/** What the library does not catch itself, broken connections among it, goes to the log: Koa would print it. */
class QuietProvider extends Provider {
  override onerror({ name, stack }: Error): void {
    logger.warn('the issuer could not answer', { fault: name, stack });
  }
}

/**
 * The OIDC provider: code flow with PKCE for the portal, client credentials for programs, and nothing else of what OIDC
 * knows. Access tokens are JWTs (RFC 9068) that say who somebody is and how they have shown it, never what they may do.
 */
export function oidcProvider(parts: ProviderParts): Provider {
  const { publicUrl, people, machines } = parts;
  const provider = new QuietProvider(publicUrl, configuration(parts));
  // The mount says by these headers where people reach it, whatever a request says of itself.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(actual: string) {
    return this.clientSecret === textDigest(actual);
  };
  provider.use(async (ctx, next) => {
    const page = await insteadOfScript(ctx);
    if (page) return show(ctx, page);
    await next();
    if (ctx.response.is('html')) ctx.set(PAGE_HEADERS);
  });
  provider.on('server_error', (_ctx, { name, stack }) => {
    logger.error('the issuer failed', { fault: name, stack });
  });
  return provider;

  /** What the library would answer by a form that a script sends, and no page here runs one. */
  async function insteadOfScript(ctx: Parameters<typeof provider.Session.get>[0]): Promise<Page | undefined> {
    const portal = portalOf(publicUrl);
    if (ctx.path === AUTHORIZATION_PATH && !['query', undefined].includes(ctx.query['response_mode']?.toString())) {
      return notUnderstoodPage(portal, 400, 'invalid_request');
    }
    const isSigningOut = ctx.method === 'GET' && ctx.path === END_SESSION_PATH;
    const isSignedOut = isSigningOut && (await provider.Session.get(ctx)).accountId === undefined;
    return isSignedOut ? signedOutPage(portal) : undefined;
  }

  function configuration({ keys, table }: ProviderParts): Configuration {
    const path = new URL(`${publicUrl}${ISSUER_PATH}`).pathname;
    const cookie = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
    return {
      adapter: adapters(table, machines),
      jwks: { keys: keys.signing },
      clients: [
        {
          client_id: PORTAL_CLIENT,
          client_name: '市场采购贸易登记平台',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          response_modes: ['query'],
          redirect_uris: [`${portalOf(publicUrl)}callback`, `${portalOf(publicUrl)}renewed`],
          post_logout_redirect_uris: [portalOf(publicUrl)],
          scope: PORTAL_SCOPE,
        },
      ],
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      clientAuthMethods: ['none', 'client_secret_basic'],
      enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
      responseTypes: ['code'],
      scopes: PORTAL_SCOPE.split(' '),
      claims: { openid: ['sub'], profile: ['name'], amr: null, auth_time: null },
      // There is no other place where the portal would ask for the name.
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      rotateRefreshToken: true,
      issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
      expiresWithSession: () => true,
      cookies: {
        keys: keys.cookies,
        names: { session: 'sign-in', interaction: 'sign-in-step', resume: 'sign-in-resume' },
        long: { ...cookie, path },
        short: cookie,
      },
      routes: {
        authorization: AUTHORIZATION_PATH,
        token: `${ISSUER_PATH}/token`,
        jwks: `${ISSUER_PATH}/jwks`,
        revocation: `${ISSUER_PATH}/token/revocation`,
        end_session: END_SESSION_PATH,
      },
      interactions: { url: (_ctx, { uid }) => interactionUrl(publicUrl, uid) },
      ttl: {
        AccessToken: TOKEN_SECONDS,
        AuthorizationCode: 60,
        ClientCredentials: TOKEN_SECONDS,
        Grant: 2 * SESSION_SECONDS,
        IdToken: TOKEN_SECONDS,
        Interaction: INTERACTION_SECONDS,
        RefreshToken: ({ oidc }) => oidc.entities.RotatedRefreshToken?.remainingTTL ?? SESSION_SECONDS,
        // Counted from when somebody signed in, however often the session is used.
        Session: (_ctx, { loginTs }) => Math.max(1, (loginTs ?? nowSeconds()) + SESSION_SECONDS - nowSeconds()),
      },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        dPoP: { enabled: false },
        pushedAuthorizationRequests: { enabled: false },
        revocation: { enabled: true },
        userinfo: { enabled: false },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (ctx) => {
            const { secret } = ctx.oidc.session?.state ?? {};
            show(ctx, signOutPage(ctx.oidc.urlFor('end_session_confirm'), String(secret), portalOf(publicUrl)));
          },
          postLogoutSuccessSource: (ctx) => show(ctx, signedOutPage(portalOf(publicUrl))),
        },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => RESOURCE,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: AUDIENCE,
            accessTokenTTL: TOKEN_SECONDS,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          }),
        },
      },
      async findAccount(_ctx, sub) {
        const person = await people.find(sub);
        if (!person || person.disabledAt !== undefined) return undefined;
        return { accountId: sub, claims: () => ({ sub, name: person.name }) };
      },
      async extraTokenClaims({ oidc }, token) {
        if (token.kind === 'ClientCredentials') return { name: token.client?.clientName, amr: MACHINE_AMR };
        const { AuthorizationCode, RefreshToken } = oidc.entities;
        const person = await people.find(token.accountId);
        return { name: person?.name, amr: (AuthorizationCode ?? RefreshToken)?.amr };
      },
      // The portal is the registry's own: nobody is asked whether it may know who they are.
      async loadExistingGrant({ oidc }) {
        const { client, session } = oidc;
        if (!client || session?.accountId === undefined) return undefined;
        const grantId = session.grantIdFor(client.clientId);
        const granted = grantId === undefined ? undefined : await provider.Grant.find(grantId);
        if (granted) return granted;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope(PORTAL_SCOPE);
        await grant.save();
        return grant;
      },
      renderError(ctx, { error }, { name }) {
        const portal = portalOf(publicUrl);
        show(ctx, name === 'SessionNotFound' ? expiredPage(portal) : notUnderstoodPage(portal, ctx.status, error));
      },
    };
  }
}

/** The library's own clock. */
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

function show(ctx: Pick<KoaContextWithOIDC, 'set' | 'status' | 'type' | 'body'>, { status, html }: Page): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.set(PAGE_HEADERS);
  ctx.body = html;
}
