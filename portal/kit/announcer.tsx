import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

const SHOWN_MILLISECONDS = 5_000;

const Say = createContext<(sentence: string) => void>(() => {});

/** Says in a sentence, seen and read out, that something was done. */
export const useSay = (): ((sentence: string) => void) => useContext(Say);

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<{ readonly sentence: string }>();
  const say = useCallback((sentence: string) => setSaid({ sentence }), []);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(undefined), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Say value={say}>
      {children}
      <div role="status" className={said ? 'said' : 'hidden-text'}>
        {said?.sentence}
      </div>
    </Say>
  );
}
