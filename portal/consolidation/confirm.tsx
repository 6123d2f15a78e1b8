import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { FormContext } from '../forms/context.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { TextField } from '../forms/fields.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { textOf } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Page } from '../kit/page.tsx';
import { Figure } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';
import { ContainerNumberField } from './container-number-field.tsx';
import { useContainerTypes } from './container-types.ts';
import { type ConsolidationTold, calledAs } from './told.ts';
import { useConsolidation } from './use-consolidation.ts';

/** Which containers were loaded, and how they were sealed. */
export default function Confirm({ params: { id = '' } }: ScreenProps) {
  const consolidation = useConsolidation(id);
  return <Loaded reading={consolidation}>{({ body }) => <Confirming told={body} />}</Loaded>;
}

interface Seal {
  readonly containerNumber: string;
  readonly sealNumber: string;
}

const NONE: Seal = { containerNumber: '', sealNumber: '' };

function Confirming({ told }: { readonly told: ConsolidationTold }) {
  const { id, containers, status } = told;
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const types = useContainerTypes();
  const [seals, setSeals] = useState<Readonly<Record<number, Seal>>>({});
  const sealOf = (no: number): Seal => seals[no] ?? NONE;
  const set = (no: number, seal: Partial<Seal>): void => setSeals({ ...seals, [no]: { ...sealOf(no), ...seal } });
  const { findings, failed, isSending, send } = useSubmission('POST /v1/consolidations/{id}/confirmation');
  const submit = async (): Promise<void> => {
    const body = { containers: containers.map(({ no }) => ({ no, ...sealOf(no) })) };
    if (!(await send({ path: { id }, body }))) return;
    say('已确认装箱');
    await queries.invalidateQueries();
    navigate(`/consolidation/consolidations/${id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  const form = useMemo(() => ({ findings, special: {}, whole: undefined }), [findings]);
  return (
    <Page
      title={`确认装箱：${calledAs(told)}`}
      deeds={
        <button
          type="button"
          className="button primary"
          disabled={isSending || status !== 'PLANNED'}
          onClick={() => void submit()}
        >
          {isSending ? '正在提交…' : '确认装箱'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {status !== 'PLANNED' && <Note tone="wait">只有已制订方案的组货单才可以确认装箱。</Note>}
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <p className="quiet">
        请对照箱门填写，一次确认全部 {containers.length} 个集装箱；确认后箱号被占用，直到释放或结关。
      </p>
      <FormContext value={form}>
        <ul className="stack" id="at/containers" tabIndex={-1}>
          {containers.map(({ no, type, cartons, grossWeightKg }, index) => (
            <li key={no} className="card">
              <div className="fields">
                <div>
                  <h2>第 {no} 箱</h2>
                  <p className="quiet">
                    {types.find((one) => one.type === type)?.marketName} {type} · <Figure value={cartons} /> 箱 ·{' '}
                    <Figure value={grossWeightKg} unit="kg" />
                  </p>
                </div>
                <ContainerNumberField
                  title="集装箱号"
                  pointer={`/containers/${index}/containerNumber`}
                  value={sealOf(no).containerNumber}
                  onChange={(containerNumber) => set(no, { containerNumber })}
                />
                <TextField
                  node={{ kind: 'text', title: '封志号', max: 20 }}
                  pointer={`/containers/${index}/sealNumber`}
                  isRequired
                  value={sealOf(no).sealNumber}
                  onChange={(sealNumber) => set(no, { sealNumber: textOf(sealNumber) })}
                />
              </div>
            </li>
          ))}
        </ul>
      </FormContext>
    </Page>
  );
}
