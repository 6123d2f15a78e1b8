import type { Finding } from '../api/problem.ts';
import { type FieldComponent, FormContext } from './context.ts';
import { FieldOf } from './field-of.tsx';
import type { FormNode } from './node.ts';
import { SPECIAL } from './special.tsx';
import type { Value } from './value.ts';

export interface SchemaFormProps {
  readonly form: FormNode;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly findings: readonly Finding[];
  /** Where the form stands in the body that is sent, e.g. `/entity`. */
  readonly pointer?: string;
  readonly special?: Readonly<Record<string, FieldComponent>>;
}

/**
 * A form as the contract has it: its fields, in its order, with its words. `Enter` goes to the next field and never submits.
 */
export function SchemaForm({ form, value, onChange, findings, pointer = '', special = {} }: SchemaFormProps) {
  return (
    <FormContext value={{ findings, special: { ...SPECIAL, ...special }, whole: value }}>
      <FieldOf node={form} pointer={pointer} isRequired value={value} onChange={onChange} isTop />
    </FormContext>
  );
}
