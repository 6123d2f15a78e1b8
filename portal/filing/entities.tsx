import { Link, useLocation } from 'wouter';
import { ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, TextFilter, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';

type Row = ItemOf<'GET /v1/entities'>;

/** Filed parties, found by kind and by what people say of them. */
export default function Entities() {
  const [, navigate] = useLocation();
  const [{ kind, q }, set] = useFilters(['kind', 'q']);
  const pages = useList('GET /v1/entities', { query: { kind: kind as Row['kind'] | undefined, q } });
  return (
    <Page title="备案主体">
      <Filters>
        <TextFilter title="查找" value={q} hint="名称或备案编号" onChange={(value) => set('q', value)} />
        <ChoiceFilter
          title="种类"
          value={kind}
          options={optionsOf(ENTITY_KIND_NAMES)}
          onChange={(value) => set('kind', value)}
        />
      </Filters>
      <Listing
        caption="备案主体"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有相符的主体；请换几个字，或换一个种类。"
        onOpen={({ id }) => navigate(`/filing/entities/${id}`)}
        columns={[
          { title: '名称', cell: ({ id, name }) => <Link href={`/filing/entities/${id}`}>{name}</Link> },
          { title: '种类', cell: ({ kind: one }) => ENTITY_KIND_NAMES[one] },
          { title: '备案编号', cell: ({ filingNumber }) => filingNumber },
          { title: '状态', cell: ({ status }) => <StateTag state={status} names={ENTITY_STATUS_NAMES} /> },
          { title: '备案日期', cell: ({ registeredOn }) => registeredOn },
          { title: '有效期至', cell: ({ validUntil }) => validUntil },
        ]}
      />
    </Page>
  );
}
