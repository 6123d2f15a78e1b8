import { CHANNEL_NAMES, NOTICE_NAMES } from '../../functions/notices/domain/names.ts';
import { DELIVERY_STATUS_NAMES } from '../../functions/shared/kernel/names.ts';
import { call } from '../api/call.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { useReferenceOptions } from '../forms/reference-field.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { PROGRESS, RedriveAll } from '../kit/deliveries.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Party } from '../kit/party.tsx';
import { Time } from '../kit/words.tsx';

type Row = ItemOf<'GET /v1/notice-deliveries'>;

/** Notices that left for the parties of a district by mail or text, and the way to send anew what did not arrive. */
export default function Deliveries() {
  const districts = useReferenceOptions('tenants');
  const [{ district, status = 'DEAD' }, set] = useFilters(['district', 'status']);
  const districtId = district ?? districts[0]?.value ?? '';
  const pages = useList(
    'GET /v1/notice-deliveries',
    { query: { districtId, status: status === 'ALL' ? undefined : (status as Row['status']) } },
    { every: 30_000, enabled: districtId !== '' },
  );
  return (
    <Page
      title="通知送达"
      deeds={
        <RedriveAll
          question="重新发送这个区县没有送达的通知？"
          part={async (cursor) => {
            const body = cursor === undefined ? { districtId } : { districtId, cursor };
            return (await call('POST /v1/notice-deliveries/redrive', { body })).body;
          }}
        />
      }
    >
      <Filters>
        <ChoiceFilter
          title="区县"
          value={districtId}
          needsOne
          options={districts}
          onChange={(value) => set('district', value)}
        />
        <ChoiceFilter
          title="状态"
          value={status}
          needsOne
          options={optionsOf({ ...DELIVERY_STATUS_NAMES, ALL: '全部' })}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="通知送达"
        pages={pages}
        keyOf={({ id }) => id}
        none={status === 'DEAD' ? '没有未送达的通知。' : '没有这样的通知。'}
        columns={[
          { title: '通知', cell: ({ kind }) => (kind === undefined ? '邮箱验证码' : NOTICE_NAMES[kind]) },
          { title: '方式', cell: ({ channel }) => CHANNEL_NAMES[channel] },
          { title: '主体', cell: ({ entityId }) => <Party id={entityId} kind="merchant" /> },
          { title: '产生', cell: ({ at }) => <Time at={at} /> },
          ...PROGRESS,
          {
            title: '办理',
            cell: ({ id, status: now, attempts }) =>
              now !== 'PENDING' && (
                <AskedDeed
                  // Once it was sent anew the next press is another deed, with a key of its own.
                  key={`${now} ${attempts}`}
                  title="重新发送"
                  question="重新发送这一条？"
                  route="POST /v1/notice-deliveries/{id}/redrive"
                  requestOf={() => ({ path: { id } })}
                  done="已要求重新发送"
                >
                  <p>对方可能再收到一次。请先消除原因，否则还会失败。</p>
                </AskedDeed>
              ),
          },
        ]}
      />
    </Page>
  );
}
