import { useRead } from '../api/read.ts';
import { Gauge } from '../kit/gauge.tsx';
import { Card } from '../kit/page.tsx';
import { Figure } from '../kit/words.tsx';
import { useContainerTypes } from './container-types.ts';
import type { TradeTold } from './new.tsx';

const THOUSANDTHS = 1000;
const CENTS = 100;

/** Amounts of the API as whole cents, so that their sums are exact. */
const centsOf = (amount: string): number => Math.round(Number(amount) * CENTS);

/** What the trades come to, against what a declaration and each type of container takes. */
export function CargoGauges({ trades }: { readonly trades: readonly TradeTold[] }) {
  const types = useContainerTypes();
  const rules = useRead('GET /v1/reference/{list}', { path: { list: 'declaration-rules' } });
  const told = Number(rules.data?.body.items[0]?.['maxUsd']);
  const limit = Number.isFinite(told) ? told : undefined;
  const volume = round(trades.reduce((total, { volumeM3 }) => total + volumeM3, 0));
  const mass = round(trades.reduce((total, { grossWeightKg }) => total + grossWeightKg, 0));
  const buyers = [...Map.groupBy(trades, ({ buyerId }) => buyerId).values()].map((own) => ({
    name: own[0]?.buyerName ?? '采购商',
    usd: own.reduce((total, { totalUsd }) => total + centsOf(totalUsd.amount), 0) / CENTS,
  }));
  return (
    <>
      <Card title="报关单">
        <div className="stack">
          {limit !== undefined && (
            <p className="quiet small">
              一票报关单一个境外采购商，货值不超过 {limit.toLocaleString('en-US')} 美元；超出时分成几票。
            </p>
          )}
          {limit !== undefined &&
            buyers.map(({ name, usd }) => {
              const least = Math.max(1, Math.ceil(usd / limit));
              return (
                <Gauge
                  key={name}
                  title={name}
                  value={usd}
                  limit={limit * least}
                  says={`${usd.toLocaleString('en-US')} 美元，至少 ${least} 票`}
                />
              );
            })}
        </div>
      </Card>
      <Card title="集装箱">
        <div className="stack">
          <p>
            <Figure value={volume} unit="m³" /> · <Figure value={mass} unit="kg" /> ·{' '}
            <Figure value={trades.reduce((total, { cartonCount }) => total + cartonCount, 0)} /> 箱
          </p>
          <p className="quiet small">各箱型单独装，按容积和载重至少要几个；实际以方案为准。</p>
          {types.map(({ type, marketName, volumeM3, maxFill, payloadKg }) => {
            const usable = volumeM3 * maxFill;
            const least = Math.max(1, Math.ceil(volume / usable), Math.ceil(mass / payloadKg));
            const isHeavy = mass / payloadKg > volume / usable;
            return (
              <Gauge
                key={type}
                title={`${marketName} ${type}`}
                value={isHeavy ? mass : volume}
                limit={least * (isHeavy ? payloadKg : usable)}
                says={`至少 ${least} 个，${isHeavy ? '载重' : '容积'} ${Math.round((100 * (isHeavy ? mass / payloadKg : volume / usable)) / least)}%`}
              />
            );
          })}
        </div>
      </Card>
    </>
  );
}

const round = (value: number): number => Math.round(value * THOUSANDTHS) / THOUSANDTHS;
