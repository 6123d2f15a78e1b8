import { GROUPING_NAMES } from '../../functions/trade/domain/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { DownloadButton } from '../kit/download-button.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Page } from '../kit/page.tsx';
import { CSV } from '../kit/sheet-drop.tsx';
import { Figure, Money, percent } from '../kit/words.tsx';
import { sumOf } from './grid/figures.ts';

type Told = AnswerTo<'GET /v1/statistics/trades'>;
type Grouping = Told['groupBy'];

const MONTHS_BACK = 24;

const isGrouping = (text: string): text is Grouping => text in GROUPING_NAMES;

/** What was registered in a month, by one of its sides. */
export default function Statistics() {
  const months = monthsUntil(new Date());
  const [{ month = months[0] ?? '', by = 'district' }, set] = useFilters(['month', 'by']);
  const groupBy = isGrouping(by) ? by : 'district';
  const query = { month, groupBy };
  const told = useRead('GET /v1/statistics/trades', { query });
  return (
    <Page
      title="交易统计"
      deeds={
        <DownloadButton
          title="导出 CSV"
          route="GET /v1/statistics/trades"
          request={{ query }}
          type={CSV}
          fileName={`交易统计-${month}-${GROUPING_NAMES[groupBy]}.csv`}
        />
      }
    >
      <Filters>
        <ChoiceFilter
          title="月份"
          value={month}
          needsOne
          options={months.map((one) => ({ value: one, label: `${one.slice(0, 4)} 年 ${Number(one.slice(5))} 月` }))}
          onChange={(value) => set('month', value)}
        />
        <ChoiceFilter
          title="汇总口径"
          value={groupBy}
          needsOne
          options={optionsOf(GROUPING_NAMES)}
          onChange={(value) => set('by', value)}
        />
      </Filters>
      <Loaded reading={told}>{({ body }) => <Sums told={body} />}</Loaded>
    </Page>
  );
}

/** The month of today in China and those before it, the latest first. */
function monthsUntil(now: Date): string[] {
  const [year = 0, month = 1] = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
  })
    .format(now)
    .split('-')
    .map(Number);
  return Array.from({ length: MONTHS_BACK }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

function Sums({ told: { items, groupBy } }: { readonly told: Told }) {
  if (items.length === 0) return <p className="empty">这个月没有登记的交易。</p>;
  const total = sumOf(
    items.map(({ totalUsd }) => totalUsd.amount),
    'USD',
  );
  const whole = Number(total);
  const most = Math.max(...items.map(({ totalUsd }) => Number(totalUsd.amount)));
  const sum = (of: 'lines' | 'netWeightKg' | 'grossWeightKg'): number => items.reduce((all, one) => all + one[of], 0);
  const hasTrades = items.every(({ trades }) => trades !== undefined);
  return (
    <div className="table-box">
      <table className="table cards">
        <caption className="hidden-text">按{GROUPING_NAMES[groupBy]}的登记金额</caption>
        <thead>
          <tr>
            <th scope="col">{GROUPING_NAMES[groupBy]}</th>
            {hasTrades && (
              <th scope="col" className="numbers">
                交易
              </th>
            )}
            <th scope="col" className="numbers">
              商品行
            </th>
            <th scope="col" className="numbers">
              净重 kg
            </th>
            <th scope="col" className="numbers">
              毛重 kg
            </th>
            <th scope="col" className="numbers">
              金额
            </th>
            <th scope="col" className="numbers">
              占比
            </th>
            <th scope="col" className="only-desk">
              <span className="hidden-text">金额的长条</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ key, name, trades, lines, totalUsd, netWeightKg, grossWeightKg }) => {
            const amount = Number(totalUsd.amount);
            return (
              <tr key={key}>
                <td data-title={GROUPING_NAMES[groupBy]}>
                  {name} {groupBy === 'chapter' && <span className="quiet">{key}</span>}
                </td>
                {hasTrades && (
                  <td data-title="交易" className="numbers">
                    <Figure value={trades ?? 0} />
                  </td>
                )}
                <td data-title="商品行" className="numbers">
                  <Figure value={lines} />
                </td>
                <td data-title="净重 kg" className="numbers">
                  <Figure value={netWeightKg} />
                </td>
                <td data-title="毛重 kg" className="numbers">
                  <Figure value={grossWeightKg} />
                </td>
                <td data-title="金额" className="numbers">
                  <Money {...totalUsd} />
                </td>
                <td data-title="占比" className="numbers">
                  {percent(whole === 0 ? 0 : amount / whole)}
                </td>
                <td className="only-desk" aria-hidden>
                  <svg className="stretch" viewBox="0 0 100 12" preserveAspectRatio="none" focusable="false">
                    <rect className="fill" width={most === 0 ? 0 : (amount / most) * 100} height="12" />
                  </svg>
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            {hasTrades && (
              <td data-title="交易" className="numbers">
                <Figure value={items.reduce((all, { trades = 0 }) => all + trades, 0)} />
              </td>
            )}
            <td data-title="商品行" className="numbers">
              <Figure value={sum('lines')} />
            </td>
            <td data-title="净重 kg" className="numbers">
              <Figure value={sum('netWeightKg')} />
            </td>
            <td data-title="毛重 kg" className="numbers">
              <Figure value={sum('grossWeightKg')} />
            </td>
            <td data-title="金额" className="numbers">
              <Money amount={total} currency="USD" />
            </td>
            <td colSpan={2} className="only-desk" />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
