import * as oauth from 'oauth4webapi';

/** Where people of this deployment sign in; the API's own host tells it (`/portal/config.json`). */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** The portal's own address, where the issuer sends people back to. */
  readonly home: string;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string | undefined;
  readonly id: string | undefined;
  /** Whose they are; a renewal need not say it again. */
  readonly sub: string | undefined;
  /** Milliseconds of the page's clock. */
  readonly expiresAt: number;
}

/** What stands between leaving for the issuer and coming back: no token, nothing about the person. */
interface Leaving {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The portal's page that was asked for. */
  readonly page: string;
  readonly redirectUri: string;
}

const LEAVING = 'sign-in';

/** The issuer answered that nobody is signed in there. */
export class NobodySignedIn extends Error {
  override readonly name = 'NobodySignedIn';
  /** The portal's page that was asked for. */
  readonly page: string;

  constructor(page = '/', options?: ErrorOptions) {
    super('nobody is signed in', options);
    this.page = page;
  }
}

/** OIDC's code flow with PKCE against one issuer (RFC 6749, 7636; OpenID Connect Core 1.0). */
export async function issuerOf({ issuer, clientId, scope }: SignIn) {
  const url = new URL(issuer);
  // An issuer in the clear is the embedded host on this machine; another deployment's has TLS.
  const options = { [oauth.allowInsecureRequests]: url.protocol === 'http:' };
  const server = await oauth.processDiscoveryResponse(
    url,
    await oauth.discoveryRequest(url, { ...options, algorithm: 'oidc' }),
  );
  const client: oauth.Client = { client_id: clientId };

  const kept = (told: oauth.TokenEndpointResponse): Tokens => ({
    access: told.access_token,
    refresh: told.refresh_token,
    id: told.id_token,
    sub: oauth.getValidatedIdTokenClaims(told)?.sub,
    expiresAt: Date.now() + (told.expires_in ?? 300) * 1000,
  });

  return {
    /** The issuer's address to go to. @param silently asks it to answer at once, whether or not somebody is signed in */
    async leave(page: string, redirectUri: string, silently: boolean): Promise<URL> {
      const verifier = oauth.generateRandomCodeVerifier();
      const leaving: Leaving = {
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        verifier,
        page,
        redirectUri,
      };
      sessionStorage.setItem(LEAVING, JSON.stringify(leaving));
      const to = new URL(server.authorization_endpoint ?? '');
      const asked = {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope,
        state: leaving.state,
        nonce: leaving.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(silently && { prompt: 'none' }),
      };
      for (const [name, value] of Object.entries(asked)) to.searchParams.set(name, value);
      return to;
    },

    /** Whether an address is the answer to what this page asked last; another page of the portal may have asked too. */
    isAwaited(address: URL): boolean {
      const left = sessionStorage.getItem(LEAVING);
      return left !== null && (JSON.parse(left) as Leaving).state === address.searchParams.get('state');
    },

    /** @throws NobodySignedIn  @throws Error where the answer is none to what this page asked */
    async comeBack(address: URL): Promise<{ readonly tokens: Tokens; readonly page: string }> {
      const left = sessionStorage.getItem(LEAVING);
      sessionStorage.removeItem(LEAVING);
      if (left === null) throw new NobodySignedIn();
      const { state, nonce, verifier, page, redirectUri } = JSON.parse(left) as Leaving;
      try {
        const parameters = oauth.validateAuthResponse(server, client, address, state);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          oauth.None(),
          parameters,
          redirectUri,
          verifier,
          options,
        );
        const told = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: nonce,
          requireIdToken: true,
        });
        return { tokens: kept(told), page };
      } catch (cause) {
        if (cause instanceof oauth.AuthorizationResponseError) throw new NobodySignedIn(page, { cause });
        throw cause;
      }
    },

    /** @throws NobodySignedIn where the issuer takes the token no more */
    async renew(refresh: string): Promise<Tokens> {
      try {
        const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, options);
        return kept(await oauth.processRefreshTokenResponse(server, client, response));
      } catch (cause) {
        if (cause instanceof oauth.ResponseBodyError) throw new NobodySignedIn(undefined, { cause });
        throw cause;
      }
    },

    /** The address that ends the issuer's own session. */
    farewell(idToken: string | undefined, backTo: string): URL {
      const to = new URL(server.end_session_endpoint ?? backTo);
      if (idToken !== undefined) to.searchParams.set('id_token_hint', idToken);
      to.searchParams.set('client_id', clientId);
      to.searchParams.set('post_logout_redirect_uri', backTo);
      return to;
    },
  };
}

export type Issuer = Awaited<ReturnType<typeof issuerOf>>;
