import { StallVacated } from '../../events/market.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { stallText } from '../../shared/kernel/stall.ts';
import { announce } from '../../shared/outbox/message.ts';
import { form } from '../../shared/table/form.ts';
import type { Key } from '../../shared/table/keys.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { SaidOfStall } from '../domain/market-stall.ts';
import type { EntityOf } from '../domain/submission.ts';
import { stallHolderIn, stallPartition } from './claims.ts';

const SAID = form('filing-market-stall', SaidOfStall);

type Place = Pick<EntityOf<'merchant'>, 'marketId' | 'stall'>;

const placeIn = ({ marketId, building, floor, street, number }: SaidOfStall): Place => ({
  marketId,
  stall: { building, number, ...(floor !== undefined && { floor }), ...(street !== undefined && { street }) },
});

const saidKey = (districtId: DistrictId, place: Place): Key => stallPartition('MARKET_STALL', districtId, place);

/** This was told of before. */
class AlreadyTold extends Error {
  override readonly name = 'AlreadyTold';
}

/** What markets' operators say of stalls. */
export const marketStalls = (table: Table) => ({
  async marketSays(districtId: DistrictId, place: Place): Promise<SaidOfStall | undefined> {
    const item = await table.get(saidKey(districtId, place));
    return item && keptDetail(SAID, item);
  },

  /** Keeps what is said of a stall; of one that is vacated, whoever holds it is told, once. */
  async keepSaid(said: SaidOfStall): Promise<void> {
    const key = saidKey(said.districtId, placeIn(said));
    if (said.state === 'VACATED') await tellHolder(table, key, said);
    await keepNewest(table, key, SAID, said);
  },
});

/** Told before it is kept: what breaks off between the two is done again. */
async function tellHolder(table: Table, { pk }: Key, said: SaidOfStall): Promise<void> {
  const { districtId, version, at, vacatedOn, reason } = said;
  const place = placeIn(said);
  const kept = await table.get(saidKey(districtId, place));
  const holder = stallHolderIn(await table.get(stallPartition('STALL', districtId, place)));
  if (!holder || vacatedOn === undefined || (kept && Number(kept['version']) >= version)) return;
  const told = {
    districtId,
    version,
    at,
    ...holder,
    stall: stallText(place.stall),
    vacatedOn,
    ...(reason !== undefined && { reason }),
  };
  try {
    await table.commit(outboxWrites(pk, version, at, [announce(StallVacated, told)], () => new AlreadyTold()));
  } catch (error) {
    if (!(error instanceof AlreadyTold)) throw error;
  }
}
