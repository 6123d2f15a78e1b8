import { z } from 'zod';
import { ConsolidationChanged } from '../../events/consolidation.ts';
import type { Timed } from './order.ts';
import type { Trouble } from './trouble.ts';

/** What a consolidation tells of the containers into which goods are to go. */
export const ToldPlan = ConsolidationChanged.detail.pick({
  districtId: true,
  version: true,
  consolidationId: true,
  tradeIds: true,
  left: true,
  containers: true,
  action: true,
});

/** The containers that a consolidation means for the lines of one trade; none where it holds the trade no more. */
export const Plan = z.object({
  districtId: z.string(),
  version: z.int(),
  containers: z.array(z.object({ containerNumber: z.string(), lineNos: z.array(z.int()) })),
});

export type Plan = z.infer<typeof Plan>;

/** While a plan is made and until it is confirmed, no container has a number. */
const UNNUMBERED: ReadonlySet<string> = new Set(['CREATE', 'START', 'PLAN']);

/** What is to be kept of each trade that a consolidation holds, or has let go. */
export function plansOf(told: z.infer<typeof ToldPlan>): { readonly tradeId: string; readonly plan: Plan }[] {
  const { districtId, version, tradeIds, left = [], containers, action } = told;
  if (action !== undefined && UNNUMBERED.has(action)) return [];
  const meant = (tradeId: string): Plan['containers'] =>
    containers.flatMap(({ containerNumber, lines = [] }) => {
      const lineNos = lines.filter((line) => line.tradeId === tradeId).map(({ lineNo }) => lineNo);
      return containerNumber === undefined || lineNos.length === 0 ? [] : [{ containerNumber, lineNos }];
    });
  return [...new Set([...tradeIds, ...left.map(({ tradeId }) => tradeId)])].map((tradeId) => ({
    tradeId,
    plan: { districtId, version, containers: meant(tradeId) },
  }));
}

/** A loading into a container that is not meant for the line; it counts all the same. */
export function otherBox(
  { fact }: Timed,
  lineNo: number,
  meant: Plan['containers'],
): Extract<Trouble, { code: 'OTHER_BOX' }> | undefined {
  if (fact.kind !== 'LOAD') return undefined;
  const boxes = meant.filter(({ lineNos }) => lineNos.includes(lineNo)).map((one) => one.containerNumber);
  return boxes.length === 0 || boxes.includes(fact.visit ?? '')
    ? undefined
    : { code: 'OTHER_BOX', boxes: [...new Set(boxes)].toSorted() };
}
