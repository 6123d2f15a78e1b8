import type { EntityKind } from '../../events/entity.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';

/** What is in force for a kind of filing. */
export function kindRow(kind: EntityKind, { filingKinds }: Pick<Lists, 'filingKinds'>): RowOf<'filingKinds'> {
  const row = filingKinds.get(kind);
  if (!row) throw new Error(`filing-kinds.json has no row for ${kind}`);
  return row;
}
