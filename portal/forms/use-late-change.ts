import { useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { FieldProps } from './context.ts';
import type { Value } from './value.ts';

/**
 * Changes a field when something has ended that took a while, such as an upload: what was typed meanwhile, in this field and
 * in every other, stays. A field that is no longer there is not changed.
 */
export function useLateChange({
  value,
  onChange,
}: Pick<FieldProps, 'value' | 'onChange'>): (change: (now: Value) => Value) => void {
  const newest = useRef<Pick<FieldProps, 'value' | 'onChange'>>(undefined);
  useLayoutEffect(() => {
    newest.current = { value, onChange };
    return () => {
      newest.current = undefined;
    };
  }, [value, onChange]);
  // At once, so that the next change sees this one, however soon it comes.
  return (change) => flushSync(() => newest.current?.onChange(change(newest.current.value)));
}
