import { findingOf } from '../domain/findings.ts';
import type { LotTally } from '../domain/lot.ts';
import type { Trade } from '../domain/trade.ts';
import type { LotJson, WhereJson } from './lots.ts';

export function whereToJson(lot: LotTally, trade: Trade | undefined): WhereJson {
  const { lineNo, state, registered, received, loaded, takenOut, places, boxes } = lot;
  const nameZh = trade?.lines.find((line) => line.lineNo === lineNo)?.nameZh;
  return {
    lineNo,
    ...(nameZh !== undefined && { nameZh }),
    state,
    ...(registered !== undefined && { registered }),
    received,
    loaded,
    takenOut,
    places: places.map(({ name, cartons }) => ({ place: name, cartons })),
    containers: boxes.map(({ name, cartons }) => ({ containerNumber: name, cartons })),
    receivedFrom: lot.receivedFrom,
    receivedUntil: lot.receivedUntil,
    loadedUntil: lot.loadedUntil,
    takenOutUntil: lot.takenOutUntil,
  };
}

export const lotToJson = (lot: LotTally, index: number, tradeId: string, trade: Trade | undefined): LotJson => ({
  tradeId,
  ...(trade?.tradeNumber !== undefined && { tradeNumber: trade.tradeNumber }),
  ...whereToJson(lot, trade),
  accepted: lot.accepted,
  held: lot.held,
  givenBack: lot.givenBack,
  damaged: lot.damaged,
  signable: lot.signable,
  findings: lot.troubles.map((trouble) => findingOf(trouble, `/items/${index}`)),
});
