import { Link } from 'wouter';
import { EXPORT_MODE_NAMES, TRADE_REVIEW_NAMES, VOUCHER_NAMES } from '../../functions/events/names.ts';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { AuditLink } from '../kit/audit-link.tsx';
import { Facts } from '../kit/facts.tsx';
import { FindingsList } from '../kit/findings-list.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { PartyLink } from '../kit/party.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { Figure, Money, StateTag, Tag, Time, tradeCalled } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { DecideTrade } from './decide-trade.tsx';
import { grouped } from './grid/figures.ts';
import { TradeHistory } from './trade-history.tsx';
import { States } from './trades.tsx';
import { VoucherFile } from './voucher-file.tsx';

export type TradeTold = Answered<AnswerTo<'GET /v1/trades/{id}'>>;
type TradeJson = TradeTold['body'];

/** One trade: who with whom, its lines and cartons, its papers, and what the reader can do with it. */
export default function Trade({ params: { id = '' } }: ScreenProps) {
  const trade = useRead('GET /v1/trades/{id}', { path: { id } });
  return <Loaded reading={trade}>{(told) => <Shown told={told} />}</Loaded>;
}

function Shown({ told }: { readonly told: TradeTold }) {
  const { body: trade } = told;
  const { acting } = useMe();
  const isOwn =
    acting?.role === 'clerk' ||
    (acting?.entityId !== undefined && [trade.merchantId, trade.tradeOperatorId].includes(acting.entityId));
  const isFree = trade.status === 'REGISTERED' && trade.consolidationId === undefined;
  const isOffered = isOwn && isFree && trade.measured && trade.reviewState !== 'OPEN';
  return (
    <Page
      title={`交易 ${tradeCalled(trade.tradeNumber)}`}
      state={<States row={trade} />}
      deeds={
        <>
          {trade.tradeNumber !== undefined && (
            <Link href={`/trace/${encodeURIComponent(trade.tradeNumber)}`} className="button">
              溯源
            </Link>
          )}
          <AuditLink id={trade.id} />
          {isOwn && isFree && (
            <AskedDeed
              title="撤回"
              question="撤回这笔交易？"
              reason="理由"
              route="POST /v1/trades/{id}/withdrawal"
              requestOf={(reason) => ({ path: { id: trade.id }, body: { reason } })}
              done={`已撤回交易 ${trade.tradeNumber ?? ''}`}
            >
              <p>撤回后不能组货和报关；需要时请另行登记。</p>
            </AskedDeed>
          )}
          {isOwn && isFree && (
            <Link href={`/trade/trades/${trade.id}/correct`} className="button">
              更正
            </Link>
          )}
          {isOwn && isFree && (
            <Link href={`/trade/trades/${trade.id}/measures`} className={trade.measured ? 'button' : 'button primary'}>
              {trade.measured ? '更改箱规' : '补录箱规'}
            </Link>
          )}
          {isOffered && (
            <Link href={`/trade/offers/new?trade=${trade.id}`} className="button primary">
              交给组货人
            </Link>
          )}
        </>
      }
    >
      {trade.reviewState === 'OPEN' && acting?.role !== 'reviewer' && (
        <Note tone="wait" title="由审核员复核，放行前不能组货">
          {trade.reviewFindings.length > 0 && (
            <ul>
              {trade.reviewFindings.map(({ code, pointer, message }) => (
                <li key={`${code} ${pointer}`}>{message}</li>
              ))}
            </ul>
          )}
        </Note>
      )}
      {isFree && !trade.measured && <Note tone="wait">还没有全部箱规；补录后才能组货。</Note>}
      <div className="columns">
        <div className="column">
          {acting?.role === 'reviewer' && trade.reviewFindings.length > 0 && (
            <Card title={`复核事项（${trade.reviewFindings.length}）`}>
              <FindingsList findings={trade.reviewFindings} />
            </Card>
          )}
          <Card>
            <Tabs
              label="交易内容"
              tabs={[
                { title: `商品明细（${trade.lineCount}）`, content: <Lines trade={trade} /> },
                { title: `装箱（${trade.cartonCount} 箱）`, content: <Cartons trade={trade} /> },
                {
                  title: `凭证（${trade.vouchers.length + (trade.voucher === undefined ? 0 : 1)}）`,
                  content: <Vouchers trade={trade} />,
                },
                { title: '经过', content: <TradeHistory id={trade.id} /> },
              ]}
            />
          </Card>
        </div>
        <div className="column aside">
          {acting?.role === 'reviewer' && trade.reviewState === 'OPEN' && <DecideTrade told={told} />}
          <Summary trade={trade} />
          <Statements trade={trade} />
        </div>
      </div>
    </Page>
  );
}

