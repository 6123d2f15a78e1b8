import { lazy, Suspense } from 'react';
import type { Option } from './node.ts';

export interface ComboFieldProps {
  readonly title: string;
  readonly pointer: string;
  readonly isRequired: boolean;
  readonly options: readonly Option[];
  /** The value of the chosen option; empty where none is chosen. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** Where options are asked for by what is typed; absent, those given are narrowed by it. */
  readonly onType?: (typed: string) => void;
}

const Combo = lazy(() => import('./combo.tsx'));

/** A field with so many possible values that one types to find them. */
export const ComboField = (props: ComboFieldProps) => (
  <Suspense fallback={<p className="field">{props.title}</p>}>
    <Combo {...props} />
  </Suspense>
);
