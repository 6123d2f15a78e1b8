import form from 'virtual:form/interchange/commitImport';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FieldComponent } from '../forms/context.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { pick } from '../forms/pick.ts';
import { ReferenceField } from '../forms/reference-field.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { useWarnings } from '../forms/use-warnings.ts';
import { bodyOf, type Value } from '../forms/value.ts';
import { Warnings } from '../forms/warnings.tsx';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';
import type { ImportTold } from './import.tsx';

const CountryField: FieldComponent = (props) =>
  props.node.kind === 'text' ? <ReferenceField {...props} node={props.node} list="countries" /> : null;

const SPECIAL = { destinationCountry: CountryField };

const TERMS = pick(form, ['buyerId', 'tradeOperatorId', 'destinationCountry', 'portOfDischarge']);

const MODES = [
  { value: 'ALL_OR_NOTHING', title: '全部登记', hint: '有一处错误就都不登记' },
  { value: 'GOOD_ROWS', title: '只登记没有错误的行', hint: '其余的行下载改正后另行上传' },
] as const;

type Mode = (typeof MODES)[number]['value'];

/** Registers what a sheet tells: all of it or what is right of it, and on which terms where the sheet does not say. */
export function Commit({ told }: { readonly told: ImportTold }) {
  const { errorCount, goodRowCount, proposedBuyer, status } = told;
  const say = useSay();
  const queries = useQueryClient();
  const [mode, setMode] = useState<Mode>(errorCount > 0 ? 'GOOD_ROWS' : 'ALL_OR_NOTHING');
  const [terms, setTerms] = useState<Value>();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/imports/{id}/commit');
  const said = bodyOf(TERMS, terms) ?? {};
  const body = { ...said, mode };
  const warnings = useWarnings(findings, () => JSON.stringify(body));
  const isPossible = goodRowCount > 0 && !(mode === 'ALL_OR_NOTHING' && errorCount > 0);
  const commit = async (): Promise<void> => {
    if (!isPossible || isSending) return;
    const answered = await send({ path: { id: told.id }, body: { ...body, ...warnings.told() } });
    await queries.invalidateQueries();
    if (answered?.body.outcome) say(`已登记 ${answered.body.outcome.tradeCount} 笔交易`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '登记', always: true, does: () => void commit() }]);
  return (
    <Card title={status === 'FAILED' ? '接着登记' : '登记'}>
      <div className="stack">
        {warnings.faults.length > 0 && (
          <ErrorSummary findings={warnings.faults} title={`没有登记：${warnings.faults.length} 处需要处理`} />
        )}
        {failed !== undefined && <Note tone="bad">{failed}</Note>}
        <Warnings warnings={warnings} />
        <fieldset>
          <legend>方式</legend>
          <div className="stack">
            {MODES.map(({ value, title, hint }) => (
              <label key={value} className="row">
                <input
                  type="radio"
                  className="tick"
                  name="mode"
                  checked={mode === value}
                  disabled={value === 'ALL_OR_NOTHING' && errorCount > 0}
                  onChange={() => setMode(value)}
                />
                {title}
                <span className="quiet small">{hint}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {proposedBuyer && <p className="quiet">未写采购商的行，采购商为 {proposedBuyer.name}。</p>}
        <details open={findings.length > 0}>
          <summary>清单里没有写的（采购商、贸易经营者、目的国、指运港）</summary>
          <SchemaForm form={TERMS} value={terms} onChange={setTerms} findings={findings} special={SPECIAL} />
        </details>
        <button
          type="button"
          className="button primary"
          disabled={!isPossible || isSending}
          onClick={() => void commit()}
        >
          {isSending ? '正在登记…' : `登记 ${goodRowCount} 行`} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      </div>
    </Card>
  );
}
