import { CONSOLIDATION_STATUS_NAMES } from '../../events/names.ts';
import { maySee } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { visible } from '../../shared/http/visible.ts';
import { notYet, says } from '../../shared/kernel/finding.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { type Consolidation, knownAs, type Status } from '../domain/consolidation.ts';
import { measured } from '../domain/measured.ts';
import type { Plan } from '../domain/plan-event.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import type { consolidationStore } from '../store/index.ts';

type Store = ReturnType<typeof consolidationStore>;

/** Reads a consolidation for a caller. */
export const readableIn = (store: Store) =>
  visible('consolidation', store.load, (caller, consolidation) => maySee(caller, scopeOf(consolidation)));

/** The plan of a consolidation that has one. @throws Error where it has none */
export async function planInForce(store: Store, stored: Stored<Consolidation>): Promise<Plan> {
  const plan = await store.plan(stored);
  if (!plan) throw new Error(`consolidation ${stored.data.id} is ${stored.data.status} without a plan`);
  return plan;
}

/** The trades that a consolidation holds, with cartons as last measured. */
export async function tradesHeld(store: Store, { tradeIds, measures }: Consolidation): Promise<TradeSnapshot[]> {
  const snapshots = await store.trades(tradeIds);
  return measured(
    snapshots.filter((trade) => trade !== undefined),
    measures,
  );
}

/** The district and the parties that a consolidation belongs to. */
export const scopeOf = ({ districtId, consolidatorId, tradeOperatorId }: Consolidation) => ({
  districtId,
  parties: [consolidatorId, tradeOperatorId],
});

/** What was loaded is no plan that could be changed. @throws Problem WRONG_STATE where a packing list is in force */
export function requireUnloaded(data: Consolidation, action: string): void {
  if (data.loaded === undefined) return;
  const fact = `组货单 ${knownAs(data)} 已按实际装箱清单确认，不能${action}`;
  throw new Problem('WRONG_STATE', says(fact, '实装有变的请重报装箱清单，卸箱的请先释放'));
}

/** The status, where it is one in which that may be done. @throws Problem WRONG_STATE otherwise */
export function requireStatus<S extends Status>(
  consolidation: Consolidation,
  allowed: readonly S[],
  action: string,
): S {
  const { status } = consolidation;
  const found = allowed.find((one) => one === status);
  if (found !== undefined) return found;
  const may = allowed.map((one) => CONSOLIDATION_STATUS_NAMES[one]).join('、');
  const fact = `组货单 ${knownAs(consolidation)} 的状态为“${CONSOLIDATION_STATUS_NAMES[status]}”，${may}的才可以${action}`;
  // A plan is made within a minute, and then there is a status that may be the right one.
  throw new Problem('WRONG_STATE', status === 'PLANNING' ? notYet(fact, '装箱方案正在计算，请几秒后重试') : fact);
}
