import { Link, useLocation } from 'wouter';
import { IMPORT_STATUS_NAMES } from '../../functions/interchange/domain/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { DownloadButton } from '../kit/download-button.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { SheetDrop, XLSX } from '../kit/sheet-drop.tsx';
import { Figure, StateTag, Time } from '../kit/words.tsx';

/** Uploads a sheet of trades 联网清单. */
export default function Imports() {
  const [, navigate] = useLocation();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/imports');
  const upload = async (file: File): Promise<void> => {
    const answered = await send({ query: { kind: 'trade-lines', fileName: file.name }, file });
    if (answered) navigate(`/trade/imports/${answered.body.id}`);
  };
  return (
    <Page
      title="联网清单"
      deeds={
        <DownloadButton
          title="下载模板"
          route="GET /v1/templates/trade-lines"
          request={{}}
          type={XLSX}
          fileName="联网清单模板.xlsx"
        />
      }
    >
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      {findings.map(({ pointer, message }) => (
        <Note key={`${pointer} ${message}`} tone="bad">
          {message}
        </Note>
      ))}
      <SheetDrop
        title="选择清单文件"
        hint="也可把文件拖到这里。XLSX 或 CSV，一份至多 19,000 行；先检查，再登记。"
        isBusy={isSending}
        onSheet={(file) => void upload(file)}
      />
      <Earlier />
      <Card title="怎样办理">
        <ol className="history">
          <li>下载模板填写，或直接用平时的清单：列按标题识别，标 * 的必填。</li>
          <li>上传后逐行检查，按行、按列告诉哪里有误；这时还没有登记任何交易。</li>
          <li>有误的行可下载后改正再传；也可以先登记没有错误的行。</li>
        </ol>
      </Card>
    </Page>
  );
}

type Row = ItemOf<'GET /v1/imports'>;

/** Sheets that were uploaded before, the latest change on top. */
function Earlier() {
  const [, navigate] = useLocation();
  const [{ status }, set] = useFilters(['status']);
  const pages = useList('GET /v1/imports', { query: { status: status as Row['status'] | undefined } });
  return (
    <Card title="上传过的清单">
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(IMPORT_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="上传过的清单"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有这样的清单。"
        onOpen={({ id }) => navigate(`/trade/imports/${id}`)}
        columns={[
          {
            title: '文件',
            cell: ({ id, fileName }) => <Link href={`/trade/imports/${id}`}>{fileName ?? '未记文件名'}</Link>,
          },
          { title: '状态', cell: (row) => <StateTag state={row.status} names={IMPORT_STATUS_NAMES} /> },
          { title: '行数', numbers: true, cell: ({ rowCount }) => <Figure value={rowCount} /> },
          {
            title: '有误',
            numbers: true,
            cell: ({ errorCount }) => errorCount !== undefined && <Figure value={errorCount} />,
          },
          {
            title: '已登记交易',
            numbers: true,
            cell: ({ outcome }) => outcome && <Figure value={outcome.tradeCount} />,
          },
          { title: '上传', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </Card>
  );
}
