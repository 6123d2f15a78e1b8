import { useEffect, useState } from 'react';

/** What a value was when it last stood still so long, e.g. what somebody typed before a pause. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

/** A pause of somebody who types on. */
export const PAUSE_MILLISECONDS = 300;
