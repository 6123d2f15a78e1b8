import type { ReactNode } from 'react';
import { type Fact, Facts } from '../kit/facts.tsx';
import { useDocumentTypes } from './documents-field.tsx';
import type { FormNode } from './node.ts';
import { useReferenceOptions } from './reference-field.tsx';
import { chosenVariant, fieldOf, itemsOf, textOf, type Value } from './value.ts';

/** What was filled in, title by title in the form's order. */
export function FormFacts({ form, value }: { readonly form: FormNode; readonly value: Value }) {
  return <Facts facts={factsOf(form, value)} />;
}

function factsOf(node: FormNode, value: Value): Fact[] {
  if (value === undefined) return [];
  switch (node.kind) {
    case 'group':
      return Object.entries(node.fields).flatMap(([name, field]) => factsOf(field, fieldOf(value, name)));
    case 'variants': {
      const group = chosenVariant(node, value);
      const { [node.by]: by, ...others } = group?.fields ?? {};
      const options = node.variants.flatMap(({ values }) => values);
      const chosen = factsOf({ kind: 'choice', title: by?.title ?? node.title, options }, fieldOf(value, node.by));
      return [...chosen, ...Object.entries(others).flatMap(([name, field]) => factsOf(field, fieldOf(value, name)))];
    }
    case 'list':
      return [[node.title, <ListFact key={node.title} of={node.of} value={value} />]];
    case 'constant':
      return [];
    default:
      return [[node.title, <OneFact key={node.title} node={node} value={value} />]];
  }
}

function OneFact({ node, value }: { readonly node: FormNode; readonly value: Value }): ReactNode {
  if (node.kind === 'yesNo') return value === true ? '是' : '否';
  if (node.kind === 'choice') return node.options.find((option) => option.value === value)?.label ?? textOf(value);
  if (node.kind === 'text' && node.list === 'document-types.types') return <DocumentName type={textOf(value)} />;
  if (node.kind === 'text' && node.list !== undefined) return <ReferenceName list={node.list} code={textOf(value)} />;
  return textOf(value);
}

const ListFact = ({ of, value }: { readonly of: FormNode; readonly value: Value }) => (
  <ul>
    {itemsOf(value).map((item, index) => (
      // eslint-disable-next-line react/no-array-index-key
      <li key={index}>
        {of.kind === 'group' ? <GroupLine node={of} value={item} /> : <OneFact node={of} value={item} />}
      </li>
    ))}
  </ul>
);

const GroupLine = ({ node, value }: { readonly node: FormNode; readonly value: Value }) => (
  <span className="row">
    {factsOf(node, value).map(([title, fact]) => (
      <span key={title}>
        <span className="quiet">{title}</span> {fact}
      </span>
    ))}
  </span>
);

const DocumentName = ({ type }: { readonly type: string }) =>
  useDocumentTypes().find((one) => one.type === type)?.name ?? type;

/** A code of a reference list by its Chinese name. */
export const ReferenceName = ({ list, code }: { readonly list: string; readonly code: string }) =>
  useReferenceOptions(list).find(({ value }) => value === code)?.label ?? code;
