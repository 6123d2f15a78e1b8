import type { z } from 'zod';
import { GoodsReceived } from '../../events/shipment.ts';
import type { Tally } from './tally.ts';

type Told = z.input<typeof GoodsReceived.detail>;

/** What is told of the lots whose received count, or that of the damaged, is another than before. */
export const receivedChanges = (
  before: Tally,
  after: Tally,
  about: Pick<Told, 'districtId' | 'tradeId' | 'tradeNumber' | 'version' | 'at' | 'by'>,
): Told[] =>
  after.lots.flatMap(({ lineNo, received, damaged, registered, places, receivedUntil }) => {
    const was = before.lots.find((lot) => lot.lineNo === lineNo);
    if ((was?.received ?? 0) === received && (was?.damaged ?? 0) === damaged) return [];
    return [
      {
        ...about,
        lineNo,
        cartons: received,
        damaged,
        ...(registered !== undefined && { registered }),
        places: places.map(({ name, cartons }) => ({ place: name, cartons })),
        ...(receivedUntil !== undefined && { occurredAt: receivedUntil }),
      },
    ];
  });
