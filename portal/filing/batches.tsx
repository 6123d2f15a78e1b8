import { useState } from 'react';
import { useLocation } from 'wouter';
import { BATCH_PURPOSE_NAMES } from '../../functions/filing/domain/names.ts';
import { SHEET_KIND_NAMES, type SheetKind } from '../../functions/filing/domain/sheet-kinds.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { DownloadButton } from '../kit/download-button.tsx';
import { ChoiceFilter, optionsOf } from '../kit/filters.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { SheetDrop, XLSX } from '../kit/sheet-drop.tsx';
import { useMe } from '../shell/me.ts';

type Purpose = keyof typeof BATCH_PURPOSE_NAMES;

/** Files parties, goods or agreements by a sheet 批量备案. */
export default function Batches() {
  const [, navigate] = useLocation();
  const { role } = useMe().acting ?? {};
  const [purpose, setPurpose] = useState<Purpose>('FILE');
  const [kind, setKind] = useState<SheetKind>('merchant');
  const { findings, failed, isSending, send } = useSubmission('POST /v1/filing-batches');
  const upload = async (file: File): Promise<void> => {
    const answered = await send({ query: { kind, purpose }, file });
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
      {role !== 'agent' && (
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
