import { Link } from 'wouter';
import { ENTITY_KIND_NAMES } from '../../functions/events/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Card, Page } from '../kit/page.tsx';
import { PrintButton } from '../kit/print-button.tsx';
import { Tag, Time } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';
import { useIndicatorNames } from './indicators.ts';
import { ScoreLine } from './score-line.tsx';

type Told = AnswerTo<'GET /v1/entities/{id}/credit'>;

export const GRADE_TONES = { A: 'good', B: 'good', C: 'wait', D: 'bad' } as const;

/** A party's score on a day, everything that went into it, how it goes on, and what can be done. */
export default function EntityCredit({ params: { id = '' } }: ScreenProps) {
  const reading = useRead('GET /v1/entities/{id}/credit', { path: { id } });
  return <Loaded reading={reading}>{({ body }) => <Shown id={id} credit={body} />}</Loaded>;
}

function Shown({ id, credit }: { readonly id: string; readonly credit: Told }) {
  return (
    <Page
      title={`信用评价：${credit.name}`}
      state={
        <>
          <Tag tone={GRADE_TONES[credit.grade]}>{`${credit.grade} 级 · ${credit.score} 分`}</Tag>
          <Tag>{ENTITY_KIND_NAMES[credit.kind]}</Tag>
        </>
      }
      deeds={
        <>
          <Link href={`/credit/events?entityId=${id}`} className="button">
            全部信用信息
          </Link>
          <PrintButton title="打印信用报告" route="GET /v1/entities/{id}/credit" request={{ path: { id } }} />
        </>
      }
    >
      <div className="columns">
        <div className="column">
          <Contributions credit={credit} />
          {credit.history.length > 0 && (
            <Card title="历次评分">
              <ScoreLine points={credit.history.map(({ at, score }) => ({ at, score })).toReversed()} />
              <ol className="history">
                {credit.history.slice(0, 10).map(({ at, score, grade }) => (
                  <li key={at}>
                    {score} 分 · {grade} 级{' '}
                    <span className="quiet small">
                      <Time at={at} />
                    </span>
                  </li>
                ))}
              </ol>
            </Card>
          )}
        </div>
        <div className="column">
          <Card title="可以怎么做">
            {credit.advice.length === 0 ? (
              <p className="quiet">暂无建议。</p>
            ) : (
              <ul className="stack">
                {credit.advice.map(({ action, message, eventId, points }) => (
                  <li key={message}>
                    {message}
                    {points > 0 && <strong> +{points} 分</strong>}
                    {eventId !== undefined && action !== 'EARN' && (
                      <>
                        {' '}
                        <Link href={`/credit/events/${eventId}/${action === 'OBJECT' ? 'objection' : 'repair'}`}>
                          去办理
                        </Link>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Card>
          {credit.missing.length > 0 && (
            <Card title="离上一等级还差">
              <ul className="stack">
                {credit.missing.map(({ code, message }) => (
                  <li key={code}>{message}</li>
                ))}
              </ul>
            </Card>
          )}
          <Card title="今后走势（没有新信息时）">
            <ul className="stack">
              {credit.outlook.map(({ from, score, grade }) => (
                <li key={from}>
                  {from} 起：{score} 分 · {grade} 级
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </Page>
  );
}

function Contributions({ credit: { contributions, asOf } }: { readonly credit: Told }) {
  const names = useIndicatorNames();
  return (
    <Card title={`计分明细（${asOf}）`}>
      {contributions.length === 0 ? (
        <p className="quiet">没有计分的信息。</p>
      ) : (
        <div className="table-box">
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">指标</th>
                <th scope="col" className="numbers">
                  分值
                </th>
                <th scope="col">计入期间</th>
                <th scope="col">说明</th>
              </tr>
            </thead>
            <tbody>
              {contributions.map(({ indicator, eventId, points, inForceFrom, inForceUntil, reason }) => (
                <tr key={`${indicator} ${eventId ?? ''} ${inForceFrom}`}>
                  <td data-title="指标">
                    {eventId === undefined ? (
                      (names.get(indicator) ?? indicator)
                    ) : (
                      <Link href={`/credit/events/${eventId}`}>{names.get(indicator) ?? indicator}</Link>
                    )}
                  </td>
                  <td data-title="分值" className="numbers">
                    {points > 0 ? `+${points}` : points}
                  </td>
                  <td data-title="计入期间">
                    {inForceFrom} 至 {inForceUntil ?? '下一条信息'}
                  </td>
                  <td data-title="说明">{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
