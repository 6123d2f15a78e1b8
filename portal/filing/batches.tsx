import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { BATCH_PURPOSE_NAMES, BATCH_STATUS_NAMES } from '../../functions/filing/domain/names.ts';
import { SHEET_KIND_NAMES, type SheetKind } from '../../functions/filing/domain/sheet-kind-names.ts';
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
import { useMe } from '../shell/me.ts';

type Purpose = keyof typeof BATCH_PURPOSE_NAMES;

/** Parties, goods or agreements that are filed by a sheet 批量备案. */
export default function Batches() {
  const { role } = useMe().acting ?? {};
  if (role === 'clerk' || role === 'agent') return <Uploading isAgent={role === 'agent'} />;
  return (
    <Page title="批量备案">
      <Earlier />
    </Page>
  );
}

function Uploading({ isAgent }: { readonly isAgent: boolean }) {
  const [, navigate] = useLocation();
  const [purpose, setPurpose] = useState<Purpose>('FILE');
  const [kind, setKind] = useState<SheetKind>('merchant');
  const { findings, failed, isSending, send } = useSubmission('POST /v1/filing-batches');
  const upload = async (file: File): Promise<void> => {
    const answered = await send({ query: { kind, purpose, fileName: file.name }, file });
    if (answered) navigate(`/filing/batches/${answered.body.id}`);
  };
  return (
    <Page
      title="批量备案"
      deeds={
        <DownloadButton
          title="下载模板"
          route="GET /v1/templates/{kind}"
          request={{ path: { kind }, query: { purpose } }}
          type={XLSX}
          fileName={`${SHEET_KIND_NAMES[kind]}批量备案模板.xlsx`}
        />
      }
    >
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      {findings.map(({ pointer, message }) => (
        <Note key={`${pointer} ${message}`} tone="bad">
          {message}
        </Note>
      ))}
      <ChoiceFilter
        title="表的种类"
        value={kind}
        options={optionsOf(SHEET_KIND_NAMES)}
        needsOne
        onChange={(value) => setKind(value as SheetKind)}
      />
      {!isAgent && (
        <ChoiceFilter
          title="用途"
          value={purpose}
          options={optionsOf(BATCH_PURPOSE_NAMES)}
          needsOne
          onChange={(value) => setPurpose(value as Purpose)}
        />
      )}
      <SheetDrop
        title={`选择${SHEET_KIND_NAMES[kind]}名单`}
        hint="也可把文件拖到这里。XLSX 或 CSV，一份至多 1,000 行；先检查，再提交备案。"
        isBusy={isSending}
        onSheet={(file) => void upload(file)}
      />
      <Earlier />
      <Card title="怎样办理">
        <ol className="history">
          <li>选定种类，下载模板，每行填一户或一项；模板第二页逐列说明怎样填。</li>
          <li>上传后逐行检查，按行、按列告诉哪里有误；这时还没有提交任何备案。</li>
          <li>提交后每户成为一件备案申请，照常审核；商品和协议随即登记。没有成功的行可下载，改正后再传。</li>
        </ol>
      </Card>
    </Page>
  );
}

type Row = ItemOf<'GET /v1/filing-batches'>;

/** Sheets that were uploaded before, the latest change on top. */
function Earlier() {
  const [, navigate] = useLocation();
  const [{ status }, set] = useFilters(['status']);
  const pages = useList('GET /v1/filing-batches', { query: { status: status as Row['status'] | undefined } });
  return (
    <Card title="上传过的名单">
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(BATCH_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="上传过的名单"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有这样的名单。"
        onOpen={({ id }) => navigate(`/filing/batches/${id}`)}
        columns={[
          {
            title: '文件',
            cell: ({ id, fileName }) => <Link href={`/filing/batches/${id}`}>{fileName ?? '未记文件名'}</Link>,
          },
          {
            title: '种类',
            cell: (row) =>
              `${SHEET_KIND_NAMES[row.kind]}${row.purpose === 'FILE' ? '' : `·${BATCH_PURPOSE_NAMES[row.purpose]}`}`,
          },
          { title: '状态', cell: (row) => <StateTag state={row.status} names={BATCH_STATUS_NAMES} /> },
          { title: '行数', numbers: true, cell: ({ rows }) => <Figure value={rows.total} /> },
          {
            title: '已提交',
            numbers: true,
            cell: ({ rows }) => rows.filed !== undefined && <Figure value={rows.filed} />,
          },
          { title: '未成功', numbers: true, cell: ({ rows }) => rows.bad !== undefined && <Figure value={rows.bad} /> },
          { title: '上传', cell: ({ uploadedAt }) => <Time at={uploadedAt} /> },
        ]}
      />
    </Card>
  );
}
