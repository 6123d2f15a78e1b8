import { useState } from 'react';
import { ENTITY_KIND_NAMES } from '../../functions/events/entity.ts';
import { useRead } from '../api/read.ts';
import { ComboField } from '../forms/combo-field.tsx';
import type { FieldComponent } from '../forms/context.ts';
import { textOf } from '../forms/value.ts';

/** The filed party in whose name an agent acts, of whatever kind, among those that the caller may see. */
export const AgentField: FieldComponent = ({ node, pointer, isRequired, value, onChange }) => {
  const [typed, setTyped] = useState('');
  const found = useRead('GET /v1/entities', { query: { q: typed.trim() || undefined, limit: 20 } });
  const options = (found.data?.body.items ?? [])
    .filter(({ kind, status }) => kind !== 'merchant' && kind !== 'buyer' && status === 'ACTIVE')
    .map(({ id, name, kind, filingNumber }) => ({
      value: id,
      label: `${name} ${ENTITY_KIND_NAMES[kind]} ${filingNumber}`,
    }));
  return (
    <ComboField
      title={node.title}
      hint="按名称或备案编号查找"
      pointer={pointer}
      isRequired={isRequired}
      options={options}
      value={textOf(value)}
      onType={setTyped}
      onChange={(picked) => onChange(picked === '' ? undefined : picked)}
    />
  );
};
