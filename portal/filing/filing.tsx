import { Link } from 'wouter';
import { ENTITY_KIND_NAMES, FILING_STATUS_NAMES, FILING_TYPE_NAMES } from '../../functions/events/names.ts';
import { FILING_DECISION_NAMES } from '../../functions/filing/domain/names.ts';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { FormFacts } from '../forms/form-facts.tsx';
import { valueOf } from '../forms/value.ts';
import { AuditLink } from '../kit/audit-link.tsx';
import { FindingsList } from '../kit/findings-list.tsx';
import { type Deed, History } from '../kit/history.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { StateTag, Tag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { Decide } from './decide.tsx';
import { formOfKind } from './form.ts';
import { Withdraw } from './withdraw.tsx';

export type FilingTold = Answered<AnswerTo<'GET /v1/filings/{id}'>>;

/** What still goes on by itself is looked at again soon. */
const soon = ({ status }: FilingTold['body']): number | undefined =>
  status === 'SUBMITTED' || status === 'SCREENING' ? 1_000 : undefined;

/** One filing: what was filed, what screening found, who did what, and what the reader can do with it. */
export default function Filing({ params: { id = '' } }: ScreenProps) {
  const filing = useRead('GET /v1/filings/{id}', { path: { id } }, { every: soon });
  return <Loaded reading={filing}>{(told) => <Shown told={told} />}</Loaded>;
}

function Shown({ told }: { readonly told: FilingTold }) {
  const { role } = useMe().acting ?? {};
  const { body: filing } = told;
  const { status } = filing;
  const isFiler = role === 'clerk' || role === 'merchant' || role === 'agent';
  const isOpen =
    status === 'SUBMITTED' || status === 'SCREENING' || status === 'PENDING_REVIEW' || status === 'RETURNED';
  return (
    <Page
      title={filing.name}
      state={
        <>
          <StateTag state={status} names={FILING_STATUS_NAMES} />
          <Tag>{`${ENTITY_KIND_NAMES[filing.kind]} · ${FILING_TYPE_NAMES[filing.type]} · 第 ${filing.revision} 稿`}</Tag>
        </>
      }
      deeds={
        <>
          {isFiler && status === 'RETURNED' && (
            <Link href={`/filing/filings/${filing.id}/answer`} className="button primary">
              补正
            </Link>
          )}
          {isFiler && isOpen && <Withdraw told={told} />}
          {filing.entityId !== undefined && (
            <Link href={`/filing/entities/${filing.entityId}`} className="button">
              看备案主体
            </Link>
          )}
          <AuditLink id={filing.id} />
        </>
      }
    >
      {(status === 'SUBMITTED' || status === 'SCREENING') && <Note>正在初审，通常几秒钟；可以离开本页。</Note>}
      {status === 'RETURNED' && filing.answerBy !== undefined && (
        <Note tone="wait">
          请在 <Time at={filing.answerBy} /> 前补正，逾期失效。
        </Note>
      )}
      <div className="columns">
        <div className="column">
          {filing.findings.length > 0 && (
            <Card title={`系统初审提示（${filing.findings.length}）`}>
              <FindingsList findings={filing.findings} />
            </Card>
          )}
          {filing.differences && <Differences differences={filing.differences} />}
          <Card>
            <Tabs
              label="备案内容"
              tabs={[
                {
                  title: '登记内容',
                  content: <FormFacts form={formOfKind(filing.kind)} value={valueOf(filing.entity)} />,
                },
                {
                  title: `附件${filing.missingDocuments.length > 0 ? `（缺 ${filing.missingDocuments.length}）` : ''}`,
                  content: <Papers told={told} />,
                },
              ]}
            />
          </Card>
        </div>
        <div className="column aside">
          {role === 'reviewer' && status === 'PENDING_REVIEW' && <Decide key={filing.id} told={told} />}
          <Card title="办理过程">
            <History deeds={deedsOf(filing)} />
          </Card>
        </div>
      </div>
    </Page>
  );
}

/** What was filed and decided, in the order of the days. */
const deedsOf = ({ revisions, decisions }: FilingTold['body']): Deed[] =>
  [
    ...revisions.map(({ revision, submittedAt: at, submittedBy: by }) => ({
      at,
      by,
      did: revision === 1 ? '提交备案' : `提交第 ${revision} 稿`,
    })),
    ...decisions.map(({ at, by, decision, reasons }) => ({ at, by, did: FILING_DECISION_NAMES[decision], reasons })),
  ].sort((one, other) => one.at.localeCompare(other.at));

function Differences({ differences }: { readonly differences: NonNullable<FilingTold['body']['differences']> }) {
  return (
    <Card title={`变更了 ${differences.length} 项`}>
      <div className="table-box">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">项目</th>
              <th scope="col">原来</th>
              <th scope="col">现在</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ field, before, after }) => (
              <tr key={field}>
                <td>{field}</td>
                <td>{shown(before)}</td>
                <td>{shown(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const shown = (value: unknown): string =>
  value === undefined ? '（无）' : typeof value === 'string' ? value : JSON.stringify(value);

function Papers({ told: { body: filing } }: { readonly told: FilingTold }) {
  const papers = (filing.entity['documents'] ?? []) as readonly {
    readonly type: string;
    readonly documentId: string;
  }[];
  return (
    <div className="stack">
      {filing.missingDocuments.length > 0 && (
        <Note tone="wait" title="通常随附而这次没有的">
          {filing.missingDocuments.map(({ name }) => name).join('、')}
        </Note>
      )}
      {papers.length === 0 ? (
        <p className="quiet">没有附件。</p>
      ) : (
        papers.map(({ type, documentId }) => <Paper key={documentId} type={type} documentId={documentId} />)
      )}
    </div>
  );
}

function Paper({ type, documentId }: { readonly type: string; readonly documentId: string }) {
  const paper = useRead('GET /v1/documents/{id}', { path: { id: documentId } });
  const told = paper.data?.body;
  return (
    <p>
      {told?.download ? (
        <a href={told.download.url} target="_blank" rel="noreferrer">
          {told.fileName}
        </a>
      ) : (
        (told?.fileName ?? documentId)
      )}{' '}
      <span className="quiet small">{type}</span>
    </p>
  );
}