function Summary({ trade }: { readonly trade: TradeJson }) {
  const countryOf = useReferenceName('countries');
  const districtOf = useReferenceName('tenants');
  return (
    <Card title="概要">
      <Facts
        facts={[
          ['经营户', <PartyLink key="merchant" id={trade.merchantId} name={trade.merchantName} />],
          ['经营户备案', trade.merchantFilingNumber],
          ['摊位', trade.stall],
          ['采购商', <PartyLink key="buyer" id={trade.buyerId} name={trade.buyerName ?? '未能读取名称'} />],
          ['采购商备案', trade.buyerFilingNumber],
          ['出口方式', EXPORT_MODE_NAMES[trade.exportMode]],
          [
            '贸易经营者',
            trade.tradeOperatorId === undefined ? undefined : (
              <PartyLink key="operator" id={trade.tradeOperatorId} name={trade.tradeOperatorName ?? '未能读取名称'} />
            ),
          ],
          ['最终目的国', `${countryOf(trade.destinationCountry)} ${trade.destinationCountry}`],
          ['指运港', trade.portOfDischarge],
          ['金额', <Money key="total" {...trade.total} />],
          [
            '折合美元',
            trade.currency === 'USD' ? undefined : (
              <span key="usd">
                <Money {...trade.totalUsd} />{' '}
                <span className="quiet small">
                  汇率 {trade.exchangeRate.usdPerUnit}（{trade.exchangeRate.month}）
                </span>
              </span>
            ),
          ],
          ['体积', <Figure key="volume" value={trade.volumeM3} unit="m³" />],
          ['毛重', <Figure key="gross" value={trade.grossWeightKg} unit="kg" />],
          ['净重', <Figure key="net" value={trade.netWeightKg} unit="kg" />],
          [
            '组货单',
            trade.consolidationId === undefined ? undefined : (
              <Link key="consolidation" href={`/consolidation/consolidations/${trade.consolidationId}`}>
                {trade.consolidationNumber ?? '查看'}
              </Link>
            ),
          ],
          ['装箱地', trade.packingDistrict === undefined ? undefined : districtOf(trade.packingDistrict)],
          ['登记', <Time key="registered" at={trade.registeredAt} />],
          ['最近变化', <Time key="updated" at={trade.updatedAt} />],
        ]}
      />
    </Card>
  );
}

/** What was explained, and what a reviewer decided. */
function Statements({
  trade: { explanation, acceptedWarnings, measuring, reviewState, reviewDecision },
}: {
  readonly trade: TradeJson;
}) {
  if (explanation === undefined && measuring?.explanation === undefined && !reviewDecision) return null;
  return (
    <Card title="说明与复核">
      <ol className="history">
        {explanation !== undefined && (
          <li>
            <div>{explanation}</div>
            <div className="quiet small">
              登记时的说明{acceptedWarnings.length > 0 && `，对 ${acceptedWarnings.length} 处异常`}
            </div>
          </li>
        )}
        {measuring?.explanation !== undefined && (
          <li>
            <div>{measuring.explanation}</div>
            <div className="quiet small">箱规的说明</div>
          </li>
        )}
        {reviewDecision && reviewState && (
          <li>
            <div>
              <StateTag state={reviewState} names={TRADE_REVIEW_NAMES} />
            </div>
            {reviewDecision.reasons.map((reason) => (
              <div key={reason}>{reason}</div>
            ))}
            <div className="quiet small">
              {reviewDecision.by} <Time at={reviewDecision.at} />
            </div>
          </li>
        )}
      </ol>
    </Card>
  );
}

