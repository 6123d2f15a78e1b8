/** A browser as far as signing in goes: it keeps cookies by their paths, follows redirects, and fills in forms. */
export interface Browser {
  /** The page at an address, after all redirects. */
  open(url: string): Promise<Shown>;
  /** Sends a form of the page, with what a person has typed; hidden fields go along. */
  submit(page: Shown, typed?: Readonly<Record<string, string>>, form?: number): Promise<Shown>;
  /** Every cookie as it was set last. */
  readonly cookies: ReadonlyMap<string, string>;
}

export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly line: string;
}

/**
 * @param stopsAt where it stops instead of asking: the pages of the portal, which are not there
 * @param headers sent with everything, as by a proxy
 */
export function browser(stopsAt: string, headers: Readonly<Record<string, string>> = {}): Browser {
  const jar = new Map<string, Cookie>();
  const ask = async (url: string, body?: URLSearchParams): Promise<Shown> => {
    if (url.startsWith(stopsAt)) return { url, status: 0, headers: new Headers(), html: '' };
    const { pathname } = new URL(url);
    const sent = [...jar.values()].filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
    const answer = await fetch(url, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...headers, Cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') },
      ...(body && { body }),
    });
    for (const line of answer.headers.getSetCookie()) keep(line, pathname);
    const to = answer.headers.get('location');
    const html = await answer.text();
    return to === null ? { url, status: answer.status, headers: answer.headers, html } : ask(new URL(to, url).href);
  };
  return {
    open: (url) => ask(url),
    submit(page, typed = {}, form = 0) {
      const own = page.html.split(/(?=<form )/)[1 + form] ?? '';
      const action = attribute(/<form [^>]*>/.exec(own)?.[0] ?? '', 'action');
      const fields = new Map([...own.matchAll(/<(?:input|button) [^>]*>/g)].map(([tag]) => named(tag)));
      fields.delete('');
      for (const [name, value] of Object.entries(typed)) fields.set(name, value);
      return ask(new URL(action || page.url, page.url).href, new URLSearchParams([...fields]));
    },
    get cookies() {
      return new Map([...jar.values()].map(({ name, line }) => [name, line]));
    },
  };

  function keep(line: string, pathname: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', ...value] = pair.split('=');
    const path = attributes.find((one) => one.startsWith('path='))?.slice('path='.length) ?? pathname;
    const cookie = { name, value: value.join('='), path: path.replace(/\/$/, ''), line };
    const isOver = attributes.some((one) => one === 'expires=Thu, 01 Jan 1970 00:00:00 GMT');
    if (isOver) jar.delete(`${name} ${cookie.path}`);
    else jar.set(`${name} ${cookie.path}`, cookie);
  }
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');

const named = (tag: string): [string, string] => [attribute(tag, 'name'), attribute(tag, 'value')];
