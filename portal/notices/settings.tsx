import form from 'virtual:form/notices/changeNoticeSettings';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { CHANNEL_NAMES } from '../../functions/notices/domain/names.ts';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import type { FieldComponent } from '../forms/context.ts';
import { ChecksField } from '../forms/fields.tsx';
import { FormPage } from '../forms/form-page.tsx';
import type { FormNode, ListNode, Option } from '../forms/node.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { valueOf } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Page } from '../kit/page.tsx';
import { OFFICE_KINDS } from './party-kinds.ts';

type Settings = AnswerTo<'GET /v1/notice-settings'>;

/** By which channels the caller's party is told outside the registry, and of what. */
export default function NoticeSettings() {
  const settings = useRead('GET /v1/notice-settings', {});
  return <Loaded reading={settings}>{(told) => <Shown key={told.etag} told={told} />}</Loaded>;
}

/** A list of choices with those alone that may be taken, or are. */
const among =
  (mayTake: (option: Option) => boolean): FieldComponent =>
  ({ node, ...props }) =>
    // To tick none is an answer too.
    node.kind === 'list' ? <ChecksField {...props} node={narrowed(node, mayTake)} isRequired={false} /> : null;

const narrowed = (node: ListNode, mayTake: (option: Option) => boolean): ListNode => {
  const of: FormNode = node.of.kind === 'choice' ? { ...node.of, options: node.of.options.filter(mayTake) } : node.of;
  return { ...node, of };
};

const KindsField = among(({ value }) => !OFFICE_KINDS.has(value));

function Shown({ told: { body: settings, etag = '' } }: { readonly told: Answered<Settings> }) {
  const { available, channels, kinds, mailAddress, mailConfirmed } = settings;
  const say = useSay();
  const queries = useQueryClient();
  const [special] = useState(() => ({
    // One that was chosen while it was offered can be taken back.
    channels: among(({ value }) => [...available, ...channels].some((one) => one === value)),
    kinds: KindsField,
  }));
  const isOff = available.length === 0;
  if (isOff && channels.length === 0 && mailAddress === undefined) {
    return (
      <Page title="通知设置">
        <Off />
      </Page>
    );
  }
  return (
    <FormPage
      title="通知设置"
      deed="保存设置"
      form={form}
      initial={valueOf({ channels, kinds, mailAddress })}
      route="PUT /v1/notice-settings"
      request={(body) => ({ body: { ...body, channels: (body['channels'] ?? []) as never }, ifMatch: etag })}
      onDone={() => {
        say('通知设置已保存');
        void queries.invalidateQueries();
      }}
      special={special}
    >
      {isOff ? (
        <Off />
      ) : (
        <Note>
          站内通知总是有的。另可用{available.map((one) => CHANNEL_NAMES[one]).join('、')}
          告知；通知种类一个都不勾选，就是全部告知。
          {available.includes('TEXT') && '短信发到备案的手机号。'}
        </Note>
      )}
      {mailAddress !== undefined && !mailConfirmed && <MailConfirmation address={mailAddress} />}
      {mailAddress !== undefined && mailConfirmed && <Note tone="good">邮箱 {mailAddress} 已确认。</Note>}
    </FormPage>
  );
}

const Off = () => <Note tone="wait">本平台没有开通邮件和短信通知；结果请看“站内通知”。</Note>;

/** Shows that a mailbox is the party's own, by the code that it was sent. */
function MailConfirmation({ address }: { readonly address: string }) {
  const [code, setCode] = useState('');
  const id = useId();
  const say = useSay();
  const queries = useQueryClient();
  const confirmation = useSubmission('POST /v1/notice-settings/mail-confirmation');
  const another = useSubmission('POST /v1/notice-settings/mail-code');
  const confirm = async (): Promise<void> => {
    if (!(await confirmation.send({ body: { code: code.normalize('NFKC').trim() } }))) return;
    say(`邮箱 ${address} 已确认`);
    await queries.invalidateQueries();
  };
  const sendAnother = async (): Promise<void> => {
    if (await another.send({})) say(`验证码已发往 ${address}`);
  };
  const says = confirmation.failed ?? confirmation.findings[0]?.message ?? another.failed;
  return (
    <Note tone="wait" title="邮箱还没有确认">
      <div className="stack">
        <p>验证码已发往 {address}；确认以前，不向它发送任何通知。</p>
        {says !== undefined && <Note tone="bad">{says}</Note>}
        <div className="row">
          <label htmlFor={id}>验证码</label>
          <input
            id={id}
            className="input"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
          <button
            type="button"
            className="button primary"
            disabled={confirmation.isSending || code.trim() === ''}
            onClick={() => void confirm()}
          >
            确认邮箱
          </button>
          <button type="button" className="button" disabled={another.isSending} onClick={() => void sendAnother()}>
            重新发送验证码
          </button>
        </div>
      </div>
    </Note>
  );
}
