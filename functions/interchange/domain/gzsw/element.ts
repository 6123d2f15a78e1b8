/** An XML element: text, or children. Attributes, comments and processing instructions carry nothing here. */
export interface Element {
  readonly name: string;
  /** Decoded and normalised; empty for an element with children. */
  readonly text: string;
  readonly children: readonly Element[];
}

export const child = (element: Element, name: string): Element | undefined =>
  element.children.find((inner) => inner.name === name);

/** The text of a field; undefined where it is absent or empty, as clients send empty tags for what they do not know. */
export function field(element: Element, name: string): string | undefined {
  const text = child(element, name)?.text;
  return text === '' ? undefined : text;
}
