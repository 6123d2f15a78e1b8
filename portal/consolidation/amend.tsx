import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { FormContext } from '../forms/context.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { TextField } from '../forms/fields.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { textOf } from '../forms/value.ts';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';
import { beforeOf } from './changes.tsx';
import { useContainerTypes } from './container-types.ts';
import { type Measure, Measures, sentMeasures } from './measures.tsx';
import { calledAs, type Read } from './told.ts';
import { useConsolidation } from './use-consolidation.ts';

/** Changes a plan late: trades taken out, cartons measured anew, containers of another type. */
export default function Amend({ params: { id = '' } }: ScreenProps) {
  const consolidation = useConsolidation(id);
  return <Loaded reading={consolidation}>{(told) => <Amending told={told} />}</Loaded>;
}

function Amending({ told: { body, etag = '' } }: { readonly told: Read }) {
  const { id, tradeIds, tradeNumbers, consents, containers, status } = body;
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const types = useContainerTypes();
  const [reason, setReason] = useState('');
  const [withdrawn, setWithdrawn] = useState<ReadonlySet<string>>(new Set());
  const [measures, setMeasures] = useState<readonly Measure[]>([]);
  const [swaps, setSwaps] = useState<Readonly<Record<number, string>>>({});
  const { findings, failed, isSending, send } = useSubmission('POST /v1/consolidations/{id}/amendments');
  const swapped = containers.filter(({ no, type }) => swaps[no] !== undefined && swaps[no] !== type);
  const isOpen = status === 'PLANNED' || status === 'CONFIRMED';
  const submit = async (): Promise<void> => {
    const answered = await send({
      path: { id },
      ifMatch: etag,
      body: {
        reason,
        withdrawTradeIds: [...withdrawn],
        cartons: sentMeasures(measures),
        containers: swapped.map(({ no, type }) => ({ no, type: swaps[no] ?? type })),
      },
    });
    if (!answered) return;
    await queries.invalidateQueries();
    navigate(`/consolidation/consolidations/${id}`, { state: beforeOf(body) });
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  const form = useMemo(() => ({ findings, special: {}, whole: undefined }), [findings]);
  return (
    <Page
      title={`变更方案：${calledAs(body)}`}
      deeds={
        <button type="button" className="button primary" disabled={isSending || !isOpen} onClick={() => void submit()}>
          {isSending ? '正在提交…' : '提交变更'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {!isOpen && <Note tone="wait">方案正在计算，或已不能变更；请回到组货单查看。</Note>}
      {status === 'CONFIRMED' && <Note tone="wait">这张组货单已确认装箱；变更后须重新确认箱号和封志号。</Note>}
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <FormContext value={form}>
        <div className="columns">
          <div className="column">
            <Card title="撤出交易">
              <ul className="stack" id="at/withdrawTradeIds">
                {tradeIds.map((tradeId, index) => (
                  <li key={tradeId}>
                    <label className="row">
                      <input
                        type="checkbox"
                        className="tick"
                        checked={withdrawn.has(tradeId)}
                        onChange={({ target }) => {
                          const next = new Set(withdrawn);
                          if (target.checked) next.add(tradeId);
                          else next.delete(tradeId);
                          setWithdrawn(next);
                        }}
                      />
                      {tradeNumbers?.[index] ?? tradeId}
                      <span className="quiet">{consents?.find((one) => one.tradeId === tradeId)?.merchantName}</span>
                    </label>
                  </li>
                ))}
              </ul>
            </Card>
            <Measures told={body} measures={measures} onChange={setMeasures} />
            <Card title="换箱型">
              <ul className="fields" id="at/containers">
                {containers.map(({ no, type }) => (
                  <li key={no} className="field">
                    <label htmlFor={`swap-${no}`}>第 {no} 箱</label>
                    <select
                      id={`swap-${no}`}
                      className="input"
                      value={swaps[no] ?? type}
                      onChange={({ target }) => setSwaps({ ...swaps, [no]: target.value })}
                    >
                      {types.map((one) => (
                        <option key={one.type} value={one.type}>
                          {one.marketName} {one.type}
                          {one.type === type ? '（现在）' : ''}
                        </option>
                      ))}
                    </select>
                  </li>
                ))}
              </ul>
            </Card>
          </div>
          <div className="column aside">
            <Card title="这次变更">
              <div className="stack">
                <TextField
                  node={{ kind: 'text', title: '变更理由', max: 500 }}
                  pointer="/reason"
                  isRequired
                  value={reason}
                  onChange={(value) => setReason(textOf(value))}
                />
                <ul>
                  <li>撤出 {withdrawn.size} 票交易</li>
                  <li>复量 {measures.length} 组货箱</li>
                  <li>
                    {swapped.length === 0
                      ? '箱型不变'
                      : swapped.map(({ no, type }) => `第 ${no} 箱 ${type} → ${swaps[no] ?? type}`).join('；')}
                  </li>
                </ul>
                <p className="quiet small">按现方案尽量少动地重算；新方案完成前原方案继续有效，算不出时原方案不变。</p>
              </div>
            </Card>
          </div>
        </div>
      </FormContext>
    </Page>
  );
}
