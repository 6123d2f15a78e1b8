import { useQueryClient } from '@tanstack/react-query';
import { ACCOUNT_STATE_NAMES, ASSIGNMENT_STATE_NAMES } from '../../functions/shared/kernel/names.ts';
import { AUTHORITY_NAMES, ROLE_NAMES } from '../../functions/shared/kernel/role.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { Assign } from './assign.tsx';
import { ResetCode } from './reset-code.tsx';

type Told = AnswerTo<'GET /v1/accounts/{sub}'>;
type Assignment = Told['assignments'][number];

/** One account: as what its person may act, and what its keeper can do. */
export default function Account({ params: { sub = '' } }: ScreenProps) {
  const account = useRead('GET /v1/accounts/{sub}', { path: { sub: decodeURIComponent(sub) } });
  return <Loaded reading={account}>{({ body }) => <Shown account={body} />}</Loaded>;
}

function Shown({ account }: { readonly account: Told }) {
  const { sub, name, state, reason, districtName, lastCode, assignments } = account;
  const isOwn = useMe().sub === sub;
  return (
    <Page
      title={name}
      state={<StateTag state={state} names={ACCOUNT_STATE_NAMES} />}
      deeds={
        !isOwn && (
          <>
            <ResetCode account={account} />
            {state === 'ACTIVE' ? (
              <AskedDeed
                key="suspension"
                title="停用"
                question={`停用 ${name} 的账户？`}
                reason="事由"
                route="POST /v1/accounts/{sub}/suspension"
                requestOf={(why) => ({ path: { sub }, body: { reason: why } })}
                done={`已停用 ${name} 的账户`}
              >
                <p>一分钟内生效，本人的登录随即结束。</p>
              </AskedDeed>
            ) : (
              <AskedDeed
                key="lifting"
                title="恢复"
                question={`恢复 ${name} 的账户？`}
                reason="事由"
                route="POST /v1/accounts/{sub}/suspension/lifting"
                requestOf={(why) => ({ path: { sub }, body: { reason: why } })}
                done={`已恢复 ${name} 的账户`}
              >
                <p>恢复后岗位照旧。</p>
              </AskedDeed>
            )}
          </>
        )
      }
    >
      {isOwn && <Note>这是您本人的账户；岗位和口令由他人办理。</Note>}
      <div className="columns">
        <div className="column">
          <Card title="岗位">
            <div className="stack">
              {assignments.length === 0 && <p className="quiet">没有岗位。</p>}
              {assignments.map((one) => (
                <AssignmentRow key={one.id} sub={sub} name={name} assignment={one} isOwn={isOwn} />
              ))}
            </div>
          </Card>
          {!isOwn && <Assign sub={sub} />}
        </div>
        <div className="column">
          <Card title="账户">
            <Facts
              facts={[
                ['所属', districtName],
                ['登录标识', sub],
                ['停用原因', reason],
                ['最近发码', lastCode && <Time at={lastCode.at} />],
                ['发码事由', lastCode?.reason],
              ]}
            />
          </Card>
        </div>
      </div>
    </Page>
  );
}

function AssignmentRow({
  sub,
  name,
  assignment: { id, role, districtName, authority, from, until, state },
  isOwn,
}: {
  readonly sub: string;
  readonly name: string;
  readonly assignment: Assignment;
  readonly isOwn: boolean;
}) {
  const queries = useQueryClient();
  const { role: mine } = useMe().acting ?? {};
  const confirmation = useSubmission('POST /v1/accounts/{sub}/assignments/{id}/confirmation');
  const confirm = async (): Promise<void> => {
    if (await confirmation.send({ path: { sub, id } })) await queries.invalidateQueries();
  };
  return (
    <div className="row">
      <StateTag state={state} names={ASSIGNMENT_STATE_NAMES} />
      <strong>{ROLE_NAMES[role]}</strong>
      <span>
        {districtName}
        {authority !== undefined && ` · ${AUTHORITY_NAMES[authority]}`}
      </span>
      <span className="quiet small">{until === undefined ? `${from} 起` : `${from} 至 ${until}`}</span>
      {!isOwn && state === 'PROPOSED' && (mine === 'operator' || mine === 'centreHead') && (
        <button type="button" className="button" disabled={confirmation.isSending} onClick={() => void confirm()}>
          确认
        </button>
      )}
      {!isOwn && state !== 'ENDED' && (
        <AskedDeed
          title={state === 'PROPOSED' ? '不同意' : '结束'}
          question={`结束 ${name} 的“${ROLE_NAMES[role]}”岗位？`}
          reason="事由"
          route="POST /v1/accounts/{sub}/assignments/{id}/end"
          requestOf={(why) => ({ path: { sub, id }, body: { reason: why } })}
          done="岗位已结束"
        >
          <p>一分钟内生效。</p>
        </AskedDeed>
      )}
      {confirmation.failed !== undefined && <Note tone="bad">{confirmation.failed}</Note>}
    </div>
  );
}
