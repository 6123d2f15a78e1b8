import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useContext, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { call } from '../api/call.ts';
import { DraftContext, type LeftDraft, RecordContext } from './draft.ts';
import { DraftKeeper, type DraftPlace, type Keeping } from './draft-keeper.ts';

export interface DraftTold {
  readonly keeping: Keeping;
  readonly left: LeftDraft | undefined;
  /** Keeps what stands here, whatever another window has kept. */
  readonly overrule: () => void;
  /** What was kept is deleted, as it was sent. */
  readonly forget: () => Promise<void>;
}

/** What a draft holds. */
export type DraftContent = Pick<LeftDraft, 'content' | 'record'>;

const placeOf = (key: string, queries: QueryClient): DraftPlace => ({
  async put(head, content, ifMatch) {
    const request = { path: { key }, body: { ...head, content } };
    const { body, etag } = await call(
      'PUT /v1/drafts/{key}',
      ifMatch === undefined ? request : { ...request, ifMatch },
    );
    await queries.invalidateQueries({ queryKey: ['GET /v1/drafts'] });
    return { etag, savedAt: body.savedAt };
  },
  async delete() {
    await call('POST /v1/drafts/{key}/deletion', { path: { key } });
    await queries.invalidateQueries({ queryKey: ['GET /v1/drafts'] });
  },
});

/** What an earlier visit left of the form below; undefined where nothing was. Its shape is what the form gave `useDraft`. */
export const useLeft = (): unknown => useContext(DraftContext)?.content;

/**
 * Keeps what is filled in on the server, so that a reload, a crash or another day loses nothing.
 *
 * @param content all that the form needs to stand as it does
 */
export function useDraft(title: string, content: unknown): DraftTold {
  const left = useContext(DraftContext);
  const [path] = useLocation();
  const search = useSearch();
  const page = search === '' ? path : `${path}?${search}`;
  const [keeping, setKeeping] = useState<Keeping>({ state: 'idle' });
  const queries = useQueryClient();
  const keeper = useMemo(
    () => left && new DraftKeeper(placeOf(left.name, queries), left.etag, setKeeping),
    [left, queries],
  );
  const record = useContext(RecordContext);
  const text = JSON.stringify({ content: content ?? null, record } satisfies DraftContent);
  useEffect(() => keeper?.hold({ title, page }, text), [keeper, title, page, text]);
  useEffect(() => {
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') keeper?.flush();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      keeper?.flush();
    };
  }, [keeper]);
  return {
    keeping,
    left,
    overrule: () => keeper?.overrule(),
    forget: async () => keeper?.forget(),
  };
}
