import { useLocation } from 'wouter';
import { useSubmission } from '../forms/use-submission.ts';
import { DownloadButton } from '../kit/download-button.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { SheetDrop, XLSX } from '../kit/sheet-drop.tsx';

/** Uploads a sheet of trades 联网清单. */
export default function Imports() {
  const [, navigate] = useLocation();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/imports');
  const upload = async (file: File): Promise<void> => {
    const answered = await send({ query: { kind: 'trade-lines' }, file });
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
