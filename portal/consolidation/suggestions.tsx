import { ADVICE_NAMES } from '../../functions/consolidation/domain/names.ts';
import type { AnswerTo, RequestOf } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { ReferenceName } from '../forms/form-facts.tsx';
import { Gauge } from '../kit/gauge.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Figure, Tag } from '../kit/words.tsx';
import type { Chosen } from './chosen.ts';

type Suggestion = AnswerTo<'GET /v1/consolidation-suggestions'>['items'][number];

/** Which open trades fill containers together, as the registry reckons. */
export function Suggestions({
  query,
  onTake,
}: {
  readonly query: RequestOf<'GET /v1/consolidation-suggestions'>['query'];
  /** Absent for who only reads. */
  readonly onTake: ((chosen: Chosen) => void) | undefined;
}) {
  const suggestions = useRead('GET /v1/consolidation-suggestions', { query });
  return (
    <Loaded reading={suggestions}>
      {({ body: { items, left } }) => (
        <div className="stack">
          {items.length === 0 && <p className="empty">目前没有可以一起组货的交易；有新的交易交来后再看。</p>}
          {items.map((one) => (
            <SuggestionCard key={one.tradeIds.join()} told={one} onTake={onTake} />
          ))}
          {left.length > 0 && (
            <Note tone="wait" title={`未列入建议的交易（${left.length}）`}>
              <ul>
                {left.map(({ tradeId, tradeNumber, reason }) => (
                  <li key={tradeId}>
                    {tradeNumber ?? tradeId}：{reason}
                  </li>
                ))}
              </ul>
            </Note>
          )}
        </div>
      )}
    </Loaded>
  );
}

function SuggestionCard({
  told,
  onTake,
}: {
  readonly told: Suggestion;
  readonly onTake: ((chosen: Chosen) => void) | undefined;
}) {
  const { destinationCountry, portOfDischarge, containers, advice, reason, totalUsd, valueLimit } = told;
  return (
    <section className="card stack" aria-label={`${portOfDischarge}的建议`}>
      <div className="row">
        <h2>
          <ReferenceName list="countries" code={destinationCountry} /> · {portOfDischarge}
        </h2>
        <Tag tone={advice === 'NOW' ? 'good' : 'wait'}>{ADVICE_NAMES[advice]}</Tag>
        {told.hasPriority && <Tag>含优先商户</Tag>}
        {told.siteCheckMerchantIds.length > 0 && <Tag tone="wait">含须现场查验的商户</Tag>}
        {onTake && (
          <button type="button" className="button push" onClick={() => onTake({ tradeIds: told.tradeIds })}>
            采用
          </button>
        )}
      </div>
      <p>{reason}</p>
      <div className="fields">
        {containers.map((container, index) => (
          // Containers of a suggestion have no name but their place.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className="stack">
            <strong>
              {container.marketName} <span className="quiet">{container.type}</span>
            </strong>
            <Gauge
              title="体积"
              value={container.volumeM3}
              limit={container.usableM3}
              says={`${grouped(container.volumeM3)} / ${grouped(container.usableM3)} m³`}
            />
            <Gauge
              title="毛重"
              value={container.grossWeightKg}
              limit={container.payloadKg}
              says={`${grouped(container.grossWeightKg)} / ${grouped(container.payloadKg)} kg`}
            />
          </div>
        ))}
        <div className="stack">
          <strong>
            <Figure value={told.declarations} /> 票报关单
          </strong>
          <Gauge
            title="货值"
            value={Number(totalUsd.amount)}
            limit={Number(valueLimit.amount)}
            says={`${grouped(Number(totalUsd.amount))} / ${grouped(Number(valueLimit.amount))} ${valueLimit.currency}`}
          />
        </div>
      </div>
      <p className="quiet small">
        {told.tradeIds.length} 票交易：
        {told.tradeNumbers.map((number, index) => number ?? told.tradeIds[index]).join('、')}
      </p>
    </section>
  );
}

const grouped = (value: number): string => value.toLocaleString('en-US');
