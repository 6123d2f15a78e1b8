import form from 'virtual:form/trade/registerTrade';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Currency } from '../../functions/shared/kernel/money.ts';
import type { Finding } from '../api/problem.ts';
import { useRead } from '../api/read.ts';
import { Drafted, DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { pick } from '../forms/pick.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useWarnings } from '../forms/use-warnings.ts';
import { bodyOf, fieldOf, textOf, type Value, withField } from '../forms/value.ts';
import { Warnings } from '../forms/warnings.tsx';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';
import { BuyerField, GoodsField, listField, VoucherFileField } from './fields.tsx';
import { currencyOf, grouped, sumOf } from './grid/figures.ts';
import { LineGrid } from './grid/line-grid.tsx';
import { emptyRow, linesOf, type Row } from './grid/rows.ts';
import { GOODS_LIST, labelOf, lineColumns, type Stock, settledIn, typedIn, UNITS_LIST, valueInLine } from './lines.ts';
import { Totals } from './totals.tsx';
import { useGoodsOf } from './use-goods.ts';

const MOST_LINES = 200;
/** On a phone a row is a card as high as the screen. */
const firstRows = (): Row[] =>
  Array.from({ length: matchMedia('(max-width: 800px)').matches ? 1 : 3 }, () => emptyRow());

const HEADER = [
  'merchantId',
  'buyerId',
  'tradeOperatorId',
  'exportMode',
  'destinationCountry',
  'portOfDischarge',
  'currency',
  'packingDistrict',
] as const;

const SPECIAL = {
  buyerId: BuyerField,
  goodsId: GoodsField,
  documentId: VoucherFileField,
  destinationCountry: listField('countries'),
  packingDistrict: listField('tenants'),
};

/** What of a trade is kept while it is filled in. */
interface Left {
  readonly head: Value;
  readonly rows: readonly Row[];
  readonly hasStacking: boolean;
}

/** Registers one trade: who with whom, line by line, on what papers. */
export default function NewTrade() {
  return (
    <Drafted name="trade">
      <Registering />
    </Drafted>
  );
}

function Registering() {
  const { acting } = useMe();
  const [, navigate] = useLocation();
  const say = useSay();
  const own = ownParty(acting);
  const left = useLeft() as Left | undefined;
  const [head, setHead] = useState<Value>(left?.head ?? own);
  const [rows, setRows] = useState<readonly Row[]>(left?.rows ?? firstRows);
  const [hasStacking, setStacking] = useState(left?.hasStacking ?? false);
  const draft = useDraft('登记交易', { head, rows, hasStacking } satisfies Left);
  const { goods, find, isWaiting } = useGoodsOf(textOf(fieldOf(head, 'merchantId')));
  const units = useUnits();
  const unitName = useReferenceName('units');
  const currency = currencyOf(textOf(fieldOf(head, 'currency')));
  const stock: Stock = { find, units, currency };
  const columns = lineColumns(
    goods.some(({ secondUnit }) => secondUnit !== undefined),
    hasStacking,
  );
  const { findings: found, failed, isSending, send } = useSubmission('POST /v1/trades');
  const refused = useMemo(() => found.map(inGrid), [found]);
  const told = bodyOf(
    form,
    withField(
      head,
      'lines',
      linesOf(rows, columns, (row, column) => valueInLine(row, column, stock)),
    ),
  ) as Readonly<Record<string, unknown>> | undefined;
  const warnings = useWarnings(refused, (pointer) => contentAt(told ?? {}, pointer));
  // The API judges what was typed, whatever it is; the types only say what it accepts.
  const request = { body: { ...told, ...warnings.told() } as never };
  const judging = useJudging('POST /v1/trades', request, found);
  const findings = useMemo(() => judging.findings.map(inGrid), [judging.findings]);
  const submit = async (isLast: boolean): Promise<void> => {
    const answered = await send(request);
    if (!answered) return;
    void draft.forget();
    const { id, tradeNumber = '', reviewState } = answered.body;
    say(`已登记交易 ${tradeNumber}${reviewState === 'OPEN' ? '，由审核员复核后放行' : ''}`);
    if (isLast) navigate(`/trade/trades/${id}`);
    else {
      judging.begin();
      setRows(firstRows());
      setHead(withField(withField(head, 'vouchers', undefined), 'voucher', undefined));
    }
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '登记', always: true, does: () => void submit(true) }]);
  const headForm = pick(
    form,
    HEADER.filter((name) => fieldOf(own, name) === undefined),
  );
  return (
    <Page
      title="登记交易"
      deeds={
        <>
          <button type="button" className="button" disabled={isSending} onClick={() => void submit(false)}>
            登记并录下一笔
          </button>
          <button type="button" className="button primary" disabled={isSending} onClick={() => void submit(true)}>
            {isSending ? '正在登记…' : '登记'} <kbd className="only-desk">Ctrl+Enter</kbd>
          </button>
        </>
      }
    >
      {warnings.faults.length > 0 && (
        <ErrorSummary findings={warnings.faults} title={`有 ${warnings.faults.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <Warnings warnings={warnings} />
      <DraftNote draft={draft} />
      <div onBlur={judging.onBlur}>
        <Card title="交易双方与去向">
          <SchemaForm form={headForm} value={head} onChange={setHead} findings={findings} special={SPECIAL} />
        </Card>
        <Card title="商品明细">
          <div className="stack">
            <div className="row">
              <Totals rows={rows} amount={currency === undefined ? '请先选币制' : amountOf(rows, currency)} />
              <label className="row push">
                <input
                  type="checkbox"
                  className="tick"
                  checked={hasStacking}
                  onChange={({ target }) => setStacking(target.checked)}
                />
                堆码要求
              </label>
            </div>
            <GoodsHint merchantId={textOf(fieldOf(head, 'merchantId'))} count={goods.length} isWaiting={isWaiting} />
            <LineGrid
              caption="商品明细"
              columns={columns}
              rows={rows}
              onChange={setRows}
              findings={findings}
              typed={(before, index, key, text) => typedIn(before, index, key, text, stock)}
              settled={(before, index) => settledIn(before, index, stock)}
              hintOf={({ cells }, key) => {
                const filed = find(cells['goodsId'] ?? '');
                if (key === 'legalQuantity' && filed) return unitName(filed.legalUnit);
                return key === 'secondQuantity' && filed?.secondUnit !== undefined
                  ? unitName(filed.secondUnit)
                  : undefined;
              }}
              doubtOf={({ cells: { goodsId = '' } }) =>
                goodsId.trim() !== '' && !isWaiting && goods.length > 0 && !find(goodsId)
                  ? `没有唯一对应“${goodsId}”的备案商品，请从列表中选择`
                  : undefined
              }
              most={MOST_LINES}
            />
          </div>
        </Card>
        <Card title="凭证">
          <SchemaForm
            form={withoutHash(pick(form, ['voucher', 'vouchers']))}
            value={head}
            onChange={setHead}
            findings={findings}
            special={SPECIAL}
            pointer=""
          />
        </Card>
      </div>
      <datalist id={GOODS_LIST}>
        {goods.map((one) => (
          <option key={one.id} value={labelOf(one)} />
        ))}
      </datalist>
      <datalist id={UNITS_LIST}>
        {units.map(({ code, name }) => (
          <option key={code} value={name} />
        ))}
      </datalist>
    </Page>
  );
}

const amountOf = (rows: readonly Row[], currency: Currency): string => {
  const amounts = rows.map(({ cells }) => cells['amount'] ?? '');
  return `${grouped(sumOf(amounts, currency))} ${currency}`;
};

/** A party registers its own trades: its place in the form is taken. */
function ownParty(acting: ReturnType<typeof useMe>['acting']): Value {
  if (acting?.entityId === undefined) return {};
  if (acting.role === 'merchant') return { merchantId: acting.entityId };
  return (acting.entity?.kind ?? 'tradeOperator') === 'tradeOperator' ? { tradeOperatorId: acting.entityId } : {};
}

/** A finding in the words of the grid: with the line that it is about, and goods by what one does about them there. */
function inGrid(finding: Finding): Finding {
  const [, line, field] = /^\/lines\/(\d+)(?:\/(\w+))?/.exec(finding.pointer) ?? [];
  if (line === undefined) return finding;
  const place = `第 ${Number(line) + 1} 行`;
  if (field === 'goodsId' && finding.code === 'IDENTIFIER') {
    return { ...finding, message: `${place}的商品不明；请从列表中选择该经营户备案的一种` };
  }
  return finding.message.startsWith('第') ? finding : { ...finding, message: `${place}${finding.message}` };
}

function GoodsHint({
  merchantId,
  count,
  isWaiting,
}: {
  readonly merchantId: string;
  readonly count: number;
  readonly isWaiting: boolean;
}) {
  if (merchantId === '') return <Note>先选市场经营户，再从它的备案商品中填写。</Note>;
  if (isWaiting) return <p className="quiet">正在读取备案商品…</p>;
  if (count === 0) return <Note tone="wait">该经营户还没有有效的备案商品，请先办理商品备案。</Note>;
  return null;
}

function useUnits(): Stock['units'] {
  const read = useRead('GET /v1/reference/{list}', { path: { list: 'units' }, query: { limit: 1000 } });
  return (read.data?.body.items ?? []).map((row) => ({ code: String(row['code']), name: String(row['name']) }));
}

/** What is said of one line is about that line; what is said elsewhere may be about anything but the lines. */
function contentAt({ lines, ...others }: Readonly<Record<string, unknown>>, pointer: string): string {
  const [, line] = /^\/lines\/(\d+)/.exec(pointer) ?? [];
  return JSON.stringify(line === undefined ? others : Array.isArray(lines) ? lines[Number(line)] : undefined);
}

/** The hash of a voucher's file is reckoned from the file. */
function withoutHash(part: ReturnType<typeof pick>): ReturnType<typeof pick> {
  const { vouchers } = part.fields;
  if (vouchers?.kind !== 'list' || vouchers.of.kind !== 'group') return part;
  const { sha256: _, ...fields } = vouchers.of.fields;
  return { ...part, fields: { ...part.fields, vouchers: { ...vouchers, of: { ...vouchers.of, fields } } } };
}
