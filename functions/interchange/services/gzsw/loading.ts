import { CONSOLIDATION_STATUS_NAMES } from '../../../events/names.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { about, type NotTaken, notTaken } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf } from '../../store/gzsw-documents.ts';
import { confirmLoaded, holdsItsTrades, type Planned, planned } from './consolidation.ts';
import type { Exchange } from './exchange.ts';

type Ports = Pick<Exchange, 'apis' | 'store' | 'districtId'>;

type Packing = Pick<DocumentOf<'PACK'>, 'rows' | 'packedOn' | 'warehouse'>;

export type Rows = DocumentOf<'PACK'>['rows'];

/**
 * Confirms a packing list that an earlier release has left waiting for a plan; why it could not be is kept for its query.
 */
export async function confirmWaiting(ports: Ports, number: string): Promise<void> {
  const { store, districtId } = ports;
  const kept = await store.find(districtId, 'PACK', number);
  if (!kept || kept.document.isConfirmed) return;
  const problems: string[] = [];
  for (const combination of combinationsOf(kept.document.rows)) {
    const consolidationId = (await store.find(districtId, 'COMB', combination))?.document.consolidationId;
    const current = consolidationId === undefined ? undefined : await planned(ports, consolidationId);
    const refused = current
      ? await conclude(ports, current, kept.document, combination)
      : notTaken('没有找到对应的组货');
    if (refused) problems.push(...about(`组货单 ${combination}`, refused).refused);
  }
  const problem = problems.length === 0 ? undefined : problems.join('；');
  if (problem !== undefined && problem === kept.document.problem) return;
  await store.change(districtId, kept, { ...kept.document, isConfirmed: problem === undefined, problem });
}

export const combinationsOf = (rows: Rows): string[] => [...new Set(rows.map(({ combination }) => combination))];

/** Records what was loaded of a 组货单, whether it was planned otherwise or not at all, or says what is in the way. */
export async function conclude(
  ports: Pick<Ports, 'apis' | 'districtId'>,
  current: Planned,
  { rows, packedOn, warehouse }: Packing,
  combination: string,
): Promise<NotTaken | undefined> {
  if (!holdsItsTrades(current)) {
    const ended = `组货已终止（${CONSOLIDATION_STATUS_NAMES[current.status]}）`;
    return notTaken(current.failure?.message ?? says(ended, '请重新报送组货单'));
  }
  const containers = rows
    .filter((row) => row.combination === combination)
    .map(({ containerNumber, containerType }) => ({
      containerNumber,
      type: containerType,
      ...(isShared(rows, containerNumber) && { shared: true as const }),
    }));
  return confirmLoaded(ports, current.id, containers, {
    ...(packedOn !== undefined && { packedOn }),
    // The platform is the district's, and so are the warehouses that its packing lists name.
    ...(warehouse !== undefined && { packingDistrict: ports.districtId }),
  });
}

/** Whether a container holds goods of several 组货单. */
const isShared = (rows: Rows, containerNumber: string): boolean =>
  new Set(rows.flatMap((row) => (row.containerNumber === containerNumber ? [row.combination] : []))).size > 1;
