import { describe, expect, it } from 'vitest';
import { consolidate } from '../../../functions/interchange/services/gzsw/consolidation.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';

/** A 组货单 of merchants who export in their own name is consolidated only when a packing list names who declares. */

type Trade = { id: string; status: string; destinationCountry: string; portOfDischarge: string };

const trade = (changes: Partial<Trade> = {}): Trade => ({
  id: 'trade-1',
  status: 'REGISTERED',
  destinationCountry: 'ARE',
  portOfDischarge: 'AEJEA',
  ...changes,
});

const formed = (...trades: Trade[]) => {
  const tradingNos = trades.map((_, index) => `JY${index + 1}`);
  const exchange = {
    districtId: '500111',
    lists: shippedOn('2026-03-17'),
    store: { find: async (_district: string, _type: string, number: string) => ({ document: { tradeId: number } }) },
    apis: {
      send: async (_function: string, { params }: { params: { id: string } }) => ({
        done: trades[tradingNos.indexOf(params.id)],
      }),
    },
  };
  const document = { destinationCountry: 'ARE', tradingNos };
  return consolidate(exchange as never, document as never, undefined);
};

describe('a 组货单 without a consignor', () => {
  it('waits where trades state their port, and others none', async () => {
    const none = trade({ portOfDischarge: '待报关时确定' });
    expect(await formed(none, trade(), none)).toEqual({ consolidationId: undefined });
    const other = await formed(none, trade(), trade({ portOfDischarge: 'KEMBA' }));
    expect(other).toEqual({ refused: [expect.stringMatching(/交易单 JY3 的指运港为 KEMBA/)] });
  });

  it('waits where nothing speaks against it', async () => {
    expect(await formed(trade(), trade())).toEqual({ consolidationId: undefined });
  });

  it.each([
    ['a trade that was withdrawn', trade({ status: 'WITHDRAWN' }), /交易单 JY2 的状态为“已撤回”/],
    ['a trade to another country', trade({ destinationCountry: 'KEN' }), /交易单 JY2 运抵 KEN/],
    ['a trade to another port', trade({ portOfDischarge: 'KEMBA' }), /交易单 JY2 的指运港为 KEMBA/],
  ])('is refused at once with %s', async (_what, other, why) => {
    expect(await formed(trade(), other)).toEqual({ refused: [expect.stringMatching(why)] });
  });
});
