import { containerNumberOf } from '../../functions/shared/kernel/container-number.ts';
import { Labelled, useFieldState } from '../forms/fields.tsx';
import { judgement } from './container-number.ts';

/** A container number, its check digit judged as soon as it is whole. */
export function ContainerNumberField({
  title,
  pointer,
  value,
  onChange,
}: {
  readonly title: string;
  readonly pointer: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const state = useFieldState(pointer, true);
  const judged = judgement(value);
  return (
    <Labelled title={title} pointer={pointer} isRequired>
      <input
        {...state}
        aria-invalid={state['aria-invalid'] || judged?.isGood === false}
        className="input"
        autoComplete="off"
        autoCapitalize="characters"
        placeholder="CSQU3054383"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        onBlur={() => onChange(containerNumberOf(value))}
      />
      <span
        role="status"
        className={judged && !state['aria-invalid'] ? (judged.isGood ? 'small' : 'error') : 'hidden-text'}
      >
        {judged?.says}
      </span>
    </Labelled>
  );
}
