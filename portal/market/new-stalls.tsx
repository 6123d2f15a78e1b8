import form from 'virtual:form/market/sayMarketStalls';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'wouter';
import { FormPage } from '../forms/form-page.tsx';
import { useSay } from '../kit/announcer.tsx';
import { Filters } from '../kit/filters.tsx';
import { Note } from '../kit/note.tsx';
import { OfMarket } from './markets.tsx';
import { stallIn } from './stall-address.ts';

/** Says of stalls to whom they are let and until when, or that they are vacated. */
export default function NewStalls() {
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const say = useSay();
  const queries = useQueryClient();
  const begun = stallIn(search);
  return (
    <OfMarket>
      {(id, choice) => (
        <FormPage
          key={id}
          title={begun === undefined ? '登记摊位' : '变更或腾退摊位'}
          deed="保存"
          form={form}
          {...(begun === undefined ? { draft: `stalls-${id}` } : { initial: { stalls: [begun] } })}
          route="POST /v1/markets/{id}/stalls"
          request={(body) => ({ path: { id }, body: body as never })}
          onDone={({ body: { added, changed } }) => {
            say(`已保存：新增 ${added} 个，变更 ${changed} 个`);
            void queries.invalidateQueries();
            navigate(`/market/stalls?market=${encodeURIComponent(id)}`);
          }}
        >
          {begun === undefined && <Filters>{choice}</Filters>}
          <Note>已出租的写明承租人代码和租期；已腾退的写明日期，经营户和服务中心随即得到通知，备案不因此撤销。</Note>
        </FormPage>
      )}
    </OfMarket>
  );
}
