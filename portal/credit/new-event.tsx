import form from 'virtual:form/credit/recordCreditEvent';
import { useLocation, useSearchParams } from 'wouter';
import { ComboField } from '../forms/combo-field.tsx';
import type { FieldComponent } from '../forms/context.ts';
import { FormPage } from '../forms/form-page.tsx';
import { SubjectField } from '../forms/subject-field.tsx';
import { textOf } from '../forms/value.ts';
import { useIndicatorNames } from './indicators.ts';

const IndicatorField: FieldComponent = ({ node, pointer, isRequired, value, onChange }) => (
  <ComboField
    title={node.title}
    pointer={pointer}
    isRequired={isRequired}
    options={[...useIndicatorNames()].map(([code, name]) => ({ value: code, label: name }))}
    value={textOf(value)}
    onChange={onChange}
  />
);

const SPECIAL = { indicator: IndicatorField, entityId: SubjectField };

/** Records a fact about a filed party, with the document of the authority that established it. */
export default function NewCreditEvent() {
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  return (
    <FormPage
      title="记录信用信息"
      deed="记录"
      form={form}
      draft="credit-event"
      initial={{ entityId: search.get('entityId') ?? undefined }}
      special={SPECIAL}
      route="POST /v1/credit-events"
      request={(body) => ({ body: body as never })}
      onDone={({ body: { id } }) => navigate(`/credit/events/${id}`)}
    />
  );
}
