import { type FieldComponent, useForm } from '../forms/context.ts';
import { ChoiceField } from '../forms/fields.tsx';
import { partyField } from '../forms/party-field.tsx';
import { SubjectField } from '../forms/subject-field.tsx';
import { fieldOf, textOf, type Value } from '../forms/value.ts';

/** Which role is chosen, in a form of a whole account or of an assignment alone. */
const roleIn = (whole: Value): string => textOf(fieldOf(fieldOf(whole, 'assignment') ?? whole, 'role'));

const MerchantField = partyField('merchant');

/** Fields of an assignment that only some roles have. */
export const SPECIAL: Readonly<Record<string, FieldComponent>> = {
  authority: ({ node, ...props }) =>
    node.kind === 'choice' && roleIn(useForm().whole) === 'agency' ? (
      <ChoiceField {...props} node={node} isRequired />
    ) : null,
  entityId: (props) => {
    const role = roleIn(useForm().whole);
    if (role === 'merchant') return <MerchantField {...props} isRequired />;
    return role === 'agent' ? <SubjectField {...props} isRequired /> : null;
  },
};
