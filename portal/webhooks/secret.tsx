import { useState } from 'react';
import { useSay } from '../kit/announcer.tsx';
import { Note } from '../kit/note.tsx';

/** The secret by which a receiver knows that a message is the registry's; it is shown this once. */
export function Secret({ secret }: { readonly secret: string | undefined }) {
  const say = useSay();
  const [isRefused, setRefused] = useState(false);
  if (secret === undefined) {
    return <Note tone="wait">密钥只在第一次答复中显示；没有记下的，请更换密钥。</Note>;
  }
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      say('已复制密钥');
    } catch {
      setRefused(true);
    }
  };
  return (
    <Note tone="good" title="签名密钥">
      <div className="stack">
        <p className="code">{secret}</p>
        <p>只显示这一次。请存入接收系统，用它验证每条消息的签名（Standard Webhooks）。</p>
        {isRefused && <p>浏览器不让复制，请选中后自行复制。</p>}
        <div>
          <button type="button" className="button" onClick={() => void copy()}>
            复制
          </button>
        </div>
      </div>
    </Note>
  );
}
