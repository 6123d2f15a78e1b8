import { partyField } from '../forms/party-field.tsx';
import { textOf } from '../forms/value.ts';
import { useMe } from '../shell/me.ts';

const MerchantField = partyField('merchant');

/** Narrows a list to one merchant's, for those who look merchants up. */
export function MerchantFilter({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
}) {
  const { role } = useMe().acting ?? {};
  if (role !== 'clerk' && role !== 'agent') return null;
  return (
    <MerchantField
      node={{ kind: 'text', title: '所属经营户' }}
      pointer="/merchantId"
      isRequired={false}
      value={value}
      onChange={(id) => onChange(textOf(id))}
    />
  );
}
