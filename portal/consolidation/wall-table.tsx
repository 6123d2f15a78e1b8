import { Fragment, useState } from 'react';
import { isPhone } from '../kit/is-phone.ts';
import { Figure } from '../kit/words.tsx';
import type { LoadingPlanTold } from './told.ts';

/** The same load without a picture: wall by wall from the inner end, what goes in at which steps. */
export function WallTable({
  plan: { walls },
  onStep,
}: {
  readonly plan: LoadingPlanTold;
  readonly onStep: (step: number) => void;
}) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(
    () => new Set(isPhone() ? walls.slice(1).map(({ no }) => no) : []),
  );
  const toggle = (no: number): void => {
    const next = new Set(closed);
    if (!next.delete(no)) next.add(no);
    setClosed(next);
  };
  return (
    <div className="table-box">
      <table className="table cards">
        <caption className="hidden-text">各墙各步</caption>
        <thead>
          <tr>
            <th scope="col">图号</th>
            <th scope="col">品名</th>
            <th scope="col">唛头箱号</th>
            <th scope="col" className="numbers">
              箱数
            </th>
            <th scope="col" className="numbers">
              长×宽×高（毫米）
            </th>
          </tr>
        </thead>
        <tbody>
          {walls.map(({ no, fromStep, toStep, fromMm, toMm, cartons, grossWeightKg, goods }) => (
            <Fragment key={no}>
              <tr className="part">
                <th scope="rowgroup" colSpan={5}>
                  <div className="row">
                    <button
                      type="button"
                      className="button text"
                      aria-expanded={!closed.has(no)}
                      onClick={() => toggle(no)}
                    >
                      {closed.has(no) ? '展开' : '收起'}第 {no} 墙
                    </button>
                    <span>
                      第 {fromStep}–{toStep} 步 · 距里端 {fromMm}–{toMm} 毫米 · {cartons} 箱 ·{' '}
                      <Figure value={grossWeightKg} unit="kg" />
                    </span>
                    <button type="button" className="button text push" onClick={() => onStep(toStep)}>
                      图上装到这里<span className="hidden-text">，第 {no} 墙</span>
                    </button>
                  </div>
                </th>
              </tr>
              {!closed.has(no) &&
                goods.map(({ label, name, marks, cartons: count, lengthMm, widthMm, heightMm }) => (
                  <tr key={`${label} ${marks}`}>
                    <td data-title="图号">{label}</td>
                    <td data-title="品名">{name}</td>
                    <td data-title="唛头箱号">{marks}</td>
                    <td data-title="箱数" className="numbers">
                      {count}
                    </td>
                    <td data-title="长×宽×高" className="numbers">
                      {lengthMm}×{widthMm}×{heightMm}
                    </td>
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
