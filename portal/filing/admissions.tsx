import { Link, useLocation } from 'wouter';
import { ADMISSION_STATUS_NAMES, ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { ChoiceFilter, Filters, optionsOf, TextFilter, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { ADMISSIBLE_NAMES } from './admissible.ts';

type Row = ItemOf<'GET /v1/admissions'>;

/** Parties of other districts that were admitted or refused 互认. */
export default function Admissions() {
  const [, navigate] = useLocation();
  const { role } = useMe().acting ?? {};
  const districtName = useReferenceName('tenants');
  const [{ status, kind, q }, set] = useFilters(['status', 'kind', 'q']);
  const pages = useList('GET /v1/admissions', {
    query: { status: status as Row['status'] | undefined, kind: kind as Row['kind'] | undefined, q },
  });
  return (
    <Page
      title="互认"
      deeds={
        role === 'reviewer' && (
          <Link href="/filing/admissions/new" className="button primary">
            办理互认
          </Link>
        )
      }
    >
      <Filters>
        <TextFilter title="查找" value={q} hint="名称或备案编号" onChange={(value) => set('q', value)} />
        <ChoiceFilter
          title="互认状态"
          value={status}
          options={optionsOf(ADMISSION_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
        <ChoiceFilter
          title="种类"
          value={kind}
          options={optionsOf(ADMISSIBLE_NAMES)}
          onChange={(value) => set('kind', value)}
        />
      </Filters>
      <Listing
        caption="互认"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有这样的互认。"
        onOpen={({ id }) => navigate(`/filing/admissions/${id}`)}
        columns={[
          { title: '名称', cell: ({ id, name }) => <Link href={`/filing/admissions/${id}`}>{name}</Link> },
          { title: '种类', cell: (row) => ENTITY_KIND_NAMES[row.kind] },
          { title: '备案编号', cell: ({ filingNumber }) => filingNumber },
          { title: '原备案区县', cell: ({ homeDistrictId }) => districtName(homeDistrictId) },
          { title: '互认区县', cell: ({ districtId }) => districtName(districtId) },
          { title: '互认', cell: (row) => <StateTag state={row.status} names={ADMISSION_STATUS_NAMES} /> },
          { title: '原备案', cell: ({ partyStatus }) => <StateTag state={partyStatus} names={ENTITY_STATUS_NAMES} /> },
          { title: '有效期至', cell: ({ validUntil }) => validUntil },
          { title: '信用等级', cell: ({ grade }) => grade },
        ]}
      />
    </Page>
  );
}
