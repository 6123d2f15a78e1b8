import { Link } from 'wouter';
import { VIEWED_NAMES } from '../../functions/filing/domain/names.ts';
import { useList } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { pageOfRecord } from '../kit/records.ts';
import { Time } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';

/** Who of the offices has opened what shows a party's personal data 查阅记录. */
export default function Views({ params: { id = '' } }: ScreenProps) {
  const districtName = useReferenceName('tenants');
  const pages = useList('GET /v1/entities/{id}/views', { path: { id }, query: {} });
  return (
    <Page
      title="查阅记录"
      deeds={
        <Link href={`/filing/entities/${id}`} className="button">
          看备案主体
        </Link>
      }
    >
      <p className="quiet">哪些单位的人打开过该主体未遮盖的备案、申请和附件；同一人同一天看同一样，只记一次。</p>
      <Listing
        caption="查阅记录"
        pages={pages}
        keyOf={({ recordId, at, by }) => `${recordId} ${at} ${by.sub}`}
        none="还没有人查阅过。"
        columns={[
          { title: '查阅时间', cell: ({ at }) => <Time at={at} /> },
          { title: '内容', cell: ({ what }) => VIEWED_NAMES[what] },
          { title: '记录', cell: ({ recordId }) => <Record id={recordId} /> },
          { title: '岗位', cell: ({ by }) => by.roleName },
          { title: '区县', cell: ({ by }) => districtName(by.districtId) },
          { title: '查阅人', cell: ({ by }) => <span className="small">{by.sub}</span> },
        ]}
      />
    </Page>
  );
}

function Record({ id }: { readonly id: string }) {
  const page = pageOfRecord(id);
  return page === undefined ? <span className="small">{id.slice(-8)}</span> : <Link href={page}>{id.slice(-8)}</Link>;
}
