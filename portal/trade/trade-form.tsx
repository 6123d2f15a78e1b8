import { useMemo, useState } from 'react';
import type { Currency } from '../../functions/shared/kernel/money.ts';
import type { AnswerTo, RequestOf } from '../api/contracts.ts';
import type { Finding } from '../api/problem.ts';
import { DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import type { FormNode } from '../forms/node.ts';
import { pick } from '../forms/pick.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useWarnings } from '../forms/use-warnings.ts';
import { bodyOf, fieldOf, textOf, type Value, withField } from '../forms/value.ts';
import { Warnings } from '../forms/warnings.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { BuyerField, GoodsField, listField, VoucherFileField } from './fields.tsx';
import { currencyOf, grouped, sumOf } from './grid/figures.ts';
import { LineGrid } from './grid/line-grid.tsx';
import { emptyRow, linesOf, type Row } from './grid/rows.ts';
import { GOODS_LIST, labelOf, lineColumns, type Stock, settledIn, typedIn, UNITS_LIST, valueInLine } from './lines.ts';
import { Totals } from './totals.tsx';
import { useGoodsOf } from './use-goods.ts';
import { useUnits } from './use-units.ts';

const MOST_LINES = 200;
/** On a phone a row is a card as high as the screen. */
export const firstRows = (): Row[] =>
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

/** What of a trade is filled in, and kept while it is. */
export interface Entered {
  readonly head: Value;
  readonly rows: readonly Row[];
  readonly hasStacking: boolean;
}

/** The routes that take a whole trade. */
type Route = 'POST /v1/trades' | 'POST /v1/trades/{id}/corrections';

interface TradeFormProps<R extends Route> {
  readonly title: string;
  /** What the one button does, e.g. `登记`. */
  readonly deed: string;
  readonly form: FormNode;
  readonly route: R;
  /** The request around what was filled in; the API judges what that is. */
  readonly request: (filledIn: Readonly<Record<string, unknown>>) => RequestOf<R>;
  readonly initial: Entered;
  /** Fields of the head that stand fast. */
  readonly fixed: readonly string[];
  /** Fields that come last, of a form that has more than a trade has. */
  readonly more?: readonly string[];
  readonly onDone: (answer: AnswerTo<R>) => void;
  /** Where one after the other is entered: what that button does. */
  readonly next?: { readonly title: string; readonly onDone: (answer: AnswerTo<R>) => void };
}

/** A whole trade as it is entered: who with whom, line by line, on what papers. */
export function TradeForm<R extends Route>({
  title,
  deed,
  form,
  route,
  request: requestOf,
  initial,
  fixed,
  more = [],
  onDone,
  next,
}: TradeFormProps<R>) {
  const left = useLeft() as Entered | undefined;
  const [head, setHead] = useState<Value>(left?.head ?? initial.head);
  const [rows, setRows] = useState<readonly Row[]>(left?.rows ?? initial.rows);
  const [hasStacking, setStacking] = useState(left?.hasStacking ?? initial.hasStacking);
  const draft = useDraft(title, { head, rows, hasStacking } satisfies Entered);
  const { goods, find, isWaiting } = useGoodsOf(textOf(fieldOf(head, 'merchantId')));
  const units = useUnits();
  const unitName = useReferenceName('units');
  const currency = currencyOf(textOf(fieldOf(head, 'currency')));
  const stock: Stock = { find, units, currency };
  const columns = lineColumns(
    goods.some(({ secondUnit }) => secondUnit !== undefined),
    hasStacking,
  );
  const { findings: found, failed, isSending, send } = useSubmission(route);
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
  const request = requestOf({ ...told, ...warnings.told() });
  const judging = useJudging(route, request, found);
  const findings = useMemo(() => judging.findings.map(inGrid), [judging.findings]);
  const submit = async (isLast: boolean): Promise<void> => {
    const answered = await send(request);
    if (!answered) return;
    void draft.forget();
    if (isLast || !next) onDone(answered.body);
    else {
      next.onDone(answered.body);
      judging.begin();
      setRows(firstRows());
      setHead(withField(withField(head, 'vouchers', undefined), 'voucher', undefined));
    }
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: deed, always: true, does: () => void submit(true) }]);
  const headForm = pick(
    form,
    HEADER.filter((name) => !fixed.includes(name)),
  );
  return (
    <Page
      title={title}
      deeds={
        <>
          {next && (
            <button type="button" className="button" disabled={isSending} onClick={() => void submit(false)}>
              {next.title}
            </button>
          )}
          <button type="button" className="button primary" disabled={isSending} onClick={() => void submit(true)}>
            {isSending ? '正在提交…' : deed} <kbd className="only-desk">Ctrl+Enter</kbd>
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
        {more.length > 0 && (
          <Card>
            <SchemaForm form={pick(form, more)} value={head} onChange={setHead} findings={findings} pointer="" />
          </Card>
        )}
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
