import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What the work in hand belongs to. It is the one thing that is not handed on as an argument: it says nothing of what is
 * done, and every message and log line carries it.
 */
export interface Correlation {
  /** The request, clock or command that everything began with. */
  readonly correlationId: string;
  /** What is at work now: a request, an execution, or an event by its id. */
  readonly causationId: string;
}

const store = new AsyncLocalStorage<Correlation>();

/** Runs work that belongs to a correlation; what it awaits belongs to it too. */
export const correlated = <T>(correlation: Correlation, work: () => T): T => store.run(correlation, work);

/** What the work in hand belongs to; undefined where nobody said so, e.g. in a command. */
export const correlation = (): Correlation | undefined => store.getStore();

/** What an item says of the work that wrote it; nothing where nobody said so. */
export const belonging = (): { readonly correlation?: Correlation } => {
  const current = correlation();
  return current === undefined ? {} : { correlation: current };
};
