/** The reason of a signal whose body has settled; nobody sees it. */
const OVER = new Error('over');

/**
 * Runs `body` with a signal that aborts with `parent`'s and as soon as the body has settled, so that whatever the body left
 * waiting is taken away. Rejects with the parent's reason when that aborts.
 */
export async function within<T>(parent: AbortSignal, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
  parent.throwIfAborted();
  const own = new AbortController();
  const stop = (): void => own.abort(parent.reason);
  parent.addEventListener('abort', stop, { once: true });
  const stopped = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([stopped, body(own.signal)]);
  } finally {
    parent.removeEventListener('abort', stop);
    own.abort(OVER);
  }
}

/** What signals abort with when an execution is stopped or the host closes: unwinds without a trace. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** A promise that never settles: the other side of a race decides. */
export const never = (): Promise<never> => new Promise(() => {});
