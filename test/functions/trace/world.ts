import fc from 'fast-check';
import type { EntityKind } from '../../../functions/events/entity.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import type { Consolidation, Entity, Goods, Trade } from '../../../functions/trace/domain/record.ts';
import { build as traceConsolidation } from '../../../functions/trace/subscribers/trace-consolidation.ts';
import { build as traceEntity } from '../../../functions/trace/subscribers/trace-entity.ts';
import { build as traceGoods } from '../../../functions/trace/subscribers/trace-goods.ts';
import { build as traceTrade } from '../../../functions/trace/subscribers/trace-trade.ts';
import { DAZU } from '../../kit/call.ts';
import { deliver as delivered } from '../../kit/deliver.ts';
import { idOf } from '../../kit/ids.ts';

export { idOf };

const facts = { districtId: DAZU, version: 1, at: '2026-03-17T01:30:00.000Z' };

export const entity = (number: number, kind: EntityKind, changes: Partial<Entity> = {}): Entity => ({
  ...facts,
  entityId: idOf('entity', number),
  kind,
  name: `${kind} ${number}`,
  filingNumber: `ORG-${number}`,
  status: 'ACTIVE',
  ...(kind === 'merchant' ? { stall: `A区1层${number}号` } : {}),
  ...changes,
});

export const goods = (number: number, merchant: number, changes: Partial<Goods> = {}): Goods => ({
  ...facts,
  goodsId: idOf('goods', number),
  goodsNumber: `SP-${number}`,
  merchantId: idOf('entity', merchant),
  nameZh: `商品 ${number}`,
  status: 'ACTIVE',
  ...changes,
});

export const trade = (
  number: number,
  merchant: number,
  goodsNumbers: number[],
  changes: Partial<Trade> = {},
): Trade => ({
  ...facts,
  tradeId: idOf('trade', number),
  status: 'REGISTERED',
  registeredAt: facts.at,
  merchantId: idOf('entity', merchant),
  buyerId: idOf('entity', 90),
  tradeOperatorId: idOf('entity', 91),
  vouchers: [{ type: 'CONTRACT', number: `HT-${number}` }],
  lines: goodsNumbers.map((one, index) => ({
    lineNo: index + 1,
    goodsId: idOf('goods', one),
    hsCode: '8205590000',
    nameZh: `商品 ${one}`,
  })),
  ...changes,
});

export const consolidation = (
  number: number,
  trades: number[],
  changes: Partial<Consolidation> = {},
): Consolidation => ({
  ...facts,
  consolidationId: idOf('consolidation', number),
  status: 'CONFIRMED',
  consolidatorId: idOf('entity', 92),
  tradeIds: trades.map((one) => idOf('trade', one)),
  containers: [],
  declarations: [],
  ...changes,
});

export interface World {
  readonly entities: Entity[];
  readonly goods: Goods[];
  readonly trades: Trade[];
  readonly consolidation: Consolidation;
}

export const parties = [
  entity(90, 'buyer'),
  entity(91, 'tradeOperator'),
  entity(92, 'consolidator'),
  entity(93, 'producer'),
];

/** Merchants with goods, trades of their goods, and a consolidation that packs and declares every line. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    trades: fc.array(
      fc.record({
        merchant: fc.integer({ min: 1, max: 4 }),
        goods: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    containers: fc.integer({ min: 1, max: 3 }),
    declarations: fc.integer({ min: 1, max: 3 }),
    places: fc.infiniteStream(fc.nat({ max: 1000 })),
  })
  .map(({ trades: drawn, containers, declarations, places }) => {
    const [...random] = places.take(200);
    const pick = (count: number) => (random.pop() ?? 0) % count;
    const trades = drawn.map((one, index) =>
      trade(
        index + 1,
        one.merchant,
        one.goods.map((number) => one.merchant * 10 + number),
      ),
    );
    const lines = trades.flatMap(({ tradeId, lines: own }) => own.map(({ lineNo }) => ({ tradeId, lineNo })));
    const packed = lines.flatMap((line) => [
      { ...line, container: pick(containers), cartons: 1 + pick(9) },
      ...(pick(3) === 0 ? [{ ...line, container: pick(containers), cartons: 1 }] : []),
    ]);
    const declared = lines.map((line) => ({ line, declaration: pick(declarations), merged: pick(2) }));
    return {
      entities: [...parties, ...[1, 2, 3, 4].map((number) => entity(number, 'merchant'))],
      goods: [1, 2, 3, 4].flatMap((merchant) =>
        [0, 1, 2, 3].map((number) => goods(merchant * 10 + number, merchant, { producerId: idOf('entity', 93) })),
      ),
      trades,
      consolidation: consolidation(
        1,
        trades.map((_one, index) => index + 1),
        {
          containers: Array.from({ length: containers }, (_one, no) => ({
            no: no + 1,
            type: '22G1',
            containerNumber: `CBHU00000${no}0`,
            lines: packed.filter(({ container }) => container === no).map(({ container: _container, ...line }) => line),
          })),
          declarations: Array.from({ length: declarations }, (_one, no) => ({
            no: no + 1,
            lines: [0, 1].flatMap((merged) => {
              const from = declared.filter((one) => one.declaration === no && one.merged === merged);
              return from.length === 0
                ? []
                : [{ lineNo: merged + 1, hsCode: '8205590000', mergedFrom: from.map(({ line }) => line) }];
            }),
          })),
        },
      ),
    };
  });

export type Event = readonly [name: string, detail: unknown];

export const eventsOf = (world: World): Event[] => [
  ...world.entities.map((detail): Event => ['EntityChanged', detail]),
  ...world.goods.map((detail): Event => ['GoodsChanged', detail]),
  ...world.trades.map((detail): Event => ['TradeChanged', detail]),
  ['ConsolidationChanged', world.consolidation],
];

const BUILDERS: Readonly<Record<string, (runtime: Runtime) => unknown>> = {
  EntityChanged: traceEntity,
  AdmissionChanged: traceEntity,
  GoodsChanged: traceGoods,
  TradeChanged: traceTrade,
  ConsolidationChanged: traceConsolidation,
};

/** Delivers an event to its subscriber as the bus would. */
export const deliver = (runtime: Runtime, [name, detail]: Event): Promise<void> =>
  delivered(BUILDERS[name]?.(runtime), name, detail);
