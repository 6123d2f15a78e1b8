import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { DELIVERY_STATUS_NAMES } from '../../functions/shared/kernel/names.ts';
import { TIDING_NAMES, WEBHOOK_STATUS_NAMES } from '../../functions/webhooks/domain/names.ts';
import { type Answered, call } from '../api/call.ts';
import type { AnswerTo, ItemOf } from '../api/contracts.ts';
import { useList, useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { PROGRESS, RedriveAll } from '../kit/deliveries.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Facts } from '../kit/facts.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { pageOfRecord } from '../kit/records.ts';
import { StateTag, Time } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';
import { Secret } from './secret.tsx';

type Told = Answered<AnswerTo<'GET /v1/webhooks/{id}'>>;
type Delivery = ItemOf<'GET /v1/webhooks/{id}/deliveries'>;

/** One webhook: what it is told of, what became of its messages, and what its owner can do with it. */
export default function Webhook({ params: { id = '' } }: ScreenProps) {
  const webhook = useRead('GET /v1/webhooks/{id}', { path: { id } });
  return <Loaded reading={webhook}>{(told) => <Shown told={told} />}</Loaded>;
}

function Shown({ told }: { readonly told: Told }) {
  const { id, url, events, description, status, createdAt, updatedAt, previousSecretUntil } = told.body;
  const isLive = status !== 'DELETED';
  return (
    <Page
      title={description ?? '订阅推送'}
      state={<StateTag state={status} names={WEBHOOK_STATUS_NAMES} />}
      deeds={isLive && <Deeds told={told} />}
    >
      <div className="columns">
        <div className="column">
          <Deliveries id={id} />
        </div>
        <div className="column aside">
          <Card title="推送">
            <Facts
              facts={[
                ['接收地址', <span key="url">{url}</span>],
                ['事件', events.map((one) => TIDING_NAMES[one]).join('、')],
                ['登记', <Time key="created" at={createdAt} />],
                ['更改', <Time key="updated" at={updatedAt} />],
                [
                  '原密钥仍可用至',
                  previousSecretUntil === undefined ? undefined : <Time key="secret" at={previousSecretUntil} />,
                ],
              ]}
            />
          </Card>
        </div>
      </div>
    </Page>
  );
}

function Deeds({ told: { body: webhook, etag = '' } }: { readonly told: Told }) {
  const { id, url, events, description, status } = webhook;
  const say = useSay();
  const queries = useQueryClient();
  const ping = useSubmission('POST /v1/webhooks/{id}/ping');
  const change = useSubmission('PUT /v1/webhooks/{id}');
  const isPaused = status === 'PAUSED';
  const test = async (): Promise<void> => {
    if (!(await ping.send({ path: { id } }))) return;
    say('已发出测试消息，结果见下表');
    await queries.invalidateQueries();
  };
  const pause = async (): Promise<void> => {
    const body = {
      url,
      events,
      ...(description !== undefined && { description }),
      status: isPaused ? 'ACTIVE' : 'PAUSED',
    };
    if (!(await change.send({ path: { id }, body: body as never, ifMatch: etag }))) return;
    say(isPaused ? '已恢复；暂停时留下的消息请重新发送' : '已暂停；其间的消息留着，恢复后可重新发送');
    await queries.invalidateQueries();
  };
  const says = ping.failed ?? change.failed ?? change.findings[0]?.message;
  return (
    <>
      {says !== undefined && <Note tone="bad">{says}</Note>}
      <button type="button" className="button" disabled={ping.isSending} onClick={() => void test()}>
        发测试消息
      </button>
      <Link href={`/webhooks/${id}/change`} className="button">
        更改
      </Link>
      <button type="button" className="button" disabled={change.isSending} onClick={() => void pause()}>
        {isPaused ? '恢复' : '暂停'}
      </button>
      <Rotation id={id} etag={etag} />
      <AskedDeed
        title="删除"
        question="删除这个推送地址？"
        route="POST /v1/webhooks/{id}/deletion"
        requestOf={() => ({ path: { id }, ifMatch: etag })}
        done="推送地址已删除"
      >
        <p>还没有送达的消息不再发送，不能恢复。</p>
      </AskedDeed>
    </>
  );
}

/** Exchanges the secret, and shows the new one this once. */
function Rotation({ id, etag }: { readonly id: string; readonly etag: string }) {
  const [isAsking, setAsking] = useState(false);
  const [answered, setAnswered] = useState<AnswerTo<'POST /v1/webhooks/{id}/secret-rotation'>>();
  const queries = useQueryClient();
  const { failed, isSending, send } = useSubmission('POST /v1/webhooks/{id}/secret-rotation');
  const rotate = async (): Promise<void> => {
    const told = await send({ path: { id }, ifMatch: etag });
    if (!told) return;
    setAnswered(told.body);
    await queries.invalidateQueries();
  };
  const close = (): void => {
    setAsking(false);
    setAnswered(undefined);
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        更换密钥
      </button>
      {isAsking && (
        <Dialog title="更换签名密钥" onClose={close}>
          {answered ? (
            <Secret secret={answered.secret} />
          ) : (
            <>
              {failed !== undefined && <Note tone="bad">{failed}</Note>}
              <p>一天之内新旧密钥都签名，接收系统可以从容换上新的。</p>
              <div className="row">
                <button type="button" className="button primary" disabled={isSending} onClick={() => void rotate()}>
                  {isSending ? '正在更换…' : '更换密钥'}
                </button>
                <button type="button" className="button" onClick={close}>
                  返回
                </button>
              </div>
            </>
          )}
        </Dialog>
      )}
    </>
  );
}

const EVENTS: Readonly<Record<string, string>> = { ...TIDING_NAMES, WebhookPing: '测试消息' };

function Deliveries({ id }: { readonly id: string }) {
  const [{ status }, set] = useFilters(['status']);
  const pages = useList(
    'GET /v1/webhooks/{id}/deliveries',
    { path: { id }, query: { status: status as Delivery['status'] | undefined } },
    { every: 10_000 },
  );
  return (
    <Card title="消息">
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(DELIVERY_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
        <RedriveAll
          question="重新发送没有送达的消息？"
          part={async (cursor) =>
            (await call('POST /v1/webhooks/{id}/redrive', { path: { id }, query: { cursor } })).body
          }
        />
      </Filters>
      <Listing
        caption="消息"
        pages={pages}
        keyOf={(row) => row.id}
        none="没有消息；可以发一条测试消息。"
        columns={[
          { title: '事件', cell: ({ event }) => EVENTS[event] ?? event },
          { title: '记录', cell: ({ recordId }) => <Record id={recordId} /> },
          { title: '产生', cell: ({ at }) => <Time at={at} /> },
          ...PROGRESS,
          {
            title: '办理',
            cell: (row) =>
              row.status !== 'PENDING' && (
                <AskedDeed
                  key={`${row.status} ${row.attempts}`}
                  title="重新发送"
                  question="重新发送这一条？"
                  route="POST /v1/webhook-deliveries/{id}/redrive"
                  requestOf={() => ({ path: { id: row.id } })}
                  done="已要求重新发送"
                >
                  <p>编号不变；接收系统收到过的，应当认得出。</p>
                </AskedDeed>
              ),
          },
        ]}
      />
    </Card>
  );
}

function Record({ id }: { readonly id: string }) {
  const page = pageOfRecord(id);
  return page === undefined ? <span className="small">{id.slice(-8)}</span> : <Link href={page}>{id.slice(-8)}</Link>;
}
