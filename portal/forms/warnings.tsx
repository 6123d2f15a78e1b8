import { useEffect, useRef } from 'react';
import { factOf } from '../../functions/shared/kernel/finding.ts';
import { Card } from '../kit/page.tsx';
import { idOf } from './findings.ts';
import type { Kind, Warnings as Told } from './use-warnings.ts';

/** So many warnings of a kind are read one by one; the others stand folded below them. */
const READ = 3;

/**
 * Warnings in place, without what the API says of how they are accepted, for that is done here: what is unusual, whether it
 * is as it should be, and why.
 */
export function Warnings({ warnings }: { readonly warnings: Told }) {
  const { kinds, explanation, setExplanation } = warnings;
  const box = useRef<HTMLDivElement>(null);
  const told = kinds.flatMap((kind) => kind.warnings.map(({ warningId }) => warningId)).join(' ');
  useEffect(() => {
    // What is wrong comes first, and has the focus then.
    if (told !== '' && warnings.faults.length === 0) box.current?.focus();
  }, [told, warnings.faults.length]);
  if (kinds.length === 0) return null;
  return (
    <Card title="需要说明的异常">
      <div className="stack" ref={box} tabIndex={-1}>
        <p className="quiet">有误请改正；属实请勾选，并在下方写明原因，再次提交。</p>
        {kinds.map((kind) => (
          <KindOf key={kind.code} kind={kind} warnings={warnings} />
        ))}
        <div className="field wide">
          <label htmlFor={idOf('/explanation')}>
            说明
            <span className="must" aria-hidden>
              *
            </span>
          </label>
          <textarea
            id={idOf('/explanation')}
            className="input"
            rows={2}
            maxLength={500}
            value={explanation}
            onChange={({ target }) => setExplanation(target.value)}
          />
        </div>
      </div>
    </Card>
  );
}

function KindOf({ kind, warnings }: { readonly kind: Kind; readonly warnings: Told }) {
  const read = kind.warnings.slice(0, READ);
  const others = kind.warnings.slice(READ);
  return (
    <div className="note wait">
      <ul>
        {read.map((one) => (
          <li key={one.pointer}>
            {factOf(one)}
            {one.legalBasis !== undefined && <span className="small"> 依据：{one.legalBasis}</span>}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>另有 {others.length} 处同类</summary>
          <ul>
            {others.map((one) => (
              <li key={one.pointer}>{factOf(one)}</li>
            ))}
          </ul>
        </details>
      )}
      <label className="row">
        <input
          type="checkbox"
          className="tick"
          checked={warnings.isAccepted(kind)}
          onChange={({ target }) => warnings.accept(kind, target.checked)}
        />
        {kind.warnings.length > 1 ? `以上 ${kind.warnings.length} 处均属实` : '属实'}
      </label>
    </div>
  );
}
