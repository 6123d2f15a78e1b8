import form from 'virtual:form/accounts/assign';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value } from '../forms/value.ts';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';
import { SPECIAL } from './special.tsx';

/** Gives an account one more thing to act as. */
export function Assign({ sub }: { readonly sub: string }) {
  const [value, setValue] = useState<Value>();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/accounts/{sub}/assignments');
  const submit = async (): Promise<void> => {
    if (!(await send({ path: { sub }, body: (bodyOf(form, value) ?? {}) as never }))) return;
    setValue(undefined);
    await queries.invalidateQueries();
  };
  return (
    <Card title="派岗">
      <div className="stack">
        {findings.length > 0 && <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改`} />}
        {failed !== undefined && <Note tone="bad">{failed}</Note>}
        <SchemaForm form={form} value={value} onChange={setValue} findings={findings} special={SPECIAL} />
        <div>
          <button type="button" className="button" disabled={isSending} onClick={() => void submit()}>
            派岗
          </button>
        </div>
      </div>
    </Card>
  );
}
