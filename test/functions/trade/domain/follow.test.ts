import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsolidationStatus } from '../../../../functions/events/consolidation.ts';
import { TradeStatus } from '../../../../functions/events/trade.ts';
import { type ConsolidationStep, follow } from '../../../../functions/trade/domain/follow.ts';
import { register } from '../../../../functions/trade/domain/register.ts';
import type { Trade } from '../../../../functions/trade/domain/trade.ts';
import { context, filed, history, idOf, request } from '../samples.ts';

const registration = register(request(), filed(), history(), context());
if ('refused' in registration) throw new Error('the sample breaks a rule');
const { trade } = registration;

const step = (consolidation: number, version: number, status: ConsolidationStatus): ConsolidationStep => ({
  consolidationId: idOf('consolidation', consolidation),
  version,
  status,
  tradeIds: [trade.id],
  containers: [],
});

/** The life of one consolidation, one version for each status. */
const life = (consolidation: number, ...statuses: ConsolidationStatus[]) =>
  statuses.map((status, index) => step(consolidation, index + 1, status));

const after = (steps: readonly ConsolidationStep[], from: Trade = trade): Trade =>
  steps.reduce((current, one) => follow(current, one) ?? current, from);

describe('follow', () => {
  it.each([
    ['AWAITING_MEASURES', 'REGISTERED'],
    ['PLANNING', 'REGISTERED'],
    ['PLANNED', 'CONSOLIDATED'],
    ['CONFIRMED', 'PACKED'],
    ['SEALED', 'PACKED'],
    ['CANCELLED', 'REGISTERED'],
    ['FAILED', 'REGISTERED'],
  ] as const)('%s makes the trade %s', (status, expected) => {
    for (const from of ['REGISTERED', 'CONSOLIDATED', 'PACKED'] as const) {
      expect(follow({ ...trade, status: from }, step(1, 2, status))?.status).toBe(expected);
    }
  });

  it.each(TradeStatus.options.filter((status) => !['REGISTERED', 'CONSOLIDATED', 'PACKED'].includes(status)))(
    'leaves a trade that is %s',
    (status) => {
      expect(follow({ ...trade, status }, step(1, 9, 'PLANNED'))).toBeUndefined();
    },
  );

  it.each(['AWAITING_MEASURES', 'PLANNING'] as const)('changes nothing when a consolidation begins as %s', (status) => {
    expect(follow(trade, step(1, 1, status))).toBeUndefined();
    expect(follow(after(life(1, 'PLANNING', 'PLANNED')), step(2, 1, status))).toBeUndefined();
  });

  it('knows the containers that hold its cartons, and none where it is not told whose they hold', () => {
    const other = idOf('trade', 9);
    const lines = (...own: [tradeId: string, cartons: number][]) =>
      own.map(([tradeId, cartons], index) => ({ tradeId, lineNo: index + 1, cartons }));
    const loaded = {
      ...step(1, 3, 'CONFIRMED'),
      containers: [
        {
          no: 1,
          type: '45G1',
          containerNumber: 'CBHU9876547',
          sealNumber: 'S1',
          lines: lines([other, 4], [trade.id, 2], [trade.id, 3]),
        },
        { no: 2, type: '22G1', lines: lines([other, 7]) },
      ],
    };
    const held = [{ no: 1, type: '45G1', containerNumber: 'CBHU9876547', sealNumber: 'S1', cartons: 5 }];
    expect(after([loaded]).consolidation?.containers).toEqual(held);
    const untold = { ...loaded, version: 4, containers: [{ no: 1, type: '45G1' }] };
    expect(after([loaded, untold]).consolidation?.containers).toBeUndefined();
    expect(after([loaded, { ...step(1, 4, 'PLANNING') }]).consolidation?.containers).toBeUndefined();
  });

  it('ends the same in whatever order and however often the steps arrive', () => {
    const lives = [
      ...life(1, 'PLANNING', 'FAILED'),
      ...life(2, 'PLANNING', 'PLANNED', 'CONFIRMED', 'CANCELLED'),
      ...life(3, 'PLANNING', 'PLANNED', 'CONFIRMED', 'SEALED'),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: lives.length }), fc.infiniteStream(fc.nat()), (length, random) => {
        const happened = lives.slice(0, length);
        const [...order] = random.take(length * 2);
        const repeated = [...happened, ...happened]
          .map((one, index) => ({ one, at: order[index] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(after(repeated)).toEqual(after(happened));
      }),
    );
  });

  it('does not let an earlier consolidation take a trade back', () => {
    const packed = after([...life(2, 'PLANNING', 'PLANNED', 'CONFIRMED')]);
    expect(follow(packed, step(1, 7, 'CANCELLED'))).toBeUndefined();
    expect(packed.status).toBe('PACKED');
  });
});
