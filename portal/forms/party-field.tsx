import { useState } from 'react';
import type { EntityKind } from '../../functions/events/entity.ts';
import { useRead } from '../api/read.ts';
import { useMe } from '../shell/me.ts';
import { ComboField } from './combo-field.tsx';
import type { FieldComponent } from './context.ts';
import type { Option } from './node.ts';
import { PAUSE_MILLISECONDS, useSettled } from './use-settled.ts';
import { textOf } from './value.ts';

/**
 * A field that names a filed party of a kind, found by its name or filing number among those that the caller may name.
 *
 * @param known a party that may stand in the field without having been looked for, so that its name is shown
 */
export const partyField =
  (kind: EntityKind, known?: Option): FieldComponent =>
  ({ node, pointer, isRequired, value, onChange }) => {
    const [typed, setTyped] = useState('');
    const [chosen, setChosen] = useState<Option | undefined>(known);
    const asked = useSettled(typed.trim(), PAUSE_MILLISECONDS);
    const found = useRead('GET /v1/directory', {
      query: { kind, q: asked === '' || asked === chosen?.label ? undefined : asked, limit: 20 },
    });
    const options = (found.data?.body.items ?? []).map(({ id, name, filingNumber, grade }) => ({
      value: id,
      label: `${name} ${filingNumber}${grade === undefined ? '' : ` ${grade}级`}`,
    }));
    const id = textOf(value);
    const isNamed = chosen?.value === id || options.some((one) => one.value === id);
    const standing = useStanding(kind, isNamed ? '' : id);
    // What was chosen stays among the options whatever is typed.
    const own = chosen?.value === id ? chosen : standing;
    const all = own && !options.some((one) => one.value === id) ? [own, ...options] : options;
    return (
      <ComboField
        title={node.title}
        hint="按名称或备案编号查找"
        pointer={pointer}
        isRequired={isRequired}
        options={all}
        value={id}
        onType={setTyped}
        onChange={(picked) => {
          setChosen(all.find((one) => one.value === picked));
          onChange(picked === '' ? undefined : picked);
        }}
      />
    );
  };

/**
 * The name of a party that stands in a field though nobody has looked for it since, as in a draft. @param id empty for none
 */
function useStanding(kind: EntityKind, id: string): Option | undefined {
  const { acting } = useMe();
  const isParty = acting?.role === 'merchant' || acting?.role === 'agent';
  const filed = useRead('GET /v1/entities/{id}', { path: { id } }, { enabled: id !== '' && !isParty });
  const directory = useRead('GET /v1/directory', { query: { kind, limit: 200 } }, { enabled: id !== '' && isParty });
  if (id === '' || (filed.isPending && directory.isPending)) return undefined;
  const name = filed.data?.body.name ?? directory.data?.body.items.find((one) => one.id === id)?.name;
  return { value: id, label: name ?? '名称未向您公开' };
}
