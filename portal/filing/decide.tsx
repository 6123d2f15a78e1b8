import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call.ts';
import { useList } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { DecisionForm } from '../kit/decision-form.tsx';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';
import type { FilingTold } from './filing.tsx';
import { PHRASES } from './phrases.ts';

const DECISIONS = [
  { value: 'APPROVE', title: '准予备案', bare: true },
  { value: 'RETURN', title: '退回补正', hint: '一次告知全部内容' },
  { value: 'REJECT', title: '不予备案' },
] as const;

type Decision = (typeof DECISIONS)[number]['value'];

/** A reviewer's decision on a filing that waits for it, and on to the next. */
export function Decide({ told }: { readonly told: FilingTold }) {
  const { sub } = useMe();
  return told.body.revisions.at(-1)?.submittedBy === sub ? (
    <Card title="审核决定">
      <Note tone="wait">本件由您提交，须由另一位审核人决定。</Note>
    </Card>
  ) : (
    <Deciding told={told} sub={sub} />
  );
}

function Deciding({ told: { body: filing, etag }, sub }: { readonly told: FilingTold; readonly sub: string }) {
  const { id, name, review, taking, missingDocuments } = filing;
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/filings/{id}/decision');
  const queue = useList('GET /v1/filings', { query: { status: 'PENDING_REVIEW' } });
  const next = queue.items.find((one) => one.id !== id && one.submittedBy !== sub);
  useEffect(() => {
    // It is told to the others, and binds nobody: a failure of it is none of the reviewer's.
    void call('POST /v1/filings/{id}/taking', { path: { id } }).catch(() => {});
  }, [id]);
  const decide = async (decision: Decision, reasons: string[]): Promise<void> => {
    if (!(await send({ path: { id }, body: { decision, reasons }, ifMatch: etag ?? '' }))) return;
    say(`${name}：${DECISIONS.find(({ value }) => value === decision)?.title ?? ''}`);
    await queries.invalidateQueries();
    navigate(next ? `/filing/filings/${next.id}` : '/filing/review');
  };
  return (
    <DecisionForm
      title="审核决定"
      options={DECISIONS}
      phrases={PHRASES}
      reasons={missingDocuments.map((one) => `请补交${one.name}`)}
      findings={findings}
      failed={failed}
      isSending={isSending}
      onDecide={(decision, reasons) => void decide(decision, reasons)}
      onBack={() => navigate('/filing/review')}
    >
      {review && (
        <p className="quiet">
          期限 {review.dueOn} · 等级 {review.grade} · 须 {review.reviewers} 人同意
        </p>
      )}
      {taking && taking.by !== sub && <Note tone="wait">{taking.by} 正在办理这一件；仍可决定，先决定者为准。</Note>}
    </DecisionForm>
  );
}
