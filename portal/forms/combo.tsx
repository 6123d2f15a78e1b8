import { useEffect, useState } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import type { ComboFieldProps } from './combo-field.tsx';
import { useFieldState } from './fields.tsx';
import { idOf } from './findings.ts';
import { Messages } from './messages.tsx';

/** Of a long list so many are drawn; who types on finds the rest. */
const SHOWN = 60;

const includes = (label: string, typed: string): boolean => label.toLowerCase().includes(typed.trim().toLowerCase());

export default function Combo({ title, pointer, isRequired, options, value, onChange, hint, onType }: ComboFieldProps) {
  const chosen = options.find((option) => option.value === value);
  const [typed, setTyped] = useState(chosen?.label ?? value);
  useEffect(() => {
    if (value === '') return;
    setTyped(chosen?.label ?? value);
  }, [value, chosen?.label]);
  const isNarrowed = typed !== '' && typed !== chosen?.label;
  const shown = (onType || !isNarrowed ? options : options.filter(({ label }) => includes(label, typed))).slice(
    0,
    SHOWN,
  );
  const state = useFieldState(pointer, isRequired, hint);
  const [isIn, setIn] = useState(false);
  const isAstray = !isIn && typed.trim() !== '' && value === '';
  return (
    <ComboBox
      className="field"
      items={shown}
      inputValue={typed}
      selectedKey={value === '' ? null : value}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      isInvalid={state['aria-invalid']}
      onInputChange={(text) => {
        setTyped(text);
        onType?.(text);
        if (text === chosen?.label) return;
        // A code that is typed whole is taken as it is; with any other text nothing is chosen any more.
        const exact = options.find((option) => option.value.toLowerCase() === text.trim().toLowerCase());
        const now = exact?.value ?? '';
        if (now !== value) onChange(now);
      }}
      onFocusChange={setIn}
      onSelectionChange={(key) => {
        if (key === null) return;
        const option = options.find((one) => one.value === key);
        setTyped(option?.label ?? '');
        onChange(String(key));
      }}
    >
      <Label>
        {title}
        {isRequired && (
          <span className="must" aria-hidden>
            *
          </span>
        )}
      </Label>
      <div className="combo">
        <Input className="input" id={idOf(pointer)} autoComplete="off" />
        <Button className="open" aria-label={`列出${title}`}>
          <svg viewBox="0 0 10 6" width="10" height="6" aria-hidden>
            <path d="M1 1l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          </svg>
        </Button>
      </div>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {isAstray && <p className="warning">还没有选中，请从列表中选择</p>}
      <Messages pointer={pointer} />
      <Popover className="popover">
        <ListBox<(typeof shown)[number]>
          renderEmptyState={() => <div className="option quiet">没有相符的，请换几个字</div>}
        >
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className="option">
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
