import { useState } from 'react';
import { TRADE_STATUS_NAMES } from '../../functions/events/names.ts';
import { fetchPart } from '../api/call.ts';
import { sentenceOf } from '../api/problem.ts';
import { useReferenceOptions } from '../forms/reference-field.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { saveFile } from '../kit/save-file.ts';
import { CSV, XLSX } from '../kit/sheet-drop.tsx';

/** Trades of one file. */
const LIMIT = 200;

/** Takes the trades that one may see as a sheet 联网清单. */
export default function Exports() {
  const [{ status, country }, set] = useFilters(['status', 'country']);
  const countries = useReferenceOptions('countries');
  return (
    <Page title="导出联网清单">
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(TRADE_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
        <ChoiceFilter
          title="最终目的国"
          value={country}
          options={countries}
          onChange={(value) => set('country', value)}
        />
      </Filters>
      <Export key={`${status} ${country}`} status={status} country={country} />
    </Page>
  );
}

function Export({ status, country }: { readonly status: string | undefined; readonly country: string | undefined }) {
  const [form, setForm] = useState<'xlsx' | 'csv'>('xlsx');
  const [parts, setParts] = useState(0);
  const [cursor, setCursor] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const isWhole = parts > 0 && cursor === undefined;
  const download = async (): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    const from = isWhole ? undefined : cursor;
    const part = isWhole ? 1 : parts + 1;
    try {
      const { blob, nextCursor } = await fetchPart(
        'GET /v1/exports/trade-lines',
        { query: { status, destinationCountry: country, limit: LIMIT, cursor: from } },
        form === 'xlsx' ? XLSX : CSV,
      );
      saveFile(blob, part === 1 && nextCursor === undefined ? `联网清单.${form}` : `联网清单-${part}.${form}`);
      setParts(part);
      setCursor(nextCursor);
    } catch (error) {
      setFailed(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card>
      <div className="stack">
        <p>按最近变化排列，每份至多 {LIMIT} 笔交易；列与上传的联网清单相同，可改后再传。</p>
        <fieldset>
          <legend>格式</legend>
          <div className="choices">
            {(['xlsx', 'csv'] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="form" checked={form === one} onChange={() => setForm(one)} />
                {one === 'xlsx' ? '表格（XLSX）' : '文本（CSV）'}
              </label>
            ))}
          </div>
        </fieldset>
        {failed !== undefined && <Note tone="bad">{failed}</Note>}
        {parts > 0 && (
          <Note tone="good">
            已下载 {parts} 份。{cursor === undefined ? '已是全部。' : '还有更多，请接着下载下一份。'}
          </Note>
        )}
        <div>
          <button type="button" className="button primary" disabled={isBusy} onClick={() => void download()}>
            {isBusy ? '正在下载…' : cursor === undefined ? '下载' : `下载第 ${parts + 1} 份`}
          </button>
        </div>
      </div>
    </Card>
  );
}
