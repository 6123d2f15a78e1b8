import type { Credentials } from '../api/call.ts';
import { type Issuer, issuerOf, NobodySignedIn, type SignIn, type Tokens } from './oidc.ts';
import { BASE, CALLBACK, HOME, RENEWAL_CHANNEL, RENEWED } from './places.ts';

/** A token is renewed this long before it ends, so that none ends on its way. */
const EARLY_MILLISECONDS = 30_000;

/** Whoever is signed in, for as long as the page lives: tokens are in memory only. */
export interface Session extends Credentials {
  assignmentId: string | undefined;
  signOut(): void;
  /** Opens the issuer's small window; the page behind it keeps what was typed. Called by a press of the person. */
  signInAgain(): Promise<void>;
  /** Told whenever a person has to sign in again (true) or has done so (false). */
  onLapsed(listener: (lapsed: boolean) => void): () => void;
}

/**
 * The session of the person who is signed in at the issuer, after a visit there where it is needed.
 *
 * @returns undefined where the browser is on its way to the issuer, or nobody is signed in and the page has to ask
 */
export async function openSession(): Promise<Session | 'leaving' | 'nobody'> {
  const place = await signInPlace();
  if (place.home !== HOME.href) {
    location.replace(new URL(pageHere(), place.home));
    return 'leaving';
  }
  const issuer = await issuerOf(place);
  if (location.pathname === CALLBACK.pathname) {
    try {
      const { tokens, page } = await issuer.comeBack(new URL(location.href));
      history.replaceState(null, '', `${BASE}${page}`);
      return sessionOf(issuer, tokens);
    } catch (error) {
      if (!(error instanceof NobodySignedIn)) throw error;
      // Who signs in now is led to the page that was asked for.
      history.replaceState(null, '', `${BASE}${error.page}`);
      return 'nobody';
    }
  }
  await leave(issuer, true);
  return 'leaving';
}

/** Goes to the issuer's own page. */
export async function goToSignIn(): Promise<void> {
  await leave(await issuerOf(await signInPlace()), false);
}

const signInPlace = async (): Promise<SignIn> => (await fetch(new URL('config.json', HOME))).json();

/** The portal's page that the address names, without the slash before it. */
const pageHere = (): string => `${location.pathname.slice(BASE.length)}${location.search}`.replace(/^\//, '');

async function leave(issuer: Issuer, silently: boolean): Promise<void> {
  const here = `/${pageHere()}`;
  location.replace(await issuer.leave(here === '/callback' ? '/' : here, CALLBACK.href, silently));
}

function sessionOf(issuer: Issuer, first: Tokens): Session {
  let tokens = first;
  let renewing: Promise<void> | undefined;
  let refusedToken: string | undefined;
  const listeners = new Set<(lapsed: boolean) => void>();
  const tell = (lapsed: boolean): void => {
    for (const listener of listeners) listener(lapsed);
  };
  let again = Promise.withResolvers<Tokens>();
  let answers: BroadcastChannel | undefined;

  const renew = async (): Promise<void> => {
    try {
      if (tokens.refresh === undefined) throw new NobodySignedIn();
      const renewed = await issuer.renew(tokens.refresh);
      const { refresh, id, sub } = tokens;
      tokens = { ...renewed, refresh: renewed.refresh ?? refresh, id: renewed.id ?? id, sub: renewed.sub ?? sub };
    } catch (error) {
      if (!(error instanceof NobodySignedIn)) throw error;
      tell(true);
      tokens = await again.promise;
      again = Promise.withResolvers();
      tell(false);
    }
  };

  return {
    assignmentId: undefined,
    async token() {
      const isStale = tokens.access === refusedToken || Date.now() > tokens.expiresAt - EARLY_MILLISECONDS;
      if (isStale) {
        renewing ??= renew().finally(() => {
          renewing = undefined;
        });
        await renewing;
      }
      return tokens.access;
    },
    refused(token) {
      refusedToken = token;
    },
    signOut() {
      location.assign(issuer.farewell(tokens.id, HOME.href));
    },
    async signInAgain() {
      const small = window.open('', 'sign-in', 'popup,width=480,height=640');
      const to = await issuer.leave('/', RENEWED.href, false);
      answers?.close();
      answers = new BroadcastChannel(RENEWAL_CHANNEL);
      answers.addEventListener('message', ({ data }) => {
        const address = new URL(String(data));
        // Other pages of the portal hear the answers that are not theirs.
        if (!issuer.isAwaited(address)) return;
        issuer.comeBack(address).then(
          ({ tokens: renewed }) => {
            if (renewed.sub === tokens.sub) again.resolve(renewed);
            // What stands here is another person's: nobody else goes on with it.
            else location.replace(HOME);
          },
          // Nobody has signed in: the page still asks for it.
          () => {},
        );
      });
      if (small) small.location.replace(to);
    },
    onLapsed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** In the small window: hands the issuer's answer to the page behind it, and closes. @returns whether this is that window */
export function answerFromSmallWindow(): boolean {
  if (location.pathname !== RENEWED.pathname) return false;
  const channel = new BroadcastChannel(RENEWAL_CHANNEL);
  channel.postMessage(location.href);
  channel.close();
  window.close();
  return true;
}
