import { Link } from 'wouter';
import { DECLARATION_FLAG_NAMES } from '../../functions/consolidation/domain/names.ts';
import { useReferenceOptions } from '../forms/reference-field.tsx';
import { Figure, Money, Tag } from '../kit/words.tsx';
import type { ConsolidationTold } from './told.ts';

type Declaration = ConsolidationTold['declarations'][number];

/** What is declared to customs: line by line, with the trade lines that each was made of, and why. */
export function Declarations({ told }: { readonly told: ConsolidationTold }) {
  if (told.declarations.length === 0) return <p className="empty">还没有方案。</p>;
  return (
    <div className="stack">
      {told.declarations.map((declaration) => (
        <OneDeclaration key={declaration.no} told={told} declaration={declaration} />
      ))}
    </div>
  );
}

function OneDeclaration({
  told: { tradeIds, tradeNumbers },
  declaration: { no, totalUsd, containerNos, lines },
}: {
  readonly told: ConsolidationTold;
  readonly declaration: Declaration;
}) {
  const numberOf = (tradeId: string): string => tradeNumbers?.[tradeIds.indexOf(tradeId)] ?? tradeId;
  return (
    <section className="stack" aria-label={`第 ${no} 票报关单`}>
      <div className="row">
        <h3>第 {no} 票报关单</h3>
        <Money {...totalUsd} />
        <span className="quiet">
          {lines.length} 项 · 装于第 {containerNos.join('、')} 箱
        </span>
      </div>
      <div className="table-box">
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">项</th>
              <th scope="col">商品</th>
              <th scope="col" className="numbers">
                金额
              </th>
              <th scope="col" className="numbers">
                数量
              </th>
              <th scope="col" className="numbers">
                净重 / 毛重（kg）
              </th>
              <th scope="col">由来</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              // Lines of a declaration are known by their place.
              // eslint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <td data-title="项">{index + 1}</td>
                <td data-title="商品">
                  {line.name}
                  <div className="small quiet">{line.hsCode}</div>
                </td>
                <td data-title="金额" className="numbers">
                  <Money {...line.amount} />
                </td>
                <td data-title="数量" className="numbers">
                  <Figure value={line.quantity} /> <UnitName code={line.unit} />
                </td>
                <td data-title="净重 / 毛重（kg）" className="numbers">
                  <Figure value={line.netWeightKg} /> / <Figure value={line.grossWeightKg} />
                </td>
                <td data-title="由来">
                  <details>
                    <summary>
                      {line.mergedFrom.length} 行交易
                      {(line.flags ?? []).map((flag) => (
                        <Tag key={flag} tone="wait">
                          {DECLARATION_FLAG_NAMES[flag] ?? '请复核'}
                        </Tag>
                      ))}
                    </summary>
                    {line.explanation !== undefined && <p className="small">{line.explanation}</p>}
                    <ul className="small">
                      {line.mergedFrom.map(({ tradeId, lineNo }) => (
                        <li key={`${tradeId} ${lineNo}`}>
                          <Link href={`/trade/trades/${tradeId}`}>{numberOf(tradeId)}</Link> 第 {lineNo} 行
                        </li>
                      ))}
                    </ul>
                  </details>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A unit of measure without its customs code. */
const UnitName = ({ code }: { readonly code: string }) => {
  const label = useReferenceOptions('units').find(({ value }) => value === code)?.label;
  return label === undefined ? code : label.slice(code.length).trim();
};
