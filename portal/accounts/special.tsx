import { AUTHORITY_NAMES, ROLE_NAMES } from '../../functions/shared/kernel/role.ts';
import { type FieldComponent, useForm } from '../forms/context.ts';
import { ChoiceField } from '../forms/fields.tsx';
import type { Option } from '../forms/node.ts';
import { partyField } from '../forms/party-field.tsx';
import { SubjectField } from '../forms/subject-field.tsx';
import { fieldOf, textOf, type Value } from '../forms/value.ts';

/** Which role is chosen, in a form of a whole account or of an assignment alone. */
const roleIn = (whole: Value): string => textOf(fieldOf(fieldOf(whole, 'assignment') ?? whole, 'role'));

const choiceOf =
  (options: readonly Option[], isFor: (role: string) => boolean): FieldComponent =>
  ({ node, ...props }) =>
    isFor(roleIn(useForm().whole)) ? (
      <ChoiceField {...props} node={{ kind: 'choice', title: node.title, options }} />
    ) : null;

const MerchantField = partyField('merchant');

const toOptions = (names: Readonly<Record<string, string>>): Option[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** Fields of an assignment that only some roles have. */
export const SPECIAL: Readonly<Record<string, FieldComponent>> = {
  role: choiceOf(toOptions(ROLE_NAMES), () => true),
  authority: choiceOf(toOptions(AUTHORITY_NAMES), (role) => role === 'agency'),
  entityId: (props) => {
    const role = roleIn(useForm().whole);
    if (role === 'merchant') return <MerchantField {...props} isRequired />;
    return role === 'agent' ? <SubjectField {...props} isRequired /> : null;
  },
};
