import type { Caller } from '../auth/caller.ts';
import { type IdKind, parseIdentifier } from '../kernel/identifier.ts';
import { notFound } from './problem.ts';

/**
 * Makes the reader of one kind of record. A record that is not there and one that the caller may not see are answered
 * alike, so that nobody learns of others' identifiers: the reader throws a `Problem` NOT_FOUND for both.
 *
 * @param load finds a record by its identifier; it is not asked for what is no identifier of the kind
 */
export const visible =
  <R extends { readonly data: unknown }>(
    kind: IdKind,
    load: (id: string) => Promise<R | undefined>,
    maySee: (caller: Caller, data: R['data']) => boolean | Promise<boolean>,
  ) =>
  async (caller: Caller, id = ''): Promise<R> => {
    const found = parseIdentifier(kind, id) && (await load(id));
    if (!found || !(await maySee(caller, found.data))) throw notFound();
    return found;
  };
