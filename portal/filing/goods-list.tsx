import { Link, useLocation } from 'wouter';
import { ENTITY_STATUS_NAMES } from '../../functions/events/names.ts';
import { useList } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { Filters, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Party } from '../kit/party.tsx';
import { StateTag, Tag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { MerchantFilter } from './merchant-filter.tsx';

/** Filed goods, of all merchants that the caller may see or of one. */
export default function GoodsList() {
  const [, navigate] = useLocation();
  const { acting } = useMe();
  const [{ merchantId }, set] = useFilters(['merchantId']);
  const unitOf = useReferenceName('units');
  const pages = useList('GET /v1/goods', { query: { merchantId } });
  const isFiler = acting?.role === 'clerk' || acting?.role === 'merchant' || acting?.role === 'agent';
  return (
    <Page
      title="商品备案"
      deeds={
        isFiler && (
          <Link
            href={`/filing/goods/new${merchantId === undefined ? '' : `?merchantId=${merchantId}`}`}
            className="button primary"
          >
            备案商品
          </Link>
        )
      }
    >
      <Filters>
        <MerchantFilter value={merchantId} onChange={(id) => set('merchantId', id)} />
      </Filters>
      <Listing
        caption="商品备案"
        pages={pages}
        keyOf={({ id }) => id}
        none="还没有备案的商品。"
        onOpen={({ id }) => navigate(`/filing/goods/${id}`)}
        columns={[
          {
            title: '品名',
            cell: ({ id, nameZh }) => <Link href={`/filing/goods/${id}`}>{nameZh}</Link>,
          },
          { title: '规格型号', cell: ({ specification }) => specification },
          { title: '货号', cell: ({ ownCode }) => ownCode },
          { title: '备案编号', cell: ({ goodsNumber }) => goodsNumber },
          { title: '商品编号', cell: ({ hsCode }) => hsCode },
          { title: '成交单位', cell: ({ dealUnit }) => unitOf(dealUnit) },
          { title: '经营户', cell: ({ merchantId: id }) => <Party id={id} kind="merchant" /> },
          {
            title: '状态',
            cell: ({ status, inspectionRequired, exportDuty }) => (
              <span className="row">
                <StateTag state={status} names={ENTITY_STATUS_NAMES} />
                {inspectionRequired && <Tag tone="wait">法检</Tag>}
                {exportDuty && <Tag tone="wait">出口关税</Tag>}
              </span>
            ),
          },
        ]}
      />
    </Page>
  );
}
