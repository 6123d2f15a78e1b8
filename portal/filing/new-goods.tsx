import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { Drafted, DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { pick } from '../forms/pick.ts';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, fieldOf, type Value } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';
import { NEW_GOODS_FORM } from './goods-form.ts';

/** Files goods of a merchant. */
export default function NewGoods() {
  const [search] = useSearchParams();
  const merchantId = search.get('merchantId');
  return (
    <Drafted name={merchantId === null ? 'goods' : `goods-of-${merchantId}`}>
      <Filing />
    </Drafted>
  );
}

function Filing() {
  const { acting } = useMe();
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const say = useSay();
  const isMerchant = acting?.role === 'merchant';
  const merchantId = isMerchant ? acting.entityId : (search.get('merchantId') ?? undefined);
  const [goods, setGoods] = useState<Value>((useLeft() as Value) ?? { merchantId });
  const draft = useDraft('备案商品', goods);
  const { findings, failed, isSending, send } = useSubmission('POST /v1/goods');
  const names = Object.keys(NEW_GOODS_FORM.fields);
  const form = pick(NEW_GOODS_FORM, isMerchant ? names.slice(1) : names);
  const request = { body: (bodyOf(NEW_GOODS_FORM, goods) ?? {}) as never };
  const judging = useJudging('POST /v1/goods', request, findings);
  const submit = async (isLast: boolean): Promise<void> => {
    const answered = await send(request);
    if (!answered) return;
    void draft.forget();
    say(`已备案，编号 ${answered.body.goodsNumber}`);
    if (isLast) navigate(`/filing/goods/${answered.body.id}`);
    else {
      judging.begin();
      setGoods({ merchantId: fieldOf(goods, 'merchantId') });
    }
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit(true) }]);
  return (
    <Page
      title="备案商品"
      deeds={
        <>
          <button type="button" className="button" disabled={isSending} onClick={() => void submit(false)}>
            备案并录下一件
          </button>
          <button type="button" className="button primary" disabled={isSending} onClick={() => void submit(true)}>
            {isSending ? '正在提交…' : '备案'} <kbd className="only-desk">Ctrl+Enter</kbd>
          </button>
        </>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <DraftNote draft={draft} />
      <div onBlur={judging.onBlur}>
        <Card>
          <SchemaForm form={form} value={goods} onChange={setGoods} findings={judging.findings} />
        </Card>
      </div>
    </Page>
  );
}
