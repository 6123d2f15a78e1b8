import form from 'virtual:form/consolidation/createConsolidation';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { call } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { Drafted, DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { ReferenceName } from '../forms/form-facts.tsx';
import type { FormNode } from '../forms/node.ts';
import { partyField } from '../forms/party-field.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value } from '../forms/value.ts';
import { Failed } from '../kit/failed.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Figure, Money } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { CargoGauges } from './cargo-gauges.tsx';
import { isChosen } from './chosen.ts';

export type TradeTold = AnswerTo<'GET /v1/trades/{id}'>;

/** What of a consolidation is kept while it is filled in. */
interface Left {
  /** What was chosen in the list, of which some may have been left out since. */
  readonly chosen: readonly string[];
  readonly tradeIds: readonly string[];
  readonly value: Value;
}

/** A new consolidation of trades that were chosen before. */
export default function NewConsolidation() {
  return (
    <Drafted name="consolidation">
      <Chosen />
    </Drafted>
  );
}

function Chosen() {
  const state: unknown = useHistoryState();
  const kept = useLeft() as Left | undefined;
  // A draft of another choice is none of this one.
  const left = kept && (!isChosen(state) || isSameChoice(kept.chosen, state.tradeIds)) ? kept : undefined;
  const chosen = left?.chosen ?? (isChosen(state) ? state.tradeIds : []);
  const [tradeIds, setTradeIds] = useState(left?.tradeIds ?? chosen);
  const trades = useQueries({
    queries: tradeIds.map((id) => ({
      queryKey: ['GET /v1/trades/{id}', { path: { id } }],
      queryFn: () => call('GET /v1/trades/{id}', { path: { id } }),
    })),
  });
  const failed = trades.find(({ isError }) => isError);
  if (tradeIds.length === 0) {
    return (
      <Page title="新组货单">
        <Note tone="wait">
          还没有选交易。请在<Link href="/consolidation/open">待组货交易</Link>中勾选，或采用一条组货建议。
        </Note>
      </Page>
    );
  }
  if (failed) return <Failed error={failed.error} onAgain={() => void failed.refetch()} />;
  const told = trades.flatMap(({ data }) => data?.body ?? []);
  if (told.length < tradeIds.length) {
    return (
      <p className="empty" role="status">
        正在读取 {tradeIds.length} 票交易…
      </p>
    );
  }
  return (
    <Composing
      chosen={chosen}
      trades={told}
      left={left}
      onLeaveOut={(id) => setTradeIds(tradeIds.filter((one) => one !== id))}
    />
  );
}

function Composing({
  chosen,
  trades,
  left,
  onLeaveOut,
}: {
  readonly chosen: readonly string[];
  readonly trades: readonly TradeTold[];
  readonly left: Left | undefined;
  readonly onLeaveOut: (id: string) => void;
}) {
  const { acting } = useMe();
  const [, navigate] = useLocation();
  const own = acting?.role === 'agent' ? acting.entity : undefined;
  const [first] = trades;
  const operator = trades.find(({ tradeOperatorId }) => tradeOperatorId !== undefined);
  const [value, setValue] = useState<Value>(
    left?.value ?? {
      ...(own?.kind === 'consolidator' && { consolidatorId: own.id }),
      tradeOperatorId: own?.kind === 'tradeOperator' ? own.id : operator?.tradeOperatorId,
      destinationCountry: first?.destinationCountry,
      portOfDischarge: first?.portOfDischarge,
    },
  );
  const tradeIds = trades.map(({ id }) => id);
  const draft = useDraft('新组货单', { chosen, tradeIds, value } satisfies Left);
  const shown = useMemo(() => withoutTrades(form), []);
  const special = useMemo(() => {
    const operatorId = operator?.tradeOperatorId;
    const named =
      own?.kind === 'tradeOperator'
        ? { value: own.id, label: own.name }
        : operatorId === undefined
          ? undefined
          : { value: operatorId, label: operator?.tradeOperatorName ?? operatorId };
    const consolidator = own?.kind === 'consolidator' ? { value: own.id, label: own.name } : undefined;
    return {
      tradeOperatorId: partyField('tradeOperator', named),
      consolidatorId: partyField('consolidator', consolidator),
    };
  }, [own, operator]);
  const { findings, failed, isSending, send } = useSubmission('POST /v1/consolidations');
  // The API judges what was typed, whatever it is; the types only say what it accepts.
  const request = { body: { ...(bodyOf(shown, value) as object), tradeIds } as never };
  const judging = useJudging('POST /v1/consolidations', request, findings);
  const submit = async (): Promise<void> => {
    const answered = await send(request);
    if (!answered) return;
    void draft.forget();
    navigate(`/consolidation/consolidations/${answered.body.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  const unmeasured = trades.filter(({ measured }) => !measured);
  return (
    <Page
      title="新组货单"
      deeds={
        <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
          {isSending ? '正在提交…' : '提交组货'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      {unmeasured.length > 0 && (
        <Note tone="wait">{unmeasured.length} 票交易还没有录入箱规；可选“箱规录入后再计算”，先占住货物。</Note>
      )}
      <DraftNote draft={draft} isResumed={left !== undefined} />
      <div className="columns" onBlur={judging.onBlur}>
        <div className="column">
          <Card>
            <SchemaForm form={shown} value={value} onChange={setValue} findings={judging.findings} special={special} />
          </Card>
          <Card title={`交易（${trades.length} 票）`}>
            <div className="table-box" id="at/tradeIds" tabIndex={-1}>
              <table className="table cards">
                <thead>
                  <tr>
                    <th scope="col">交易单号</th>
                    <th scope="col">商户</th>
                    <th scope="col">采购商</th>
                    <th scope="col">指运港</th>
                    <th scope="col" className="numbers">
                      货箱
                    </th>
                    <th scope="col" className="numbers">
                      货值
                    </th>
                    <th scope="col">
                      <span className="hidden-text">去掉</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {trades.map((trade) => (
                    <tr key={trade.id}>
                      <td data-title="交易单号" className="keep">
                        <Link href={`/trade/trades/${trade.id}`}>{trade.tradeNumber ?? trade.id}</Link>
                      </td>
                      <td data-title="商户">{trade.merchantName}</td>
                      <td data-title="采购商">{trade.buyerName}</td>
                      <td data-title="指运港">
                        <ReferenceName list="countries" code={trade.destinationCountry} /> · {trade.portOfDischarge}
                      </td>
                      <td data-title="货箱" className="numbers">
                        <Figure value={trade.cartonCount} />
                      </td>
                      <td data-title="货值" className="numbers">
                        <Money {...trade.totalUsd} />
                      </td>
                      <td>
                        <button
                          type="button"
                          className="button text"
                          onClick={() => onLeaveOut(trade.id)}
                          aria-label={`去掉交易 ${trade.tradeNumber ?? trade.id}`}
                        >
                          去掉
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        </div>
        <div className="column aside">
          <CargoGauges trades={trades} />
        </div>
      </div>
    </Page>
  );
}

const isSameChoice = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** The trades are chosen in a list of their own. */
function withoutTrades(node: FormNode): FormNode {
  if (node.kind !== 'group') return node;
  const { tradeIds: _, ...fields } = node.fields;
  return { ...node, fields, required: node.required.filter((name) => name !== 'tradeIds') };
}
