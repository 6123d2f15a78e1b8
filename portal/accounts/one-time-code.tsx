import type { AnswerTo } from '../api/contracts.ts';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';
import { Time } from '../kit/words.tsx';

/** The code with which a person begins or begins anew; it is shown this once, to be handed over. */
export function OneTimeCode({ account }: { readonly account: AnswerTo<'POST /v1/accounts'> }) {
  const { code, codeExpiresAt, name } = account;
  if (code === undefined) {
    return <Note>口令由外部登录服务管理，这里没有一次性登录码。</Note>;
  }
  return (
    <Card title={`${name} 的一次性登录码`}>
      <p className="code">{code}</p>
      <p>
        只显示这一次，请当面交给本人。本人首次登录时用它设置口令
        {codeExpiresAt !== undefined && (
          <>
            ，<Time at={codeExpiresAt} /> 前有效
          </>
        )}
        。
      </p>
      <div className="row">
        <button type="button" className="button" onClick={() => window.print()}>
          打印
        </button>
      </div>
    </Card>
  );
}
