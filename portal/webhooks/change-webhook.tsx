import form from 'virtual:form/webhooks/changeWebhook';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useRead } from '../api/read.ts';
import { FormPage } from '../forms/form-page.tsx';
import { pick } from '../forms/pick.ts';
import { valueOf } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { Loaded } from '../kit/loaded.tsx';
import type { ScreenProps } from '../site.ts';

/** Whether it is paused is a deed of its own. */
const FORM = pick(form, ['url', 'events', 'description']);

/** Changes where a machine is told, and of what. */
export default function ChangeWebhook({ params: { id = '' } }: ScreenProps) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const reading = useRead('GET /v1/webhooks/{id}', { path: { id } });
  return (
    <Loaded reading={reading}>
      {({ body: { url, events, description, status }, etag = '' }) => (
        <FormPage
          title="改推送地址"
          deed="保存"
          form={FORM}
          draft={`webhook-${id}`}
          record={etag}
          initial={valueOf({ url, events, description })}
          route="PUT /v1/webhooks/{id}"
          request={(body) => ({ path: { id }, body: { ...body, status } as never, ifMatch: etag })}
          onDone={() => {
            say('已保存');
            void queries.invalidateQueries();
            navigate(`/webhooks/${id}`);
          }}
        />
      )}
    </Loaded>
  );
}
