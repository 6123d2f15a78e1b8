import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CREDIT_RUN_STATUS_NAMES, EFFECT_NAMES, SCORECARD_STATUS_NAMES } from '../../functions/credit/domain/names.ts';
import { useList, useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';

/** A scorecard with its indicators; of a draft who would move, and its publication by another person than its author. */
export default function Scorecard({ params: { version = '' } }: ScreenProps) {
  const path = { version: decodeURIComponent(version) };
  const { role } = useMe().acting ?? {};
  const say = useSay();
  const queries = useQueryClient();
  const [runId, setRunId] = useState<string>();
  const reading = useRead('GET /v1/scorecards/{version}', { path });
  const simulation = useSubmission('POST /v1/scorecards/{version}/simulation');
  const publication = useSubmission('POST /v1/scorecards/{version}/publication');
  const simulate = async (): Promise<void> => setRunId((await simulation.send({ path }))?.body.id);
  const publish = async (): Promise<void> => {
    if (!(await publication.send({ path }))) return;
    say('评分卡已发布');
    await queries.invalidateQueries();
  };
  const failed = simulation.failed ?? publication.failed;
  return (
    <Loaded reading={reading}>
      {({ body: card }) => (
        <Page
          title={`评分卡 ${card.version}`}
          state={<StateTag state={card.status} names={SCORECARD_STATUS_NAMES} />}
          deeds={
            role === 'operator' &&
            card.status === 'DRAFT' && (
              <>
                <button
                  type="button"
                  className="button"
                  disabled={simulation.isSending}
                  onClick={() => void simulate()}
                >
                  试算
                </button>
                <button
                  type="button"
                  className="button primary"
                  disabled={publication.isSending}
                  onClick={() => void publish()}
                >
                  发布
                </button>
              </>
            )
          }
        >
          {failed !== undefined && <Note tone="bad">{failed}</Note>}
          {[...simulation.findings, ...publication.findings].map(({ pointer, message }) => (
            <Note key={`${pointer} ${message}`} tone="bad">
              {message}
            </Note>
          ))}
          {(runId ?? card.simulatedBy) !== undefined && <Simulation id={runId ?? card.simulatedBy ?? ''} />}
          <Card title="评分卡">
            <Facts
              facts={[
                ['生效日期', card.effectiveFrom],
                ['发布时间', card.publishedAt === undefined ? undefined : <Time at={card.publishedAt} />],
              ]}
            />
          </Card>
          <Card title={`指标（${card.indicators.length}）`}>
            <div className="table-box">
              <table className="table cards">
                <thead>
                  <tr>
                    <th scope="col">指标</th>
                    <th scope="col" className="numbers">
                      分值
                    </th>
                    <th scope="col">计入月数</th>
                    <th scope="col">依据</th>
                  </tr>
                </thead>
                <tbody>
                  {card.indicators.map((indicator) => (
                    <tr key={indicator.code}>
                      <td data-title="指标">{indicator.name}</td>
                      <td data-title="分值" className="numbers">
                        {indicator.effect === 'VETO'
                          ? EFFECT_NAMES.VETO
                          : 'points' in indicator
                            ? indicator.points
                            : ''}
                      </td>
                      <td data-title="计入月数">{'months' in indicator ? indicator.months : ''}</td>
                      <td data-title="依据">{indicator.legalBasis}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        </Page>
      )}
    </Loaded>
  );
}

/** What a draft would do: how far its run is, and who would get another grade. */
function Simulation({ id }: { readonly id: string }) {
  const run = useRead(
    'GET /v1/credit-runs/{id}',
    { path: { id } },
    { every: ({ status }) => (status === 'FINISHED' ? undefined : 3_000) },
  );
  const isFinished = run.data?.body.status === 'FINISHED';
  const movers = useList('GET /v1/credit-runs/{id}/movers', { path: { id } }, { enabled: isFinished });
  return (
    <Card title="试算">
      <Loaded reading={run}>
        {({ body }) => (
          <div className="stack">
            <p>{CREDIT_RUN_STATUS_NAMES[body.status]}</p>
            {isFinished && movers.items.length === 0 && !movers.isPending && (
              <p className="quiet">没有主体的等级会变。</p>
            )}
            <ul className="stack">
              {movers.items.map(({ entityId, name, before, after }) => (
                <li key={entityId}>
                  {name}：{before.grade} 级 {before.score} 分 → {after.grade} 级 {after.score} 分
                </li>
              ))}
            </ul>
          </div>
        )}
      </Loaded>
    </Card>
  );
}
