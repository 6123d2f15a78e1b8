import { Link } from 'wouter';
import { CONSENT_NAMES, CONSOLIDATION_STATUS_NAMES } from '../../functions/events/names.ts';
import { ReferenceName } from '../forms/form-facts.tsx';
import { AuditLink } from '../kit/audit-link.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { PrintButton } from '../kit/print-button.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { Figure, Money, percent, StateTag, Tag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { Changes } from './changes.tsx';
import { Containers } from './containers.tsx';
import { Declarations } from './declarations.tsx';
import { partyFacts } from './parties.tsx';
import { Progress } from './progress.tsx';
import { Release } from './release.tsx';
import { type ConsolidationTold, calledAs, isPlanned, type Read } from './told.ts';
import { Unplaced } from './unplaced.tsx';
import { useConsolidation } from './use-consolidation.ts';

/** One consolidation: where it stands, what is loaded where and declared how, and what its reader can do with it. */
export default function Consolidation({ params: { id = '' } }: ScreenProps) {
  const consolidation = useConsolidation(id);
  return <Loaded reading={consolidation}>{(told) => <Shown told={told} />}</Loaded>;
}

function Shown({ told }: { readonly told: Read }) {
  const { role, entityId } = useMe().acting ?? {};
  const { body } = told;
  const { id, status, plan } = body;
  const isOwn = role === 'clerk' || (role === 'agent' && entityId === body.consolidatorId);
  const isOperator = role === 'agent' && entityId === body.tradeOperatorId;
  const isReleasable = status !== 'SEALED' && status !== 'CANCELLED' && status !== 'FAILED';
  const here = `/consolidation/consolidations/${id}`;
  return (
    <Page
      title={`组货单 ${calledAs(body)}`}
      state={
        <>
          <StateTag state={status} names={CONSOLIDATION_STATUS_NAMES} />
          {body.revision !== undefined && body.revision > 1 && <Tag>{`第 ${body.revision} 版方案`}</Tag>}
        </>
      }
      deeds={
        <>
          <AuditLink id={id} />
          {isReleasable && (isOwn || isOperator) && <Release id={id} />}
          {isOwn && (status === 'PLANNED' || status === 'CONFIRMED') && (
            <Link href={`${here}/amend`} className="button">
              变更方案
            </Link>
          )}
          {body.containers.length > 0 && (
            <Link href={`${here}/load`} className={isOwn && status === 'PLANNED' ? 'button' : 'button primary'}>
              看装箱方案
            </Link>
          )}
          {isOwn && status === 'PLANNED' && (
            <Link href={`${here}/confirm`} className="button primary">
              确认装箱
            </Link>
          )}
        </>
      }
    >
      <Progress told={body} />
      {body.failure && (
        <Note tone="bad" title="上一次计算没有成功">
          {body.failure.message}
        </Note>
      )}
      {status === 'CANCELLED' && <Note tone="wait">已释放，货物可以另行组货。理由：{body.releaseReason}</Note>}
      {plan !== undefined && plan.unplacedCartons > 0 && (
        <Note tone="wait">
          还有 {plan.unplacedCartons} 箱没有装入；已申报的货物须全部装箱，请释放后减少交易或增加箱型，再组货。
        </Note>
      )}
      <div className="columns">
        <div className="column">
          <Changes told={body} />
          <Card>
            <Tabs
              label="组货单内容"
              tabs={[
                { title: `集装箱（${body.containers.length}）`, content: <Containers told={body} /> },
                { title: `报关单（${body.declarations.length}）`, content: <Declarations told={body} /> },
                { title: `交易（${body.tradeIds.length}）`, content: <Trades told={body} /> },
                { title: `未装入（${plan?.unplacedCartons ?? 0}）`, content: <Unplaced told={body} /> },
              ]}
            />
          </Card>
        </div>
        <div className="column aside">
          <Card title="组货单">
            <Facts
              facts={[
                ...partyFacts(body),
                ['运抵国', <ReferenceName key="country" list="countries" code={body.destinationCountry} />],
                ['指运港', body.portOfDischarge],
                ['截关时间', <Time key="cutoff" at={body.cutoffAt} />],
                ['货箱', <Figure key="cartons" value={body.cartons} />],
                ['毛重', <Figure key="mass" value={body.grossWeightKg} unit="kg" />],
                ['体积', <Figure key="volume" value={body.volumeM3} unit="m³" />],
                ['货值', <Money key="usd" {...body.totalUsd} />],
                [
                  '可用箱型',
                  body.containerTypes?.map((type) => (
                    <div key={type}>
                      <ReferenceName list="container-types" code={type} />
                    </div>
                  )) ?? '全部',
                ],
                [
                  '与下限的差距',
                  body.gap === undefined ? undefined : body.gap === 0 ? '无，已是最省' : percent(body.gap),
                ],
                ['报关单下限', body.declarationsLowerBound],
                [
                  '确认装箱',
                  body.confirmedAt === undefined ? undefined : <Time key="confirmed" at={body.confirmedAt} />,
                ],
                ['建立', <Time key="created" at={body.createdAt} />],
              ]}
            />
          </Card>
          {isPlanned(body) && <Prints told={body} />}
        </div>
      </div>
    </Page>
  );
}

function Prints({ told: { id, containers } }: { readonly told: ConsolidationTold }) {
  const request = { path: { id } };
  return (
    <Card title="打印">
      <div className="row">
        <PrintButton title="组货单" route="GET /v1/consolidations/{id}/combination-sheet" request={request} />
        <PrintButton title="装箱清单" route="GET /v1/consolidations/{id}/packing-list" request={request} />
        <PrintButton title="VGM 声明" route="GET /v1/consolidations/{id}/vgm" request={request} />
        {containers.map(({ no }) => (
          <PrintButton
            key={no}
            title={`第 ${no} 箱作业图`}
            route="GET /v1/consolidations/{id}/loading-plan"
            request={{ path: { id }, query: { container: no } }}
          />
        ))}
      </div>
    </Card>
  );
}

function Trades({ told: { tradeIds, tradeNumbers, consents } }: { readonly told: ConsolidationTold }) {
  return (
    <div className="table-box">
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">交易单号</th>
            <th scope="col">商户</th>
            <th scope="col">凭何组货</th>
          </tr>
        </thead>
        <tbody>
          {tradeIds.map((id, index) => {
            const consent = consents?.find(({ tradeId }) => tradeId === id);
            return (
              <tr key={id}>
                <td data-title="交易单号">
                  <Link href={`/trade/trades/${id}`}>{tradeNumbers?.[index] ?? id}</Link>
                </td>
                <td data-title="商户">{consent?.merchantName}</td>
                <td data-title="凭何组货">
                  {consent && CONSENT_NAMES[consent.basis]}{' '}
                  {consent?.offerId !== undefined && <Link href={`/trade/offers/${consent.offerId}`}>交货单</Link>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
