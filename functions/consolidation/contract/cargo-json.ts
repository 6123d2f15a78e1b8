import type { Lists } from '../../shared/reference/lists/index.ts';
import { cartonGroups, loadRequest } from '../domain/cargo.ts';
import type { Consolidation } from '../domain/consolidation.ts';
import { marketName } from '../domain/container-types.ts';
import { kilograms } from '../domain/scale.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import type { CargoJson } from './cargo.ts';

/** The planner's request of a consolidation in the API's form: what a load is judged by. */
export function cargoToJson(
  { id, containerTypes, options }: Pick<Consolidation, 'id' | 'containerTypes' | 'options'>,
  trades: readonly TradeSnapshot[],
  lists: Lists,
): CargoJson {
  const request = loadRequest(trades, containerTypes, options, lists);
  const items = new Map(request.items.map((item) => [item.id, item]));
  return {
    id,
    containerTypes: request.containers.map(
      ({ type, lengthMm, widthMm, heightMm, doorHeightMm, payloadG, maxFill }) => ({
        type,
        marketName: marketName(type, lists),
        lengthMm,
        widthMm,
        heightMm,
        doorHeightMm,
        payloadKg: kilograms(payloadG),
        maxFill,
      }),
    ),
    cartons: cartonGroups(trades).map(({ itemId, tradeId, lineNo, firstCartonNo, group, line }) => ({
      id: itemId,
      tradeId,
      lineNo,
      firstCartonNo,
      count: group.count,
      name: line.nameZh,
      lengthMm: group.lengthMm,
      widthMm: group.widthMm,
      heightMm: group.heightMm,
      grossWeightKg: kilograms(group.grossG),
      thisSideUp: group.thisSideUp,
      stackable: group.stackable,
      ...(group.maxLoadG !== undefined && { maxLoadKg: kilograms(group.maxLoadG) }),
      segregation: items.get(itemId)?.segregation ?? '',
    })),
    conflicts: request.conflicts ?? [],
    requireSupport: request.requireSupport,
    supportShare: request.supportShare,
    clearanceMm: request.clearanceMm,
  };
}
