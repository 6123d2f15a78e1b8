import { useState } from 'react';
import { ENTITY_KIND_NAMES } from '../../functions/events/names.ts';
import { useRead } from '../api/read.ts';
import { ComboField } from './combo-field.tsx';
import type { FieldComponent } from './context.ts';
import { PAUSE_MILLISECONDS, useSettled } from './use-settled.ts';
import { textOf } from './value.ts';

/** Any filed party that the caller may see, by name or filing number. */
export const SubjectField: FieldComponent = ({ node, pointer, isRequired, value, onChange }) => {
  const [typed, setTyped] = useState('');
  const id = textOf(value);
  const asked = useSettled(typed.trim(), PAUSE_MILLISECONDS);
  const found = useRead('GET /v1/entities', { query: { q: asked || undefined, limit: 20 } });
  const chosen = useRead('GET /v1/entities/{id}', { path: { id } }, { enabled: id !== '' });
  const options = [...(chosen.data ? [chosen.data.body] : []), ...(found.data?.body.items ?? [])].map((one) => ({
    value: one.id,
    label: `${one.name} ${ENTITY_KIND_NAMES[one.kind]} ${one.filingNumber}`,
  }));
  return (
    <ComboField
      title={node.title}
      hint="按名称或备案编号查找"
      pointer={pointer}
      isRequired={isRequired}
      options={options.filter((one, at) => options.findIndex((other) => other.value === one.value) === at)}
      value={id}
      onType={setTyped}
      onChange={(picked) => onChange(picked === '' ? undefined : picked)}
    />
  );
};
