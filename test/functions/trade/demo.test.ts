import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import trades from '../../../seeds/demo/trades.json' with { type: 'json' };
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { agreement, file, idOf, partyOf, trowel } from './samples.ts';

/** The sheet that the sample chain starts from: goods, cartons, gross kilograms, net kilograms, US dollars. */
const SHEET = [
  ['G0001', 220, 4400, 4180, 22000],
  ['G0002', 150, 2400, 2250, 18000],
  ['G0003', 100, 3100, 3000, 15000],
  ['G0004', 120, 1560, 1440, 12000],
  ['G0005', 275, 2915, 2640, 11000],
  ['G0006', 90, 2790, 2700, 9000],
  ['G0007', 400, 8200, 8000, 8000],
  ['G0008', 140, 1890, 1750, 7000],
  ['G0009', 65, 1040, 975, 6500],
  ['G0010', 100, 1000, 900, 5000],
  ['G0011', 100, 2480, 2400, 4000],
  ['G0012', 60, 540, 480, 3000],
  ['G0013', 125, 1375, 1250, 2500],
];

const lines = trades.flatMap((trade) => trade.body.lines);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const milli = (kilograms: number) => Math.round(kilograms * 1000);

describe('the demo trades', () => {
  it('are the sheet, line by line', () => {
    const rows = lines.map((line) => [
      line.goodsKey,
      sum(line.cartons.map((group) => group.count)),
      sum(line.cartons.map((group) => group.count * milli(group.grossWeightKg))) / 1000,
      sum(line.cartons.map((group) => group.count * milli(group.netWeightKg))) / 1000,
      Number(line.amount),
    ]);
    expect(rows.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual(SHEET);
  });

  it('fill exactly 64.8 m³ with 1,945 cartons', () => {
    const groups = lines.flatMap((line) => line.cartons);
    expect(sum(groups.map((group) => group.count))).toBe(1945);
    expect(sum(groups.map((group) => group.count * group.lengthMm * group.widthMm * group.heightMm))).toBe(
      64_800_000_000,
    );
  });

  describe('sent to the API', () => {
    const registry = useRegistry();
    const entities = ['M1', 'M2', 'M3', 'B1', 'TO1'];
    const entity = (key: string) => idOf('entity', entities.indexOf(key) + 1);
    const goods = (key: string) => idOf('goods', Number(key.slice(1)));

    beforeAll(async () => {
      const kinds = { B: 'buyer', T: 'tradeOperator', M: 'merchant' } as const;
      await file(registry.runtime, {
        parties: entities.map((key) =>
          partyOf(entity(key), kinds[key.charAt(0) as keyof typeof kinds], { nationality: 'ARE' }),
        ),
        goods: trades.flatMap(({ body }) =>
          body.lines.map((line) =>
            trowel({
              goodsId: goods(line.goodsKey),
              merchantId: entity(body.merchantKey),
              dealUnit: line.unit,
              ...('secondQuantity' in line ? { secondUnit: '035' } : {}),
            }),
          ),
        ),
        agreements: ['M1', 'M2'].map((key, index) =>
          agreement({
            agreementId: idOf('agreement', index + 1),
            merchantId: entity(key),
            tradeOperatorId: entity('TO1'),
          }),
        ),
      });
    });

    it('are registered without a warning', async () => {
      const replies = [];
      for (const { body } of trades) {
        const { merchantKey, buyerKey, tradeOperatorKey, ...rest } = body;
        const reply = await call(build(registry.runtime), tradeApi, 'registerTrade', {
          caller: clerk(),
          body: {
            ...rest,
            merchantId: entity(merchantKey),
            buyerId: entity(buyerKey),
            ...(tradeOperatorKey === undefined ? {} : { tradeOperatorId: entity(tradeOperatorKey) }),
            lines: body.lines.map(({ goodsKey, ...line }) => Object.assign(line, { goodsId: goods(goodsKey) })),
          },
        });
        replies.push(reply);
      }
      expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201]);
      expect(replies.map((reply) => reply.body.totalUsd.amount)).toEqual(['63000.00', '35500.00', '24500.00']);
      expect(sum(replies.map((reply) => milli(reply.body.grossWeightKg)))).toBe(33_690_000);
      expect(sum(replies.map((reply) => milli(reply.body.netWeightKg)))).toBe(31_965_000);
      expect(replies.map((reply) => reply.body.volumeM3)).toEqual([24.014, 33.791, 6.995]);
    });
  });
});
