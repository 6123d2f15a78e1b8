import { useContext, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { DraftContext, type LeftDraft } from './draft.ts';
import { DraftKeeper, type Keeping } from './draft-keeper.ts';

export interface DraftTold {
  readonly keeping: Keeping;
  readonly left: LeftDraft | undefined;
  /** Keeps what stands here, whatever another window has kept. */
  readonly overrule: () => void;
  /** What was kept is deleted, as it was sent. */
  readonly forget: () => Promise<void>;
}

/** What an earlier visit left of the form below; undefined where nothing was. Its shape is what the form gave `useDraft`. */
export const useLeft = <T>(): T | undefined => useContext(DraftContext)?.content as T | undefined;

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
  const keeper = useMemo(() => left && new DraftKeeper(left.name, left.etag, setKeeping), [left]);
  const text = JSON.stringify(content ?? null);
  useEffect(() => keeper?.fill({ title, page }, text), [keeper, title, page, text]);
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
