import { Link, useLocation } from 'wouter';
import { CONSOLIDATION_STATUS_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ReferenceName } from '../forms/form-facts.tsx';
import { ChoiceFilter, Filters, optionsOf, TextFilter, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Figure, Money, StateTag, Time } from '../kit/words.tsx';
import { calledAs } from './told.ts';

type Row = ItemOf<'GET /v1/consolidations'>;

/** Consolidations that the caller may see, the latest change first. */
export default function Consolidations() {
  const [, navigate] = useLocation();
  const [{ status, consolidationNumber }, set] = useFilters(['status', 'consolidationNumber']);
  const pages = useList(
    'GET /v1/consolidations',
    { query: { status: status as Row['status'] | undefined, consolidationNumber } },
    { every: 30_000 },
  );
  return (
    <Page title="组货单">
      <Filters>
        <TextFilter
          title="组货单号"
          value={consolidationNumber}
          hint="完整的组货单号"
          onChange={(value) => set('consolidationNumber', value)}
        />
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(CONSOLIDATION_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="组货单"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有组货单；从“待组货交易”勾选交易即可新建。"
        onOpen={({ id }) => navigate(`/consolidation/consolidations/${id}`)}
        columns={[
          {
            title: '组货单号',
            cell: (row) => (
              <Link href={`/consolidation/consolidations/${row.id}`} className="keep">
                {calledAs(row)}
              </Link>
            ),
          },
          { title: '状态', cell: ({ status: state }) => <StateTag state={state} names={CONSOLIDATION_STATUS_NAMES} /> },
          { title: '截关时间', cell: ({ cutoffAt }) => <Time at={cutoffAt} /> },
          {
            title: '运抵国、指运港',
            cell: ({ destinationCountry, portOfDischarge }) => (
              <>
                <ReferenceName list="countries" code={destinationCountry} /> · {portOfDischarge}
              </>
            ),
          },
          { title: '交易', numbers: true, cell: ({ tradeIds }) => tradeIds.length },
          { title: '货箱', numbers: true, cell: ({ cartons }) => <Figure value={cartons} /> },
          { title: '毛重（kg）', numbers: true, cell: ({ grossWeightKg }) => <Figure value={grossWeightKg} /> },
          { title: '体积（m³）', numbers: true, cell: ({ volumeM3 }) => <Figure value={volumeM3} /> },
          { title: '货值', numbers: true, cell: ({ totalUsd }) => <Money {...totalUsd} /> },
          {
            title: '方案',
            cell: ({ plan }) =>
              plan &&
              `${plan.containers} 个集装箱，${plan.declarations} 票${plan.unplacedCartons > 0 ? `，未装 ${plan.unplacedCartons}` : ''}`,
          },
        ]}
      />
    </Page>
  );
}
