import { ApiProblem, sentenceOf } from '../api/problem.ts';
import { Note } from './note.tsx';

/** Why something is not there, and the way to ask again. */
export function Failed({ error, onAgain }: { readonly error: unknown; readonly onAgain?: () => void }) {
  const isGone = error instanceof ApiProblem && error.status === 404;
  return (
    <Note tone="bad" title={isGone ? '没有这条记录' : '未能读取'}>
      <p>{isGone ? '编号有误，或不在您可以查看的范围内。' : sentenceOf(error)}</p>
      {error instanceof ApiProblem && error.status >= 500 && (
        <p className="small">故障编号 {error.correlationId}，请告诉管理员。</p>
      )}
      {onAgain && !isGone && (
        <button type="button" className="button" onClick={onAgain}>
          再试一次
        </button>
      )}
    </Note>
  );
}
