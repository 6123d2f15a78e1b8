import form from 'virtual:form/filing/fileEntity';
import type { EntityKind } from '../../functions/events/entity.ts';
import type { FormNode, GroupNode } from '../forms/node.ts';

/** The form of a kind of entity, as `POST /v1/filings` takes it. */
export function formOfKind(kind: EntityKind): FormNode {
  const group: GroupNode | undefined =
    form.kind === 'variants'
      ? form.variants.find(({ values }) => values.some(({ value }) => value === kind))?.group
      : undefined;
  const entity = group?.fields['entity'];
  if (entity?.kind !== 'group') throw new Error(`the contract has no form of ${kind}`);
  // Papers come last: whoever files has read them by then.
  const { documents, ...facts } = entity.fields;
  return { ...entity, fields: { ...facts, ...(documents && { documents }) } };
}
