import { CONSOLIDATION_STATUS_NAMES } from '../../../events/names.ts';
import { says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { about, type NotTaken, notTaken } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf } from '../../store/gzsw-documents.ts';
import { confirm, type Packed, type Planned, planned } from './consolidation.ts';
import type { Exchange } from './exchange.ts';
import { UNMEASURED } from './waiting.ts';

type Ports = Pick<Exchange, 'apis' | 'store' | 'districtId' | 'lists'>;

export type Rows = DocumentOf<'PACK'>['rows'];

/** Nothing to wait for: the containers are confirmed. */
export type Loaded = { readonly waitsFor: readonly string[] } | NotTaken;

/**
 * Has a packing list confirmed when the consolidations of its 组货单 are planned. One that was planned before this was noted
 * told nobody, so it is looked at once more.
 */
export async function confirmLater(ports: Ports, number: string, { rows }: DocumentOf<'PACK'>): Promise<void> {
  const { store, districtId } = ports;
  for (const combination of combinationsOf(rows)) {
    const consolidationId = (await store.find(districtId, 'COMB', combination))?.document.consolidationId;
    if (consolidationId !== undefined) await store.noteWaiting(districtId, consolidationId, number);
  }
  await confirmPlanned(ports, number);
}

/** Confirms a packing list as far as its consolidations are planned; why it could not be is kept for its query. */
export async function confirmPlanned(ports: Ports, number: string): Promise<void> {
  const { store, districtId } = ports;
  const kept = await store.find(districtId, 'PACK', number);
  if (!kept || kept.document.isConfirmed) return;
  const problems: string[] = [];
  let isConfirmed = true;
  for (const combination of combinationsOf(kept.document.rows)) {
    const consolidationId = (await store.find(districtId, 'COMB', combination))?.document.consolidationId;
    const plan = consolidationId === undefined ? undefined : await planned(ports, consolidationId);
    const rows = kept.document.rows.filter((row) => row.combination === combination);
    const types = rows.map(({ containerType }) => containerType);
    const result: Loaded = plan
      ? await conclude(ports, plan, rows, { containerTypes: types })
      : notTaken('没有找到对应的组货');
    if ('refused' in result) problems.push(...about(`组货单 ${combination}`, result).refused);
    isConfirmed &&= 'waitsFor' in result && result.waitsFor.length === 0;
  }
  const problem = problems.length === 0 ? undefined : problems.join('；');
  if (!isConfirmed && problem === kept.document.problem) return;
  await store.change(districtId, kept, { ...kept.document, isConfirmed, problem });
}

const combinationsOf = (rows: Rows): string[] => [...new Set(rows.map(({ combination }) => combination))];

/** Confirms a 组货单 as planned with the containers of its packing list, or says what is in the way. */
export async function conclude(
  exchange: Ports,
  plan: Planned,
  rows: Rows,
  packed: Pick<Packed, 'containerTypes'>,
): Promise<Loaded> {
  const numbers = plan.containers.map(({ type }, index) => {
    const place = plan.containers.slice(0, index).filter((container) => container.type === type).length;
    return rows.filter(({ containerType }) => containerType === type)[place]?.containerNumber ?? '';
  });
  if (plan.status === 'CONFIRMED' || plan.status === 'SEALED') {
    const isSame = plan.containers.every(({ containerNumber }) =>
      rows.some((row) => row.containerNumber === containerNumber),
    );
    return isSame ? { waitsFor: [] } : notTaken(says('已按其他集装箱确认装箱', '请核对箱号，或先解除组货'));
  }
  if (plan.status === 'AWAITING_MEASURES') return { waitsFor: [UNMEASURED] };
  if (plan.status === 'PLANNING') return { waitsFor: ['装箱方案正在计算'] };
  if (plan.status !== 'PLANNED')
    return notTaken(plan.failure?.message ?? `组货已终止（${CONSOLIDATION_STATUS_NAMES[plan.status]}）`);
  if (!isSameFleet(plan, packed)) {
    return notTaken(
      says(
        `装箱方案为 ${fleetText(
          plan.containers.map(({ type }) => type),
          exchange.lists,
        )}，报文为 ${fleetText(packed.containerTypes, exchange.lists)}`,
        '请核对箱型和箱数',
      ),
    );
  }
  return (await confirm(exchange, plan, numbers)) ?? { waitsFor: [] };
}

const isSameFleet = ({ containers }: Planned, { containerTypes: types }: Pick<Packed, 'containerTypes'>): boolean =>
  containers
    .map(({ type }) => type)
    .sort()
    .join() === [...types].sort().join();

/** Whether what is or will be planned can be the containers that were used. */
export function isMeantFor(plan: Planned, packed: Pick<Packed, 'containerTypes'>): boolean {
  if (plan.status === 'PLANNED') return isSameFleet(plan, packed);
  if (plan.status !== 'AWAITING_MEASURES' && plan.status !== 'PLANNING') return true;
  // What is planned for other containers is not waited for: its plan would not be the one.
  const types = new Set(packed.containerTypes);
  return types.symmetricDifference(new Set(plan.containerTypes)).size === 0;
}

const fleetText = (types: readonly string[], { containerTypes }: Lists): string =>
  [...Map.groupBy(types.toSorted(), (type) => type)]
    .map(([type, same]) => `${same.length}×${containerTypes.get(type)?.marketName ?? type}`)
    .join('、');