function Lines({ trade: { lines, currency } }: { readonly trade: TradeJson }) {
  const unitOf = useReferenceName('units');
  return (
    <div className="table-box">
      <table className="table cards">
        <caption className="hidden-text">商品明细</caption>
        <thead>
          <tr>
            <th scope="col">行</th>
            <th scope="col">商品</th>
            <th scope="col" className="numbers">
              数量
            </th>
            <th scope="col" className="numbers">
              法定数量
            </th>
            <th scope="col" className="numbers">
              单价
            </th>
            <th scope="col" className="numbers">
              金额（{currency}）
            </th>
            <th scope="col" className="numbers">
              毛重 / 净重 kg
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.lineNo}>
              <td data-title="行">{line.lineNo}</td>
              <td data-title="商品">
                <div>
                  <div>
                    <Link href={`/filing/goods/${line.goodsId}`}>{line.name}</Link>
                    {line.inspectionRequired && <Tag tone="wait">法检</Tag>}
                    {line.exportDuty && <Tag tone="wait">出口关税</Tag>}
                  </div>
                  <div className="quiet small">
                    {[line.hsCode, line.ownCode, line.specification, line.brand.name, line.producerName]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </div>
              </td>
              <td data-title="数量" className="numbers">
                <Figure value={line.quantity} unit={unitOf(line.unit)} />
              </td>
              <td data-title="法定数量" className="numbers">
                <div>
                  <Figure value={line.legalQuantity} unit={unitOf(line.legalUnit)} />
                  {line.secondQuantity !== undefined && line.secondUnit !== undefined && (
                    <div>
                      <Figure value={line.secondQuantity} unit={unitOf(line.secondUnit)} />
                    </div>
                  )}
                </div>
              </td>
              <td data-title="单价" className="numbers">
                {grouped(line.unitPrice)}
              </td>
              <td data-title="金额" className="numbers">
                {grouped(line.amount)}
              </td>
              <td data-title="毛重 / 净重 kg" className="numbers">
                <span>
                  <Figure value={line.grossWeightKg} /> / <Figure value={line.netWeightKg} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cartons({ trade: { lines } }: { readonly trade: TradeJson }) {
  const groups = lines.flatMap(({ lineNo, name, cartons }) => cartons.map((carton) => ({ lineNo, name, ...carton })));
  if (groups.length === 0) return <p className="empty">还没有箱规。</p>;
  return (
    <div className="table-box">
      <table className="table cards">
        <caption className="hidden-text">装箱</caption>
        <thead>
          <tr>
            <th scope="col">行</th>
            <th scope="col">商品</th>
            <th scope="col" className="numbers">
              箱数
            </th>
            <th scope="col" className="numbers">
              长 × 宽 × 高 mm
            </th>
            <th scope="col" className="numbers">
              毛重 kg/箱
            </th>
            <th scope="col" className="numbers">
              净重 kg/箱
            </th>
            <th scope="col">堆码</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group, index) => (
            // Groups of a trade are shown as they were told, and in that order.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td data-title="行">{group.lineNo}</td>
              <td data-title="商品">{group.name}</td>
              <td data-title="箱数" className="numbers">
                <Figure value={group.count} />
              </td>
              <td data-title="长 × 宽 × 高 mm" className="numbers">
                {group.lengthMm} × {group.widthMm} × {group.heightMm}
              </td>
              <td data-title="毛重 kg/箱" className="numbers">
                <Figure value={group.grossWeightKg} />
              </td>
              <td data-title="净重 kg/箱" className="numbers">
                <Figure value={group.netWeightKg} />
              </td>
              <td data-title="堆码">
                {[
                  group.stackable ? '可堆码' : '不可堆码',
                  ...(group.thisSideUp ? ['此面向上'] : []),
                  ...(group.maxLoadKg === undefined ? [] : [`箱顶承重 ${group.maxLoadKg} kg`]),
                ].join('，')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Vouchers({ trade: { voucher, vouchers, lines } }: { readonly trade: TradeJson }) {
  const goodsName = (id: string): string => lines.find(({ goodsId }) => goodsId === id)?.name ?? '商品';
  if (voucher === undefined && vouchers.length === 0) return <p className="empty">没有登记凭证。</p>;
  return (
    <ul className="stack">
      {vouchers.map((one) => (
        <li key={`${one.type} ${one.number}`}>
          <Facts
            facts={[
              [VOUCHER_NAMES[one.type], one.number],
              ['日期', one.issuedOn],
              ['附件', one.documentId === undefined ? undefined : <VoucherFile key="file" id={one.documentId} />],
              ['本笔取用', one.drawn?.map(({ goodsId, quantity }) => `${goodsName(goodsId)} ${quantity}`).join('，')],
              ['文件指纹', one.sha256 === undefined ? undefined : <span className="small">{one.sha256}</span>],
            ]}
          />
        </li>
      ))}
      {voucher !== undefined && (
        <li>
          <Facts facts={[['原始凭证号', voucher]]} />
        </li>
      )}
    </ul>
  );
}
