import { useLocation } from 'wouter';
import { useRead } from '../api/read.ts';
import { FormPage } from '../forms/form-page.tsx';
import { valueOf } from '../forms/value.ts';
import { FindingsList } from '../kit/findings-list.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import type { ScreenProps } from '../site.ts';
import { formOfKind } from './form.ts';

/** Answers a return: the form as it was filed, and above it what was asked for. */
export default function Answer({ params: { id = '' } }: ScreenProps) {
  const [, navigate] = useLocation();
  const reading = useRead('GET /v1/filings/{id}', { path: { id } });
  return (
    <Loaded reading={reading}>
      {({ body: filing, etag = '' }) => (
        <FormPage
          title={`补正：${filing.name}`}
          deed="提交补正"
          form={formOfKind(filing.kind)}
          pointer="/entity"
          draft={`answer-${id}`}
          record={etag}
          initial={valueOf(filing.entity)}
          route="PUT /v1/filings/{id}"
          request={(entity) => ({ path: { id }, body: { entity }, ifMatch: etag })}
          onDone={() => navigate(`/filing/filings/${id}`)}
        >
          <Note tone="wait" title="一次告知的补正内容">
            <ul>
              {filing.decisions.at(-1)?.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </Note>
          <FindingsList findings={filing.findings} />
        </FormPage>
      )}
    </Loaded>
  );
}
