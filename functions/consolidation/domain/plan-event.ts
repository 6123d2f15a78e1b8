import type { z } from 'zod';
import type { ConsolidationAction, ConsolidationChanged } from '../../events/consolidation.ts';
import { type Consolidation, packingNumberOf } from './consolidation.ts';
import type { DeclarationResult } from './declaration/declaration-result.ts';
import type { LoadResult, PlannedContainer } from './load-result.ts';
import type { LoadedDocument } from './loaded/document.ts';
import { isSealed } from './loaded/list.ts';
import { countedLines, tradesIn } from './loaded/told.ts';

/** A plan: where every carton stands, and how everything is declared. */
export interface Plan {
  readonly load: LoadResult;
  readonly declared: DeclarationResult;
}

/** What stands: a plan, or what was loaded. */
export type InForce = Plan | LoadedDocument;

type ToldContainer = z.infer<typeof ConsolidationChanged.detail>['containers'][number];

/** Characters of the lines in an event, which carries 200 KiB; what is larger stands in the consolidation alone. */
const MAX_CHARACTERS = 120_000;

/**
 * All that the other capabilities need of a consolidation at one of its versions;
 * with the trade lines of each container and declaration while there is a plan and they are not too many to tell.
 */
export function consolidationChanged(
  data: Consolidation,
  version: number,
  at: string,
  inForce: InForce | undefined,
): z.infer<typeof ConsolidationChanged.detail> {
  const { id, districtId, status, consolidatorId, consolidatorName, tradeIds, held } = data;
  const boxes = inForce ? containersOf(data, inForce) : [];
  const declarations = inForce?.declared?.declarations ?? [];
  const lines = {
    containers: boxes.map((box) => box.lines),
    declarations: declarations.map((declaration) =>
      declaration.lines.map(({ hsCode, mergedFrom }, index) => ({ lineNo: index + 1, hsCode, mergedFrom })),
    ),
  };
  const isTold = JSON.stringify(lines).length <= MAX_CHARACTERS;
  return {
    consolidationId: id,
    consolidationNumber: data.consolidationNumber,
    districtId,
    version,
    at,
    status,
    consolidatorId,
    consolidatorName,
    tradeIds,
    held,
    reason: reasonOf(data),
    ...(inForce &&
      'list' in inForce &&
      data.loaded && {
        loaded: {
          version: data.loaded.version,
          isSealed: isSealed(inForce.list),
          ...(data.loaded.supersededRevision !== undefined && {
            supersededRevision: data.loaded.supersededRevision,
          }),
        },
      }),
    containers: boxes.map(({ lines: _lines, ...box }, index) => {
      const told = isTold ? lines.containers[index] : undefined;
      return { ...box, ...(told && { lines: told }) };
    }),
    declarations: declarations.map(({ no }, index) => ({
      no,
      ...(isTold ? { lines: lines.declarations[index] } : {}),
    })),
  };
}

const containersOf = (data: Consolidation, inForce: InForce): ToldContainer[] =>
  'list' in inForce
    ? inForce.list.containers.map(({ no, type, containerNumber, sealNumber }) => ({
        no,
        type,
        packingNumber: packingNumberOf(data, no),
        containerNumber,
        sealNumber,
        tradeIds: tradesIn(no, inForce),
        lines: countedLines(no, inForce),
      }))
    : inForce.load.containers.map((container) => {
        const seal = data.seals?.find((one) => one.no === container.no);
        return {
          no: container.no,
          type: container.type,
          packingNumber: packingNumberOf(data, container.no),
          containerNumber: seal?.containerNumber,
          sealNumber: seal?.sealNumber,
          lines: linesOf(container),
        };
      });

const linesOf = ({ placements }: PlannedContainer) =>
  [...Map.groupBy(placements, ({ tradeId, lineNo }) => `${tradeId}/${lineNo}`).values()].flatMap((cartons) =>
    cartons.slice(0, 1).map(({ tradeId, lineNo }) => ({ tradeId, lineNo, cartons: cartons.length })),
  );

/** What one change of a consolidation did, for those who are told: what it is called, why, and which trades it let go. */
export function step(
  data: Consolidation,
  before: Consolidation | undefined,
  { action }: { readonly action: ConsolidationAction },
): Pick<z.infer<typeof ConsolidationChanged.detail>, 'action' | 'reason' | 'left'> {
  const left = before?.held?.filter(({ tradeId }) => !data.tradeIds.includes(tradeId)) ?? [];
  return { action, reason: reasonOf(data, before), ...(left.length > 0 && { left }) };
}

/** Why it was released, could not be planned, or is changed late, while that is planned and once it is. */
const reasonOf = ({ status, releaseReason, failure, amendment }: Consolidation, before?: Consolidation) =>
  status === 'CANCELLED' ? releaseReason : (failure?.message ?? amendment?.reason ?? before?.amendment?.reason);
