import { useRead } from '../api/read.ts';
import { useMe } from '../shell/me.ts';
import { ComboField } from './combo-field.tsx';
import type { FieldProps } from './context.ts';
import type { Option, TextNode } from './node.ts';
import { textOf } from './value.ts';

type Row = Readonly<Record<string, unknown>>;

/** How rows of a list are named, where it is not by `code` and `name`. */
const SHAPES: Readonly<Record<string, { readonly code: string; readonly name: string }>> = {
  markets: { code: 'id', name: 'name' },
  tenants: { code: 'id', name: 'name' },
  'hs-chapters': { code: 'chapter', name: 'title' },
  'container-types': { code: 'type', name: 'marketName' },
};

/** A field whose value is a code of a reference list, found by its code or its Chinese name. */
export function ReferenceField({
  list,
  ...props
}: Omit<FieldProps, 'node'> & { readonly node: TextNode; readonly list: string }) {
  const options = useReferenceOptions(list);
  return (
    <ComboField
      {...props}
      title={props.node.title}
      options={options}
      value={textOf(props.value)}
      onChange={(code) => props.onChange(code)}
    />
  );
}

/** The codes of a list that are in force today, with their Chinese names; markets are those of one's own district. */
export function useReferenceOptions(list: string): readonly Option[] {
  const { acting } = useMe();
  const read = useRead('GET /v1/reference/{list}', { path: { list }, query: { limit: 1000 } });
  const { code, name } = SHAPES[list] ?? { code: 'code', name: 'name' };
  const rows: readonly Row[] = read.data?.body.items ?? [];
  return rows
    .filter((row) => list !== 'markets' || row['districtId'] === acting?.districtId)
    .map((row) => ({
      value: String(row[code]),
      label: list === 'markets' || list === 'tenants' ? String(row[name]) : `${String(row[code])} ${String(row[name])}`,
    }));
}

/** The Chinese name of a code of a list, e.g. `个` of the unit `007`; the code itself where the list has none. */
export function useReferenceName(list: string): (code: string) => string {
  const read = useRead('GET /v1/reference/{list}', { path: { list }, query: { limit: 1000 } });
  const { code, name } = SHAPES[list] ?? { code: 'code', name: 'name' };
  const rows: readonly Row[] = read.data?.body.items ?? [];
  const names = new Map(rows.map((row) => [String(row[code]), String(row[name])]));
  return (one) => names.get(one) ?? one;
}
