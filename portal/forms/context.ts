import { type ComponentType, createContext, useContext } from 'react';
import type { Finding } from '../api/problem.ts';
import type { FormNode } from './node.ts';
import type { Value } from './value.ts';

export interface FieldProps {
  readonly node: FormNode;
  /** JSON Pointer of the field in the body. */
  readonly pointer: string;
  readonly isRequired: boolean;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** Shows a field otherwise than by its node alone. */
export type FieldComponent = ComponentType<FieldProps>;

export interface FormContextValue {
  readonly findings: readonly Finding[];
  /** By the field's name, e.g. `goodsId`, or its pointer without indexes, e.g. `/lines`. */
  readonly special: Readonly<Record<string, FieldComponent>>;
  /** The whole of what is filled in, for a field that depends on another, e.g. the goods of the chosen merchant. */
  readonly whole: Value;
}

export const FormContext = createContext<FormContextValue>({ findings: [], special: {}, whole: undefined });

export const useForm = (): FormContextValue => useContext(FormContext);
