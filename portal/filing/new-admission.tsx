import form from 'virtual:form/filing/decideAdmission';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { fieldFor } from '../forms/findings.ts';
import { pick } from '../forms/pick.ts';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { fieldOf, textOf, type Value } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { DecisionForm } from '../kit/decision-form.tsx';
import { Card, Page } from '../kit/page.tsx';
import { ADMISSIBLE_NAMES } from './admissible.ts';

const DECISIONS = [
  { value: 'ADMIT', title: '互认', hint: '在本区县可用，状态、期限和等级随原备案', bare: true },
  { value: 'REFUSE', title: '不予互认', hint: '理由会告知对方' },
] as const;

type Decision = (typeof DECISIONS)[number]['value'];

const PHRASES: readonly string[] = ['在本区县有未了结的违规事项', '备案内容与本区县掌握的情况不符'];

/** What people join several reasons by, where the API takes one text. */
const BETWEEN = '；';

/** Admits a party that is filed in another district, or refuses it, in one step. */
export default function NewAdmission() {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const [search] = useSearchParams();
  const [value, setValue] = useState<Value>(() => ({ filingNumber: search.get('number') ?? '' }));
  const { findings, failed, isSending, send } = useSubmission('POST /v1/admissions');
  const filingNumber = textOf(fieldOf(value, 'filingNumber')).trim();
  const judging = useJudging('POST /v1/admissions', { body: { filingNumber } }, findings);
  const ofField = judging.findings.filter(({ pointer }) => pointer === '/filingNumber');
  const decide = async (decision: Decision, reasons: string[]): Promise<void> => {
    if (filingNumber === '') {
      fieldFor('/filingNumber')?.focus();
      return;
    }
    const answered = await send({
      body: { filingNumber, decision, ...(reasons.length > 0 && { reason: reasons.join(BETWEEN) }) },
    });
    if (!answered) return;
    const { id, name } = answered.body;
    say(`${name}：${DECISIONS.find((one) => one.value === decision)?.title ?? ''}`);
    await queries.invalidateQueries();
    navigate(`/filing/admissions/${id}`);
  };
  return (
    <Page title="办理互认">
      <div className="columns">
        <div className="column">
          <Card title="哪一户">
            <div className="stack" onBlur={judging.onBlur}>
              <p className="quiet">
                在市内其他区县已备案的，不必另行备案。请照备案证明填写备案编号；别的区县的名录不能翻查。
              </p>
              <SchemaForm
                form={pick(form, ['filingNumber'])}
                value={value}
                onChange={setValue}
                findings={ofField}
                pointer=""
              />
            </div>
          </Card>
          <Card title="哪些可以互认">
            <p>{Object.values(ADMISSIBLE_NAMES).join('、')}。经营户、商品和生产者只在备案的区县有效。</p>
          </Card>
        </div>
        <div className="column aside">
          <DecisionForm
            title="互认决定"
            options={DECISIONS}
            phrases={PHRASES}
            findings={findings.filter(({ pointer }) => pointer !== '/filingNumber')}
            failed={failed}
            isSending={isSending}
            onDecide={(decision, reasons) => void decide(decision, reasons)}
            onBack={() => navigate('/filing/admissions')}
          />
        </div>
      </div>
    </Page>
  );
}
