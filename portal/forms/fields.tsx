import type { ReactNode } from 'react';
import { type FieldProps, useForm } from './context.ts';
import { dayOf } from './day.ts';
import { findingsAt, idOf } from './findings.ts';
import { instantOf, shownInstant } from './instant.ts';
import { Messages, messagesId } from './messages.tsx';
import type { ChoiceNode, ListNode, NumberNode, TextNode, YesNoNode } from './node.ts';
import { ReferenceField } from './reference-field.tsx';
import { itemsOf, textOf } from './value.ts';

type Of<N> = Omit<FieldProps, 'node'> & { readonly node: N };

/** A label, what it wants, the field, and what was found. */
export function Labelled({
  title,
  pointer,
  isRequired,
  hint,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly pointer: string;
  readonly isRequired: boolean;
  readonly hint?: string | undefined;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={isWide ? 'field wide' : 'field'}>
      <label htmlFor={idOf(pointer)}>
        {title}
        {isRequired && (
          <span className="must" aria-hidden>
            *
          </span>
        )}
      </label>
      {children}
      {hint !== undefined && (
        <span className="hint" id={`${idOf(pointer)}-hint`}>
          {hint}
        </span>
      )}
      <Messages pointer={pointer} />
    </div>
  );
}

/** What every input says of itself to those who hear the page. */
export function useFieldState(pointer: string, isRequired: boolean, hint?: string) {
  const found = findingsAt(useForm().findings, pointer);
  const described = [hint !== undefined && `${idOf(pointer)}-hint`, found.length > 0 && messagesId(pointer)].filter(
    Boolean,
  );
  return {
    id: idOf(pointer),
    'aria-required': isRequired,
    'aria-invalid': found.some(({ severity }) => severity === 'DANGER'),
    'aria-describedby': described.length === 0 ? undefined : described.join(' '),
  };
}

/** Texts of this length and more are written in an area. */
const LONG = 400;

const hintOf = ({ format, example }: TextNode): string | undefined => {
  if (format === 'date') return '8 位数字，如 20261231';
  if (format === 'date-time') return '北京时间，如 202612311800';
  return example === undefined ? undefined : `如 ${example}`;
};

export function TextField(props: Of<TextNode>) {
  const { node, pointer, isRequired, value, onChange } = props;
  const hint = hintOf(node);
  const state = useFieldState(pointer, isRequired, hint);
  if (node.list !== undefined) return <ReferenceField {...props} list={node.list} />;
  const isLong = (node.max ?? 0) >= LONG;
  const common = {
    ...state,
    className: 'input',
    value: node.format === 'date-time' ? shownInstant(textOf(value)) : textOf(value),
    autoComplete: 'off',
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  };
  return (
    <Labelled title={node.title} pointer={pointer} isRequired={isRequired} hint={hint} isWide={isLong}>
      {isLong ? (
        <textarea {...common} rows={3} />
      ) : (
        <input
          {...common}
          type={node.format === 'email' ? 'email' : 'text'}
          inputMode={node.format === 'date' || node.format === 'date-time' ? 'numeric' : undefined}
          onBlur={() => {
            if (node.format === 'date') onChange(dayOf(textOf(value)));
            if (node.format === 'date-time') onChange(instantOf(shownInstant(textOf(value))));
          }}
        />
      )}
    </Labelled>
  );
}

export function NumberField({ node, pointer, isRequired, value, onChange }: Of<NumberNode>) {
  const state = useFieldState(pointer, isRequired);
  return (
    <Labelled title={node.title} pointer={pointer} isRequired={isRequired}>
      <input
        {...state}
        className="input"
        inputMode={node.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={textOf(value)}
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  );
}

/** Up to so many words stand open, more in a list. */
const FEW = 4;

export function ChoiceField({ node, pointer, isRequired, value, onChange }: Of<ChoiceNode>) {
  const state = useFieldState(pointer, isRequired);
  if (node.options.length > FEW) {
    return (
      <Labelled title={node.title} pointer={pointer} isRequired={isRequired}>
        <select {...state} className="input" value={textOf(value)} onChange={({ target }) => onChange(target.value)}>
          <option value="">请选择</option>
          {node.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </Labelled>
    );
  }
  return (
    <fieldset className="field" id={state.id} aria-describedby={state['aria-describedby']}>
      <legend>
        {node.title}
        {isRequired && (
          <span className="must" aria-hidden>
            *
          </span>
        )}
      </legend>
      <div className="choices">
        {node.options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={state.id}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
        {!isRequired && textOf(value) !== '' && (
          <button type="button" className="button text" onClick={() => onChange(undefined)}>
            不选
          </button>
        )}
      </div>
      <Messages pointer={pointer} />
    </fieldset>
  );
}

/** Several words of few, in the order of the contract. */
export function ChecksField({ node, pointer, isRequired, value, onChange }: Of<ListNode>) {
  const state = useFieldState(pointer, isRequired);
  const options = node.of.kind === 'choice' ? node.of.options : [];
  const ticked = itemsOf(value).map(textOf);
  const tick = (one: string, isTicked: boolean): void => {
    const others = ticked.filter((other) => other !== one);
    onChange(isTicked ? [...others, one] : others);
  };
  return (
    <fieldset className="field wide" id={state.id} aria-describedby={state['aria-describedby']}>
      <legend>
        {node.title}
        {isRequired && (
          <span className="must" aria-hidden>
            *
          </span>
        )}
      </legend>
      <div className="choices">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              checked={ticked.includes(option.value)}
              onChange={({ target }) => tick(option.value, target.checked)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <Messages pointer={pointer} />
    </fieldset>
  );
}

export function YesNoField({ node, pointer, value, onChange, isRequired }: Of<YesNoNode>) {
  const options = [
    { value: 'yes', label: '是' },
    { value: 'no', label: '否' },
  ];
  const shown = value === undefined ? undefined : value === true ? 'yes' : 'no';
  return (
    <ChoiceField
      node={{ kind: 'choice', title: node.title, options }}
      pointer={pointer}
      isRequired={isRequired}
      value={shown}
      onChange={(changed) => onChange(changed === undefined ? undefined : changed === 'yes')}
    />
  );
}
