import type { EntityKind } from '../../events/entity.ts';

/**
 * How far the directory of counterparties reaches for somebody: every party of the district; those that they filed
 * themselves; those whom they traded with, too; or the merchants that entrusted them.
 */
export type Reach = 'DISTRICT' | 'OWN' | 'TRADED' | 'ENTRUSTED';

/** What a trade is registered, consolidated and shipped by: anybody may choose among them. */
const OPEN: ReadonlySet<EntityKind> = new Set([
  'tradeOperator',
  'consolidator',
  'customsBroker',
  'freightForwarder',
  'warehouse',
  'carrier',
]);

/** Whether whoever may name a party of the kind may know its grade: those whom anybody may choose are chosen by it. */
export const isOpen = (kind: EntityKind): boolean => OPEN.has(kind);

/**
 * Which parties of a kind somebody may name as counterparties. The centre's clerks file for everybody. A list of buyers is
 * its merchant's livelihood, and one of merchants its operator's: nobody sees another's.
 */
export function reachOf(role: string, kind: EntityKind): Reach {
  if (role === 'clerk' || isOpen(kind)) return 'DISTRICT';
  if (kind === 'buyer') return 'TRADED';
  return kind === 'merchant' && role === 'agent' ? 'ENTRUSTED' : 'OWN';
}
