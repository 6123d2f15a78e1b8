import type { KeyboardEvent } from 'react';
import { isComposing } from '../kit/keys.ts';
import { type FieldProps, useForm } from './context.ts';
import { ChecksField, ChoiceField, NumberField, TextField, YesNoField } from './fields.tsx';
import { idOf } from './findings.ts';
import { Messages } from './messages.tsx';
import type { GroupNode, ListNode, VariantsNode } from './node.ts';
import { TokensField } from './tokens-field.tsx';
import { chosenVariant, fieldOf, itemsOf, withField } from './value.ts';

type Props = FieldProps & { readonly isTop?: boolean };

/** Whatever a node asks for. */
export function FieldOf(props: Props) {
  const { special } = useForm();
  const { node, pointer } = props;
  const place = pointer.replaceAll(/\/\d+(?=\/|$)/g, '');
  const Special = special[place] ?? special[place.slice(place.lastIndexOf('/') + 1)];
  // A list of names is a list first; each of its names is shown by what is special to it.
  if (Special && !(node.kind === 'list' && node.of.kind === 'text')) return <Special {...props} />;
  switch (node.kind) {
    case 'constant':
      return null;
    case 'text':
      return <TextField {...props} node={node} />;
    case 'number':
      return <NumberField {...props} node={node} />;
    case 'choice':
      return <ChoiceField {...props} node={node} />;
    case 'yesNo':
      return <YesNoField {...props} node={node} />;
    case 'list':
      return <Listed {...props} node={node} />;
    case 'group':
      return <GroupField {...props} node={node} />;
    default:
      return <VariantsField {...props} node={node} />;
  }
}

function Listed(props: Omit<Props, 'node'> & { readonly node: ListNode }) {
  switch (props.node.of.kind) {
    case 'text':
      return <TokensField {...props} />;
    case 'choice':
      return <ChecksField {...props} />;
    default:
      return <ListField {...props} />;
  }
}

/** `Enter` goes on: every scanner ends with it, and a form that was sent half filled helps nobody. */
function nextField(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.ctrlKey || isComposing(event.nativeEvent)) return;
  if (!(event.target instanceof HTMLInputElement) && !(event.target instanceof HTMLSelectElement)) return;
  if (event.target.getAttribute('aria-expanded') === 'true') return;
  event.preventDefault();
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('input, select, textarea')];
  fields[fields.indexOf(event.target) + 1]?.focus();
}

function GroupField({
  node,
  pointer,
  isTop = false,
  isRequired,
  ...rest
}: Omit<Props, 'node'> & { readonly node: GroupNode }) {
  const fields = <Fields node={node} pointer={pointer} {...rest} />;
  // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
  if (isTop)
    return (
      <div id={idOf(pointer)} onKeyDown={nextField}>
        {fields}
      </div>
    );
  return (
    <fieldset id={idOf(pointer)} className="section">
      <legend>
        {node.title}
        {!isRequired && <span className="quiet small">（选填）</span>}
      </legend>
      {fields}
      <Messages pointer={pointer} />
    </fieldset>
  );
}

function Fields({
  node,
  pointer,
  value,
  onChange,
}: Omit<FieldProps, 'node' | 'isRequired'> & { readonly node: GroupNode }) {
  return (
    <div className="fields">
      {Object.entries(node.fields).map(([name, field]) => (
        <FieldOf
          key={name}
          node={field}
          pointer={`${pointer}/${name}`}
          isRequired={node.required.includes(name)}
          value={fieldOf(value, name)}
          onChange={(changed) => onChange(withField(value, name, changed))}
        />
      ))}
    </div>
  );
}

function VariantsField({
  node,
  pointer,
  value,
  onChange,
  isTop = false,
  isRequired,
}: Omit<Props, 'node'> & { readonly node: VariantsNode }) {
  const { by, variants, title } = node;
  const group = chosenVariant(node, value);
  const options = variants.flatMap(({ values }) => values);
  const first = variants[0]?.group.fields[by];
  const choice = (
    <ChoiceField
      node={{ kind: 'choice', title: first?.title ?? title, options }}
      pointer={`${pointer}/${by}`}
      isRequired={isRequired}
      value={fieldOf(value, by)}
      onChange={(changed) => onChange(withField(value, by, changed))}
    />
  );
  const { [by]: _, ...others } = group?.fields ?? {};
  const body = (
    <div className="fields">
      {choice}
      {group &&
        Object.entries(others).map(([name, field]) => (
          <FieldOf
            key={name}
            node={field}
            pointer={`${pointer}/${name}`}
            isRequired={group.required.includes(name)}
            value={fieldOf(value, name)}
            onChange={(changed) => onChange(withField(value, name, changed))}
          />
        ))}
    </div>
  );
  // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
  if (isTop)
    return (
      <div id={idOf(pointer)} onKeyDown={nextField}>
        {body}
      </div>
    );
  return (
    <fieldset id={idOf(pointer)} className="section">
      <legend>
        {title}
        {!isRequired && <span className="quiet small">（选填）</span>}
      </legend>
      {body}
      <Messages pointer={pointer} />
    </fieldset>
  );
}

function ListField({
  node,
  pointer,
  value,
  onChange,
  isRequired,
}: Omit<FieldProps, 'node'> & { readonly node: ListNode }) {
  const items = itemsOf(value);
  const shown = items.length === 0 && isRequired ? [undefined] : items;
  return (
    <fieldset id={idOf(pointer)} className="section">
      <legend>
        {node.title}
        {isRequired ? <span className="must">*</span> : <span className="quiet small">（选填）</span>}
      </legend>
      <div className="stack wide">
        {shown.map((item, index) => (
          // A list is only ever added to at its end or shortened, so that the place names the item.
          // eslint-disable-next-line react/no-array-index-key
          <div className="listed" key={index}>
            <FieldOf
              node={node.of}
              pointer={`${pointer}/${index}`}
              isRequired={isRequired}
              value={item}
              isTop={node.of.kind === 'group'}
              onChange={(changed) => onChange(shown.map((one, at) => (at === index ? changed : one)))}
            />
            {shown.length > (isRequired ? 1 : 0) && (
              <button
                type="button"
                className="button text"
                onClick={() => onChange(shown.filter((_, at) => at !== index))}
              >
                删除<span className="hidden-text">第 {index + 1} 项</span>
              </button>
            )}
          </div>
        ))}
        {shown.length < node.max && (
          <div>
            <button type="button" className="button" onClick={() => onChange([...shown, undefined])}>
              添加{node.title}
            </button>
          </div>
        )}
        <Messages pointer={pointer} />
      </div>
    </fieldset>
  );
}
