import { useState } from 'react';
import type { FieldProps } from './context.ts';
import { FieldOf } from './field-of.tsx';
import { idOf } from './findings.ts';
import { Messages } from './messages.tsx';
import type { ListNode } from './node.ts';
import { useReferenceOptions } from './reference-field.tsx';
import { itemsOf, textOf } from './value.ts';

/** Several codes or names, each shown as soon as it is chosen. */
export function TokensField({
  node,
  pointer,
  value,
  onChange,
  isRequired,
}: Omit<FieldProps, 'node'> & { readonly node: ListNode }) {
  const items = itemsOf(value).map(textOf);
  const [next, setNext] = useState(0);
  const list = node.of.kind === 'text' ? node.of.list : undefined;
  const add = (code: string): void => {
    if (code === '' || items.includes(code)) return;
    onChange([...items, code]);
    // Another field for the one after it, so that nothing of this one stays behind.
    setNext(next + 1);
  };
  return (
    <div className="field wide" id={idOf(pointer)}>
      <div className="fields">
        <AddField
          key={next}
          node={node}
          pointer={`${pointer}/${items.length}`}
          isRequired={isRequired && items.length === 0}
          onAdd={add}
        />
      </div>
      {items.length > 0 && (
        <ul className="row" aria-label={`已选${node.title}`}>
          {items.map((item, index) => (
            <li key={item} className="tag">
              {list === undefined ? item : <Named list={list} code={item} />}{' '}
              <button
                type="button"
                className="button text"
                onClick={() => onChange(items.filter((one) => one !== item))}
                aria-label={`删除${item}`}
              >
                ×
              </button>
              <Messages pointer={`${pointer}/${index}`} />
            </li>
          ))}
        </ul>
      )}
      <Messages pointer={pointer} />
    </div>
  );
}

function AddField({
  node,
  pointer,
  isRequired,
  onAdd,
}: {
  readonly node: ListNode;
  readonly pointer: string;
  readonly isRequired: boolean;
  readonly onAdd: (code: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const isFree = node.of.kind === 'text' && node.of.list === undefined && node.of.record === undefined;
  return (
    <>
      <FieldOf
        node={{ ...node.of, title: node.title }}
        pointer={pointer}
        isRequired={isRequired}
        value={typed}
        onChange={(value) => {
          const code = textOf(value);
          setTyped(code);
          if (!isFree) onAdd(code);
        }}
      />
      {isFree && (
        <div className="field">
          <span className="hidden-text">{node.title}</span>
          <button type="button" className="button" onClick={() => onAdd(typed.trim())}>
            添加
          </button>
        </div>
      )}
    </>
  );
}

function Named({ list, code }: { readonly list: string; readonly code: string }) {
  const options = useReferenceOptions(list);
  return options.find(({ value }) => value === code)?.label ?? code;
}
