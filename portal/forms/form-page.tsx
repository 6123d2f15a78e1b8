import { type ReactNode, useState } from 'react';
import type { Answered } from '../api/call.ts';
import type { AnswerTo, RequestOf, RouteName } from '../api/contracts.ts';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { FieldComponent } from './context.ts';
import { Drafted, DraftNote } from './drafted.tsx';
import { ErrorSummary } from './error-summary.tsx';
import type { FormNode } from './node.ts';
import { SchemaForm } from './schema-form.tsx';
import { useDraft, useLeft } from './use-draft.ts';
import { useJudging } from './use-judging.ts';
import { useSubmission } from './use-submission.ts';
import { bodyOf, type Value } from './value.ts';

export interface FormPageProps<R extends RouteName> {
  readonly title: string;
  /** What the one button does, e.g. `提交备案`. */
  readonly deed: string;
  readonly form: FormNode;
  readonly route: R;
  /** The request around what was filled in; the API judges what that is. */
  readonly request: (filledIn: Record<string, unknown>) => RequestOf<R>;
  readonly onDone: (answered: Answered<AnswerTo<R>>) => void;
  /** Where the form stands in the body, e.g. `/entity`. */
  readonly pointer?: string;
  readonly initial?: Value;
  /** Whether the API judges what is filled in before it is sent, as it does all but decisions. */
  readonly isJudged?: boolean;
  /** Which draft what is filled in is kept as; absent, none is. */
  readonly draft?: string;
  /** The version of the record that the form begins with, as it was read. */
  readonly record?: string | undefined;
  readonly special?: Readonly<Record<string, FieldComponent>>;
  /** What stands above the form, e.g. what was asked for. */
  readonly children?: ReactNode;
}

/**
 * A page that asks for one form and sends it: what is wrong is said at each field that was left, and all at once where the
 * form was sent; nothing is lost, `Ctrl+Enter` sends.
 */
export function FormPage<R extends RouteName>({ draft, record, ...form }: FormPageProps<R>) {
  return draft === undefined ? (
    <Filled {...form} />
  ) : (
    <Drafted name={draft} record={record}>
      <Filled {...form} />
    </Drafted>
  );
}

function Filled<R extends RouteName>({
  title,
  deed,
  form,
  route,
  request,
  onDone,
  pointer = '',
  initial,
  isJudged = true,
  special = {},
  children,
}: Omit<FormPageProps<R>, 'draft' | 'record'>) {
  const left = useLeft() as Value;
  const [value, setValue] = useState(left ?? initial);
  const draft = useDraft(title, value);
  const { findings, failed, isSending, send } = useSubmission(route);
  const asked = request((bodyOf(form, value) ?? {}) as Record<string, unknown>);
  const judging = useJudging(route, asked, findings, isJudged);
  const submit = async (): Promise<void> => {
    const answered = await send(asked);
    if (!answered) return;
    void draft.forget();
    onDone(answered);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: deed, always: true, does: () => void submit() }]);
  return (
    <Page
      title={title}
      deeds={
        <>
          <span className="quiet small only-desk">回车到下一栏</span>
          <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
            {isSending ? '正在提交…' : deed} <kbd className="only-desk">Ctrl+Enter</kbd>
          </button>
        </>
      }
    >
      {children}
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <DraftNote draft={draft} />
      <div onBlur={judging.onBlur}>
        <Card>
          <SchemaForm
            form={form}
            pointer={pointer}
            value={value}
            onChange={setValue}
            findings={judging.findings}
            special={special}
          />
        </Card>
      </div>
    </Page>
  );
}
