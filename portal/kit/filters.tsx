import { type ReactNode, useEffect, useId, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Option } from '../forms/node.ts';
import { isComposing } from './keys.ts';

/** What a list is narrowed by, kept in the address: back, a link and a reload find the same list. */
export function useFilters<const N extends string>(
  names: readonly N[],
): [Readonly<Record<N, string | undefined>>, (name: N, value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, search.get(name) ?? undefined])) as Record<
    N,
    string | undefined
  >;
  const set = (name: N, value: string): void => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  return [values, set];
}

export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <search className="filters">{children}</search>
);

/** Narrows by one of few words. */
export function ChoiceFilter({
  title,
  value,
  options,
  needsOne = false,
  onChange,
}: {
  readonly title: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
  /** Whether one of them always holds. */
  readonly needsOne?: boolean;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      <select id={id} className="input" value={value ?? ''} onChange={({ target }) => onChange(target.value)}>
        {!needsOne && <option value="">全部</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export const optionsOf = (names: Readonly<Record<string, string>>): Option[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

const QUIET_MILLISECONDS = 350;

/** Narrows by what is typed, once it is typed and composed. */
export function TextFilter({
  title,
  value = '',
  hint,
  type = 'search',
  onChange,
}: {
  readonly title: string;
  readonly value: string | undefined;
  readonly hint?: string;
  readonly type?: 'search' | 'date';
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  useEffect(() => {
    if (composing || typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), QUIET_MILLISECONDS);
    return () => clearTimeout(timer);
  });
  return (
    <div className={type === 'search' ? 'field grow' : 'field'}>
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        className="input"
        type={type}
        value={typed}
        placeholder={hint}
        onChange={({ target }) => setTyped(target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !isComposing(event.nativeEvent)) onChange(typed.trim());
        }}
      />
    </div>
  );
}
