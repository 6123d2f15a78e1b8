import { useEffect, useRef } from 'react';

/** One thing that a key does on the page that is open. */
export interface Key {
  /** As `KeyboardEvent.key`; with `Ctrl+` in front where that is held. */
  readonly keys: readonly string[];
  /** For the list of keys; absent where a button beside it says so already. */
  readonly says?: string;
  readonly does: (event: KeyboardEvent) => void;
  /** Also while somebody types. */
  readonly always?: true;
}

/** The keys of what is on screen, the innermost last. */
const open = new Set<{ current: readonly Key[] }>();

export const keysInForce = (): readonly Key[] => [...open].flatMap(({ current }) => current);

/** An input method is at work: the key belongs to it. */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229;

export const isTyping = ({ target }: Pick<Event, 'target'>): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !['checkbox', 'radio', 'button'].includes(target.getAttribute('type') ?? '');

const nameOf = (event: KeyboardEvent): string =>
  `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;

function onKey(event: KeyboardEvent): void {
  if (isComposing(event) || event.altKey || event.defaultPrevented) return;
  const name = nameOf(event);
  for (const { current } of [...open].toReversed()) {
    const key = current.find(({ keys, always }) => keys.includes(name) && (always || !isTyping(event)));
    if (!key) continue;
    event.preventDefault();
    key.does(event);
    return;
  }
}

/**
 * Gives keys their meaning while the component stands. None works while somebody types or composes, but those that say so.
 */
export function useKeys(keys: readonly Key[]): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (open.size === 0) document.addEventListener('keydown', onKey);
    open.add(latest);
    return () => {
      open.delete(latest);
      if (open.size === 0) document.removeEventListener('keydown', onKey);
    };
  }, []);
}
