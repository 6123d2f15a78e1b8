import { useQueryClient } from '@tanstack/react-query';
import { useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';

/** A submitted version of a list: what it does to the rows in force, and its publication by another operator. */
export default function Version({ params: { list = '', version = '' } }: ScreenProps) {
  const path = { list, version };
  const say = useSay();
  const queries = useQueryClient();
  const reading = useRead('GET /v1/reference/{list}/versions/{version}', { path });
  const { failed, isSending, send } = useSubmission('POST /v1/reference/{list}/versions/{version}/publication');
  const publish = async (): Promise<void> => {
    if (!(await send({ path }))) return;
    say('已发布，30 秒内各处生效');
    await queries.invalidateQueries();
  };
  return (
    <Loaded reading={reading}>
      {({ body }) => (
        <Page
          title={`第 ${body.version} 版`}
          deeds={
            body.status !== 'PUBLISHED' && (
              <button type="button" className="button primary" disabled={isSending} onClick={() => void publish()}>
                发布
              </button>
            )
          }
        >
          {failed !== undefined && <Note tone="bad">{failed}</Note>}
          <Card title="版本">
            <Facts
              facts={[
                ['标题', body.title],
                ['来源', body.source],
                ['起期', body.from],
                ['查阅日期', body.asOf],
                ['提交人', body.author],
                ['发布人', body.publishedBy],
              ]}
            />
          </Card>
          <Card title={`对现行数据的改动（前 ${body.changes.length} 项）`}>
            <ul className="stack">
              {body.changes.map((change) => (
                <li key={JSON.stringify(change)}>{JSON.stringify(change)}</li>
              ))}
            </ul>
          </Card>
        </Page>
      )}
    </Loaded>
  );
}
