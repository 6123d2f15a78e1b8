import { WORKFLOW_NAMES } from '../../functions/shared/outbox/workflow-names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Time } from '../kit/words.tsx';
import { FaultCell, RecordCell, RedriveCell } from './cells.tsx';

type Row = ItemOf<'GET /v1/executions'>;

const ENDS: Readonly<Record<Row['status'], string>> = { FAILED: '失败', TIMED_OUT: '超时' };

/** Executions that did not do their work, and the way to have each go on. */
export default function Executions() {
  const [{ status = 'FAILED', workflow }, set] = useFilters(['status', 'workflow']);
  const pages = useList(
    'GET /v1/executions',
    { query: { status: status as Row['status'], workflow: workflow as Row['workflow'] | undefined } },
    { every: 10_000 },
  );
  return (
    <Page title="失败的执行">
      <Filters>
        <ChoiceFilter
          title="结束状态"
          value={status}
          needsOne
          options={optionsOf(ENDS)}
          onChange={(value) => set('status', value)}
        />
        <ChoiceFilter
          title="流程"
          value={workflow}
          options={optionsOf(WORKFLOW_NAMES)}
          onChange={(value) => set('workflow', value)}
        />
      </Filters>
      <Listing
        caption="失败的执行"
        pages={pages}
        keyOf={({ workflow: of, name }) => `${of}/${name}`}
        none="没有这样结束的执行。"
        columns={[
          { title: '流程', cell: ({ title }) => title },
          { title: '记录', cell: ({ recordId }) => <RecordCell id={recordId} /> },
          { title: '原因', cell: ({ error }) => <FaultCell fault={error} /> },
          { title: '开始', cell: ({ startedAt }) => <Time at={startedAt} /> },
          { title: '结束', cell: ({ stoppedAt }) => stoppedAt !== undefined && <Time at={stoppedAt} /> },
          { title: '上次重新执行', cell: ({ lastRedrive }) => <RedriveCell last={lastRedrive} /> },
          {
            title: '办理',
            cell: ({ workflow: of, name, title, mayRedrive }) =>
              mayRedrive ? (
                <AskedDeed
                  title="重新执行"
                  question={`重新执行“${title}”？`}
                  route="POST /v1/executions/{workflow}/{name}/redrive"
                  requestOf={() => ({ path: { workflow: of, name } })}
                  done="已要求重新执行"
                >
                  <p>从失败的那一步接着执行，已办成的不会再办一次。请先消除原因，否则还会失败。</p>
                  <p className="quiet small">{name}</p>
                </AskedDeed>
              ) : (
                <span className="quiet">已超过 14 天，不能重新执行</span>
              ),
          },
        ]}
      />
    </Page>
  );
}
