import { notFound, Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { type Consolidation, knownAs, PRINTABLE } from '../domain/consolidation.ts';
import { type PlanInForce, whilePlanned } from '../domain/paper.ts';
import type { PlannedCargo } from '../domain/planned-cargo.ts';
import type { Planned } from '../print/planned.ts';
import type { consolidationStore } from '../store/index.ts';
import { requireStatus, tradesHeld } from './reading.ts';

type Store = ReturnType<typeof consolidationStore>;

/**
 * What the papers of a plan are written from: of the plan in force, of an earlier one that is asked for by its revision, or
 * of a consolidation that was released. What is no longer in force says so.
 *
 * @param action for the message, where there is nothing to print
 * @throws Problem WRONG_STATE, NOT_FOUND
 */
export async function planToPrint(
  store: Store,
  stored: Stored<Consolidation>,
  asked: number | undefined,
  action: string,
  lists: Lists,
): Promise<Planned> {
  const { data } = stored;
  const revision = asked ?? data.revision;
  const isReleased = data.status === 'CANCELLED' && revision !== undefined;
  if (asked === undefined && !isReleased) requireStatus(data, PRINTABLE, action);
  if (revision === undefined && data.loaded) {
    const fact = `组货单 ${knownAs(data)} 按实际装箱清单确认，没有装箱方案，不能${action}`;
    throw new Problem('WRONG_STATE', says(fact, '请改看装箱清单的实装内容'));
  }
  const inForce = await planOf(store, stored, revision);
  const plan = inForce && (await store.plan({ ...stored, data: { ...data, revision } }));
  if (!plan) {
    const fact = `组货单 ${knownAs(data)} 没有第 ${revision} 版装箱方案`;
    throw new Problem('NOT_FOUND', says(fact, '请按历次版本所列的方案版次读取'));
  }
  const { consolidation, voided } = inForce;
  const buyers = plan.declared.declarations.map(({ buyerId }) => buyerId);
  const { trades, parties } = await cargoOf(store, stored, consolidation, buyers, voided !== undefined);
  return {
    consolidation: { ...consolidation, status: data.status },
    trades,
    parties: new Map(parties.map((party) => [party.entityId, party])),
    lists,
    voided,
    ...plan,
  };
}

/** A plan as it stood; of a consolidation that is older than its versions only that which it had last. */
async function planOf(
  store: Store,
  stored: Stored<Consolidation>,
  revision: number | undefined,
): Promise<PlanInForce | undefined> {
  const { data, updatedAt } = stored;
  if (revision === undefined) throw notFound();
  if (revision === data.revision && PRINTABLE.includes(data.status)) {
    const { loaded } = data;
    return { consolidation: data, ...(loaded && { voided: { at: loaded.at, reason: '已按实际装箱清单确认' } }) };
  }
  const found = whilePlanned(await store.versions(stored), revision);
  if (found || revision !== data.revision) return found;
  if (data.status !== 'CANCELLED') return { consolidation: data };
  return { consolidation: data, voided: { at: updatedAt, ...(data.releaseReason && { reason: data.releaseReason }) } };
}

/** Of a plan in force what is filed now; of one that is over what it was made of. */
async function cargoOf(
  store: Store,
  stored: Stored<Consolidation>,
  consolidation: Consolidation,
  buyers: readonly string[],
  isOver: boolean,
): Promise<PlannedCargo> {
  const kept = isOver ? await store.plannedCargo(stored, consolidation.revision ?? 0) : undefined;
  if (kept) return kept;
  const { districtId, consolidatorId, tradeOperatorId } = consolidation;
  const [trades, parties] = await Promise.all([
    tradesHeld(store, consolidation),
    store.parties(districtId, [consolidatorId, tradeOperatorId, ...buyers]),
  ]);
  return { trades, parties: [...parties.values()] };
}
