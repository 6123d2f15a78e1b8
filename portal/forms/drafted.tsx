import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { call } from '../api/call.ts';
import { sentenceOf } from '../api/problem.ts';
import { Note } from '../kit/note.tsx';
import { Time } from '../kit/words.tsx';
import { DraftContext, type LeftDraft, RecordContext } from './draft.ts';
import type { DraftContent, DraftTold } from './use-draft.ts';

/** Shows the form as it is where nothing was left of it. */
const BeginAnew = createContext<() => void>(() => {});

export interface DraftedProps {
  /** Of the form and its record. */
  readonly name: string;
  /** The version of the record that the form changes, as it was read: a draft of an earlier one is told of. */
  readonly record?: string | undefined;
  readonly children: ReactNode;
}

/** The form below goes on where an earlier visit left it, and what is filled in is kept. */
export function Drafted({ name, record, children }: DraftedProps) {
  const [left, setLeft] = useState<LeftDraft>();
  const [failed, setFailed] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setFailed(undefined);
    leftOf(name).then(
      (found) => isWanted && setLeft(found),
      (error: unknown) => isWanted && setFailed(sentenceOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [name, attempt]);
  const beginAnew = (): void => setLeft(nothingLeft(name));
  if (failed !== undefined) {
    return (
      <Note tone="bad" title="未能读取草稿">
        <p>{failed}</p>
        <button type="button" className="button" onClick={() => setAttempt(attempt + 1)}>
          再试一次
        </button>
      </Note>
    );
  }
  if (left?.name !== name) {
    return (
      <p className="empty" role="status">
        正在读取…
      </p>
    );
  }
  return (
    <DraftContext value={left}>
      <RecordContext value={record}>
        <BeginAnew value={beginAnew}>
          <Anew key={`${name} ${left.savedAt ?? ''}`}>{children}</Anew>
        </BeginAnew>
      </RecordContext>
    </DraftContext>
  );
}

/** A form that begins anew is another form. */
const Anew = ({ children }: { readonly children: ReactNode }) => children;

const nothingLeft = (name: string): LeftDraft => ({
  name,
  content: undefined,
  record: undefined,
  etag: undefined,
  savedAt: undefined,
});

/** Asks for a draft only where there is one: nothing being there is no fault. */
async function leftOf(name: string): Promise<LeftDraft> {
  const { body: listed } = await call('GET /v1/drafts', {});
  if (!listed.items.some(({ key }) => key === name)) {
    return nothingLeft(name);
  }
  const { body, etag } = await call('GET /v1/drafts/{key}', { path: { key: name } });
  const { content, record } = JSON.parse(body.content) as DraftContent;
  return { name, content, record, etag, savedAt: body.savedAt };
}

/**
 * What is said of a draft above its form: that it was found again, that it is kept, or why it is not.
 *
 * @param isResumed false where a draft was found and the form does not go on with it
 */
export function DraftNote({
  draft: { keeping, left, overrule, forget },
  isResumed = true,
}: {
  readonly draft: DraftTold;
  readonly isResumed?: boolean;
}) {
  const beginAnew = useContext(BeginAnew);
  const record = useContext(RecordContext);
  const { state, savedAt, says } = keeping;
  if (!left) return null;
  return (
    <>
      {left.savedAt !== undefined && isResumed && (
        <Note tone={left.record === record ? 'plain' : 'wait'}>
          已接着 <Time at={left.savedAt} /> 保存的草稿填写。
          {left.record !== record && '此后这条记录已被修改，请逐栏核对，或清空重填。'}{' '}
          <button type="button" className="button text" onClick={() => void forget().then(beginAnew)}>
            清空重填
          </button>
        </Note>
      )}
      {state === 'elsewhere' && (
        <Note tone="wait" title="这份草稿已在另一窗口中保存或提交">
          <p>这里的内容都还在，但不再自动保存。</p>
          <button type="button" className="button" onClick={overrule}>
            以这里的内容为准
          </button>
        </Note>
      )}
      {state === 'failed' && <p className="warning">草稿暂未保存：{says}</p>}
      {state === 'saved' && savedAt !== undefined && (
        <p className="quiet small">
          草稿已保存 <Time at={savedAt} />
        </p>
      )}
    </>
  );
}
