import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DELIVERY_STATUS_NAMES } from '../../functions/shared/kernel/names.ts';
import type { OutboundFault } from '../../functions/shared/outbound/fault.ts';
import { OUTBOUND_FAULT_NAMES } from '../../functions/shared/outbound/fault-names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { useSay } from './announcer.tsx';
import type { Column } from './data-table.tsx';
import { Dialog } from './dialog.tsx';
import { Note } from './note.tsx';
import { StateTag, Time } from './words.tsx';

type Progress = Pick<ItemOf<'GET /v1/notice-deliveries'>, 'status' | 'attempts' | 'lastAttempt' | 'nextAttemptAt'>;

const FAULTS: Readonly<Record<OutboundFault, string>> = OUTBOUND_FAULT_NAMES;

/** Why an attempt did not arrive; the name of an error is the log's. */
const faultOf = (fault: string): string => (fault in FAULTS ? FAULTS[fault as OutboundFault] : '程序出错');

/** How far messages that leave the registry have come. */
export const PROGRESS: readonly Column<Progress>[] = [
  { title: '状态', cell: ({ status }) => <StateTag state={status} names={DELIVERY_STATUS_NAMES} /> },
  { title: '已试', numbers: true, cell: ({ attempts }) => attempts },
  {
    title: '最近一次',
    cell: ({ lastAttempt: last }) =>
      last && (
        <span>
          <Time at={last.at} />{' '}
          <span className="quiet small">
            {[last.fault === undefined ? undefined : faultOf(last.fault), last.status && `对方答复 ${last.status}`]
              .filter(Boolean)
              .join('，')}
          </span>
        </span>
      ),
  },
  { title: '下次', cell: ({ nextAttemptAt }) => nextAttemptAt !== undefined && <Time at={nextAttemptAt} /> },
];

interface Redriven {
  readonly redriven: number;
  readonly more: boolean;
  readonly nextCursor: string | null;
}

/** Sends anew all that did not arrive, a part after the other. */
export function RedriveAll({
  question,
  part,
}: {
  readonly question: string;
  readonly part: (cursor: string | undefined) => Promise<Redriven>;
}) {
  const [isAsking, setAsking] = useState(false);
  const [isSending, setSending] = useState(false);
  const [failed, setFailed] = useState<string>();
  const say = useSay();
  const queries = useQueryClient();
  const submit = async (): Promise<void> => {
    setSending(true);
    setFailed(undefined);
    let count = 0;
    try {
      for (let cursor: string | undefined, isMore = true; isMore; ) {
        const told = await part(cursor);
        count += told.redriven;
        isMore = told.more && told.nextCursor !== null;
        cursor = told.nextCursor ?? undefined;
      }
      setAsking(false);
      say(`已要求重新发送 ${count} 条`);
    } catch (error) {
      setFailed(`已要求重新发送 ${count} 条；其余没有办成：${sentenceOf(error)}`);
    } finally {
      setSending(false);
      await queries.invalidateQueries();
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        全部重新发送
      </button>
      {isAsking && (
        <Dialog title={question} onClose={() => setAsking(false)}>
          {failed !== undefined && <Note tone="bad">{failed}</Note>}
          <p>没有送达和暂停时留下的，都再发一次。请先消除原因，否则还会失败。</p>
          <div className="row">
            <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
              {isSending ? '正在提交…' : '全部重新发送'}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              返回
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
