interface TextPolicy {
  createHTML(text: string): string;
}

declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createHTML: (text: string) => string }): TextPolicy;
    };
  }
}

/** Only to be read: what is parsed runs nothing, and of it only elements and their styles are taken over. */
const policy: TextPolicy = window.trustedTypes?.createPolicy('printed-page', { createHTML: (text) => text }) ?? {
  createHTML: (text) => text,
};

/**
 * Puts a page of the API's into a frame, as it prints. The frame has the portal's own policy, which runs no style that
 * stands in a text: its styles are taken over as a constructed sheet, and no script is.
 */
export function showPrinted(frame: HTMLIFrameElement, text: string): void {
  const [page, inside] = [frame.contentDocument, frame.contentWindow];
  if (!page || !inside) return;
  const printed = new DOMParser().parseFromString(policy.createHTML(text), 'text/html');
  const Sheet = (inside as Window & typeof globalThis).CSSStyleSheet;
  const sheet = new Sheet();
  sheet.replaceSync([...printed.querySelectorAll('style')].map(({ textContent }) => textContent).join('\n'));
  page.adoptedStyleSheets = [sheet];
  page.title = printed.title;
  for (const element of printed.querySelectorAll('script, style')) element.remove();
  // An attribute is a style in a text too; the same said by its object is none.
  const styles = [...printed.body.querySelectorAll<HTMLElement>('[style]')].map((element) => {
    const style = element.getAttribute('style') ?? '';
    element.removeAttribute('style');
    return [element, style] as const;
  });
  page.body.replaceChildren(...[...printed.body.childNodes].map((node) => page.adoptNode(node)));
  for (const [element, style] of styles) element.style.cssText = style;
}
