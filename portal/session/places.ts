/** The portal's own address, wherever it is mounted. */
export const HOME = new URL('.', document.baseURI);

/** The path under which screens lie, without the slash at its end, e.g. `/live/portal`. */
export const BASE = HOME.pathname.replace(/\/$/, '');

/** Where the issuer sends a person back to. */
export const CALLBACK = new URL('callback', HOME);

/** The same in the small window in which a person signs in again; the page behind it stays as it is. */
export const RENEWED = new URL('renewed', HOME);

/** Over which that window tells the page its answer. */
export const RENEWAL_CHANNEL = 'sign-in-renewed';
