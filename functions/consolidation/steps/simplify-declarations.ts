import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { planDeclarations } from '../domain/declaration/declaration-plan.ts';
import { inContainers } from '../domain/declaration/declaration-result.ts';
import { declarationRulesOf } from '../domain/declaration/declaration-rules.ts';
import { ConsolidationInput, loaded, planningOf, stored } from '../services/planning.ts';
import { consolidationStore } from '../store/index.ts';

/**
 * Plans the declarations 简化申报 and stores them, with what they are made of, by the rules in force when the consolidation was
 * created.
 */
export const build = (runtime: Runtime) =>
  step('SimplifyDeclarations', ConsolidationInput, async (input) => {
    const { consolidationId, planning } = input;
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    const { trades } = await planningOf(store, consolidation, input);
    if (!(await store.declarationResult(consolidation, planning))) {
      const { containers } = stored(await store.loadResult(consolidation, planning), 'load');
      const plan = planDeclarations(trades, declarationRulesOf(await runtime.reference.at(consolidation.createdAt)));
      const { districtId, consolidatorId, tradeOperatorId } = consolidation.data;
      const buyers = trades.map(({ buyerId }) => buyerId);
      const parties = await store.parties(districtId, [...new Set([consolidatorId, tradeOperatorId, ...buyers])]);
      await store.keepPlannedCargo(consolidation, planning, { trades, parties: [...parties.values()] });
      await store.keepDeclarations(consolidation, planning, inContainers(plan, containers));
    }
    return { consolidationId };
  });

export const handler = build(awsRuntime());
