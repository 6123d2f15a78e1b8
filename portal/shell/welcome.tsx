import { useState } from 'react';
import { Note } from '../kit/note.tsx';
import { goToSignIn } from '../session/session.ts';

/** What stands before anybody is signed in. */
export function Welcome({ state }: { readonly state: 'opening' | 'nobody' | 'failed' }) {
  const [failed, setFailed] = useState(false);
  return (
    <main className="welcome">
      <div className="card">
        <h1>市场采购贸易登记平台</h1>
        {state === 'opening' && <p role="status">正在打开…</p>}
        {(state === 'failed' || failed) && <Note tone="bad">登录服务暂时不通，请稍后重试。</Note>}
        {state !== 'opening' && (
          <>
            <p className="quiet">备案、交易登记、组货拼箱、信用评价与源头追溯。请用本人账户登录，办理完毕请退出。</p>
            <button
              type="button"
              className="button primary"
              onClick={() => void goToSignIn().catch(() => setFailed(true))}
            >
              登录
            </button>
            <p className="quiet small">没有账户或忘记口令：请携营业执照到区县服务中心窗口办理。</p>
          </>
        )}
      </div>
    </main>
  );
}
