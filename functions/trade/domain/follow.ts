import type { z } from 'zod';
import { ConsolidationChanged, type ConsolidationStatus } from '../../events/consolidation.ts';
import type { Trade, TradeContainer } from './trade.ts';

/** One change of a consolidation that holds or held a trade's goods. */
export const ConsolidationStep = ConsolidationChanged.detail.pick({
  consolidationId: true,
  consolidationNumber: true,
  version: true,
  status: true,
  tradeIds: true,
  containers: true,
});

export type ConsolidationStep = z.infer<typeof ConsolidationStep>;

/** While it is measured and planned a trade only waits; its ledger holds the goods meanwhile. */
const STATUS_BY_CONSOLIDATION: Record<ConsolidationStatus, Trade['status']> = {
  AWAITING_MEASURES: 'REGISTERED',
  PLANNING: 'REGISTERED',
  PLANNED: 'CONSOLIDATED',
  CONFIRMED: 'PACKED',
  SEALED: 'PACKED',
  CANCELLED: 'REGISTERED',
  FAILED: 'REGISTERED',
};

/** Before it is registered, and after it is withdrawn or declared, no consolidation moves a trade. */
const MOVABLE: ReadonlySet<Trade['status']> = new Set(['REGISTERED', 'CONSOLIDATED', 'PACKED']);

/**
 * The trade after a step of a consolidation, or undefined where the step changes nothing: it came twice or too late, or
 * only began. A trade stands in one consolidation at a time and identifiers rise with time, so identifier and version order
 * all steps that a trade can see.
 */
export function follow(trade: Trade, step: Omit<ConsolidationStep, 'tradeIds'>): Trade | undefined {
  if (!MOVABLE.has(trade.status) || isCreation(step) || !isLater(step, trade.consolidation)) return undefined;
  return {
    ...trade,
    status: STATUS_BY_CONSOLIDATION[step.status],
    consolidation: {
      id: step.consolidationId,
      version: step.version,
      number: step.consolidationNumber,
      containers: containersOf(trade, step),
    },
  };
}

/**
 * The containers of a plan in force that hold cartons of a trade; undefined where the event does not tell whose they are.
 */
function containersOf(
  { id }: Trade,
  { containers }: Pick<ConsolidationStep, 'containers'>,
): TradeContainer[] | undefined {
  if (containers.length === 0 || containers.some(({ lines }) => lines === undefined)) return undefined;
  return containers.flatMap(({ no, type, containerNumber, sealNumber, lines = [] }) => {
    const cartons = lines.filter(({ tradeId }) => tradeId === id).reduce((sum, line) => sum + line.cartons, 0);
    return cartons === 0 ? [] : [{ no, type, containerNumber, sealNumber, cartons }];
  });
}

/** A consolidation begins with goods that are free: there is nothing of them to change, nor anything of it to undo. */
const isCreation = ({ version, status }: Pick<ConsolidationStep, 'version' | 'status'>): boolean =>
  version === 1 && (status === 'AWAITING_MEASURES' || status === 'PLANNING');

const isLater = (step: Omit<ConsolidationStep, 'tradeIds'>, seen: Trade['consolidation']): boolean =>
  seen === undefined ||
  step.consolidationId > seen.id ||
  (step.consolidationId === seen.id && step.version > seen.version);
