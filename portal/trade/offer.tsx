import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { TRADE_OFFER_STATUS_NAMES } from '../../functions/events/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Figure, Money, StateTag, Tag, Time, tradeCalled } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';

type Offer = AnswerTo<'GET /v1/trade-offers/{id}'>;

/** Trades that are offered to a consolidator: which, until when, and what either side can do. */
export default function OfferPage({ params: { id = '' } }: ScreenProps) {
  const offer = useRead('GET /v1/trade-offers/{id}', { path: { id } });
  return <Loaded reading={offer}>{({ body }) => <Shown offer={body} />}</Loaded>;
}

function Shown({ offer }: { readonly offer: Offer }) {
  const { acting } = useMe();
  const isClerk = acting?.role === 'clerk';
  const isConsolidator = isClerk || (acting?.entityId !== undefined && acting.entityId === offer.consolidatorId);
  const isOwner =
    isClerk ||
    offer.trades.some(({ merchantId, tradeOperatorId }) =>
      [merchantId, tradeOperatorId].some((one) => one !== undefined && one === acting?.entityId),
    );
  const isOpen = offer.status === 'OFFERED' || offer.status === 'ACCEPTED';
  return (
    <Page
      title={`交给 ${offer.consolidatorName}`}
      state={<StateTag state={offer.status} names={TRADE_OFFER_STATUS_NAMES} />}
      deeds={
        <>
          {isOwner && isOpen && (
            <AskedDeed
              title="收回"
              question="收回这些交易？"
              reason="理由"
              route="POST /v1/trade-offers/{id}/withdrawal"
              requestOf={(reason) => ({ path: { id: offer.id }, body: { reason } })}
              done="已收回"
            >
              <p>收回后组货人看不到这些交易；已放进组货单的不能收回。</p>
            </AskedDeed>
          )}
          {isConsolidator && isOpen && (
            <AskedDeed
              title="不接受"
              question="不接受这些交易？"
              reason="理由"
              route="POST /v1/trade-offers/{id}/refusal"
              requestOf={(reason) => ({ path: { id: offer.id }, body: { reason } })}
              done="已告知对方不接受"
            >
              <p>理由会告诉对方，对方可另找组货人。</p>
            </AskedDeed>
          )}
          {isConsolidator && offer.status === 'OFFERED' && <Accept id={offer.id} />}
          {isConsolidator && offer.status === 'ACCEPTED' && (
            <Link href="/consolidation/new" className="button primary">
              去组货
            </Link>
          )}
        </>
      }
    >
      <div className="columns">
        <div className="column">
          <Card title={`交易（${offer.trades.length}）`}>
            <div className="table-box">
              <table className="table cards">
                <caption className="hidden-text">交出的交易</caption>
                <thead>
                  <tr>
                    <th scope="col">交易单号</th>
                    <th scope="col">经营户</th>
                    <th scope="col">摊位</th>
                    <th scope="col" className="numbers">
                      箱数
                    </th>
                    <th scope="col" className="numbers">
                      体积
                    </th>
                    <th scope="col" className="numbers">
                      毛重
                    </th>
                    <th scope="col" className="numbers">
                      金额
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {offer.trades.map((trade) => (
                    <OfferedTrade key={trade.tradeId} offered={trade} />
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        </div>
        <div className="column aside">
          <Card title="交货">
            <Facts
              facts={[
                ['组货人', offer.consolidatorName],
                ['有效至', offer.validUntil],
                ['备注', offer.note],
                ['提出', <Time key="created" at={offer.createdAt} />],
                ['接受', offer.acceptedAt === undefined ? undefined : <Time key="accepted" at={offer.acceptedAt} />],
              ]}
            />
          </Card>
          {offer.refusal && <Ending title="未接受" ending={offer.refusal} />}
          {offer.withdrawal && <Ending title="收回" ending={offer.withdrawal} />}
        </div>
      </div>
    </Page>
  );
}

const Ending = ({
  title,
  ending: { reason, at },
}: {
  readonly title: string;
  readonly ending: { readonly reason: string; readonly at: string };
}) => (
  <Note tone="wait" title={title}>
    <p>{reason}</p>
    <p className="small">
      <Time at={at} />
    </p>
  </Note>
);

/** An offer tells ids; what people call the trade and what it weighs is the trade's own. */
function OfferedTrade({
  offered: { tradeId, merchantName, stall, endedAt },
}: {
  readonly offered: Offer['trades'][number];
}) {
  const trade = useRead('GET /v1/trades/{id}', { path: { id: tradeId } });
  const told = trade.data?.body;
  return (
    <tr>
      <td data-title="交易单号">
        <span>
          {trade.isError ? (
            <span className="quiet">已不可查看</span>
          ) : (
            <Link href={`/trade/trades/${tradeId}`}>{told ? tradeCalled(told.tradeNumber) : '…'}</Link>
          )}
          {endedAt !== undefined && <Tag>已收回或未接受</Tag>}
        </span>
      </td>
      <td data-title="经营户">{merchantName}</td>
      <td data-title="摊位">{stall}</td>
      <td data-title="箱数" className="numbers">
        {told?.cartonCount}
      </td>
      <td data-title="体积" className="numbers">
        {told && <Figure value={told.volumeM3} unit="m³" />}
      </td>
      <td data-title="毛重" className="numbers">
        {told && <Figure value={told.grossWeightKg} unit="kg" />}
      </td>
      <td data-title="金额" className="numbers">
        {told && <Money {...told.total} />}
      </td>
    </tr>
  );
}

function Accept({ id }: { readonly id: string }) {
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/trade-offers/{id}/acceptance');
  const accept = async (): Promise<void> => {
    if (!(await send({ path: { id } }))) return;
    say('已接受');
    await queries.invalidateQueries();
  };
  const says = failed ?? findings[0]?.message;
  return (
    <>
      {says !== undefined && <Note tone="bad">{says}</Note>}
      <button type="button" className="button primary" disabled={isSending} onClick={() => void accept()}>
        {isSending ? '正在提交…' : '接受'}
      </button>
    </>
  );
}
