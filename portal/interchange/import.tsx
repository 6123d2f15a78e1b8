import { Link } from 'wouter';
import { IMPORT_STATUS_NAMES } from '../../functions/interchange/domain/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { DownloadButton } from '../kit/download-button.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { RowErrors } from '../kit/row-errors.tsx';
import { XLSX } from '../kit/sheet-drop.tsx';
import { Figure, Money, StateTag, Time, tradeCalled } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';
import { Commit } from './commit.tsx';

export type ImportTold = AnswerTo<'GET /v1/imports/{id}'>;

const soon = ({ status }: ImportTold): number | undefined => (status === 'COMMITTING' ? 1_000 : undefined);

/** One uploaded sheet: what it would register, what is wrong with it, and what became of it. */
export default function Import({ params: { id = '' } }: ScreenProps) {
  const told = useRead('GET /v1/imports/{id}', { path: { id } }, { every: soon });
  return <Loaded reading={told}>{({ body }) => <Shown told={body} />}</Loaded>;
}

function Shown({ told }: { readonly told: ImportTold }) {
  const { status, outcome, progress } = told;
  return (
    <Page
      title="联网清单"
      state={<StateTag state={status} names={IMPORT_STATUS_NAMES} />}
      deeds={
        <>
          {told.errorCount > 0 && (
            <DownloadButton
              title="下载错误行"
              route="GET /v1/imports/{id}/errors"
              request={{ path: { id: told.id } }}
              type={XLSX}
              fileName="联网清单-错误行.xlsx"
            />
          )}
          <Link href="/trade/imports" className="button">
            上传另一份
          </Link>
        </>
      }
    >
      {status === 'COMMITTING' && progress && (
        <Note title="正在登记">
          <p>
            已登记 {progress.registered} 笔，共 {progress.trades} 笔；可以离开本页，登记会继续。
          </p>
          <progress max={progress.trades} value={progress.registered} aria-label="登记进度" />
        </Note>
      )}
      {told.failure && (
        <Note tone="bad" title="登记中断">
          {told.failure.message}
        </Note>
      )}
      {outcome && (
        <Note tone={outcome.refused.length > 0 ? 'wait' : 'good'} title={`已登记 ${outcome.tradeCount} 笔交易`}>
          <p>
            共 {outcome.registeredRowCount} 行
            {told.errorCount > 0 && `；另有 ${told.errorCount} 处错误的行没有登记，改正后请另行上传`}。
          </p>
        </Note>
      )}
      <div className="columns">
        <div className="column">
          {told.errorCount > 0 && (
            <Card title={`错误（${told.errorCount}）`}>
              <RowErrors errors={told.errors} count={told.errorCount} />
            </Card>
          )}
          {outcome && outcome.trades.length > 0 && (
            <Card title="登记的交易">
              <Registered trades={outcome.trades} />
            </Card>
          )}
          {told.lines.length > 0 && !outcome && (
            <Card title={`将要登记的行（前 ${told.lines.length} 行）`}>
              <Preview lines={told.lines} />
            </Card>
          )}
        </div>
        <div className="column aside acts">
          {(status === 'PREVIEWED' || status === 'FAILED') && <Commit told={told} />}
          <Card title="清单">
            <Facts
              facts={[
                ['行数', <Figure key="rows" value={told.rowCount} />],
                ['没有错误', <Figure key="good" value={told.goodRowCount} unit="行" />],
                ['错误', <Figure key="errors" value={told.errorCount} unit="处" />],
                [
                  '金额',
                  <ul key="totals">
                    {told.totals.map((total) => (
                      <li key={total.currency}>
                        <Money {...total} />
                      </li>
                    ))}
                  </ul>,
                ],
                ['标题行', `第 ${told.headerRow} 行`],
                ['上传', <Time key="created" at={told.createdAt} />],
              ]}
            />
          </Card>
          {told.notes.length > 0 && (
            <Card title="系统的理解">
              <ul className="stack">
                {told.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </Page>
  );
}

function Preview({ lines }: { readonly lines: ImportTold['lines'] }) {
  const unitOf = useReferenceName('units');
  return (
    <div className="table-box">
      <table className="table cards">
        <caption className="hidden-text">将要登记的行</caption>
        <thead>
          <tr>
            <th scope="col">行</th>
            <th scope="col">商品</th>
            <th scope="col">商品编号</th>
            <th scope="col" className="numbers">
              数量
            </th>
            <th scope="col" className="numbers">
              单价
            </th>
            <th scope="col" className="numbers">
              金额
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ row, name, hsCode, quantity, unit, unitPrice, amount, currency }) => (
            <tr key={row}>
              <td data-title="行">{row}</td>
              <td data-title="商品">{name}</td>
              <td data-title="商品编号">{hsCode}</td>
              <td data-title="数量" className="numbers">
                {quantity} {unitOf(unit)}
              </td>
              <td data-title="单价" className="numbers">
                {unitPrice}
              </td>
              <td data-title="金额" className="numbers">
                <Money amount={amount} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Registered = ({ trades }: { readonly trades: NonNullable<ImportTold['outcome']>['trades'] }) => (
  <div className="table-box">
    <table className="table cards">
      <caption className="hidden-text">登记的交易</caption>
      <thead>
        <tr>
          <th scope="col">交易单号</th>
          <th scope="col" className="numbers">
            商品行
          </th>
          <th scope="col" className="numbers">
            折合美元
          </th>
        </tr>
      </thead>
      <tbody>
        {trades.map(({ id, tradeNumber, lineCount, totalUsd }) => (
          <tr key={id}>
            <td data-title="交易单号">
              <Link href={`/trade/trades/${id}`}>{tradeCalled(tradeNumber)}</Link>
            </td>
            <td data-title="商品行" className="numbers">
              <Figure value={lineCount} />
            </td>
            <td data-title="折合美元" className="numbers">
              <Money amount={totalUsd} currency="USD" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
