import { type Caller, isCityWide } from '../../shared/auth/caller.ts';
import { ruleViolation } from '../../shared/http/problem.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Write } from '../../shared/table/write.ts';
import { type Consolidation, knownAs } from '../domain/consolidation.ts';
import { type ContainerHold, holdersOf, holdFrom, isHeld } from '../domain/container-hold.ts';
import { containerInUse } from '../domain/rules/container-in-use.ts';
import type { consolidationStore } from '../store/index.ts';

type Store = ReturnType<typeof consolidationStore>;

/** A container that a consolidation is packed into. */
interface Packed {
  readonly containerNumber: string;
  /** A packing list says that others' goods lie in it too. */
  readonly isShared?: true | undefined;
}

/**
 * Takes the container numbers of a confirmation. A hold counts while its time runs and its consolidation is loaded into
 * that container; one that was released, or loaded anew into another, may be taken over. What is loaded with the goods of
 * others, for the same consolidator and port, is held by all of them.
 *
 * @throws Problem RULE_VIOLATION naming every container that is in use
 */
export async function holdContainers(
  store: Store,
  caller: Caller,
  own: Consolidation,
  containers: readonly Packed[],
  at: string,
  terms: RowOf<'consolidationTerms'>,
): Promise<Write[]> {
  const holds = await store.holds(containers.map(({ containerNumber }) => containerNumber));
  const others = await Promise.all(holds.map((hold) => loadedInto(store, hold && isHeld(hold, at) ? hold : undefined)));
  const findings = containers.flatMap(({ isShared }, index) => {
    const hold = holds[index];
    const strange = others[index]!.find(({ data }) => data.id !== own.id && !(isShared && mayShare(data, own)));
    if (hold === undefined || strange === undefined) return [];
    const districtId = parseIdentifier('consolidation', strange.data.id)?.districtId;
    const mayName = isCityWide(caller) || districtId === caller.districtId;
    const named = mayName ? knownAs(strange.data) : undefined;
    return containerInUse(hold, `/containers/${index}/containerNumber`, named, terms);
  });
  if (findings.length > 0) throw ruleViolation(findings);
  return containers.map(({ containerNumber }, index) => {
    const [first = own.id, ...rest] = new Set([...others[index]!.map(({ data }) => data.id), own.id]);
    const hold = holdFrom(containerNumber, first, at, terms);
    return store.hold(rest.length === 0 ? hold : { ...hold, sharedBy: rest }, holds[index]);
  });
}

/** The consolidations that are loaded into a held container. A late change that is being planned may leave it as it is. */
async function loadedInto(store: Store, hold: ContainerHold | undefined): Promise<Stored<Consolidation>[]> {
  if (hold === undefined) return [];
  const holders = await Promise.all(holdersOf(hold).map((id) => store.load(id)));
  return holders.filter(
    (holder) =>
      holder !== undefined &&
      ['CONFIRMED', 'SEALED', 'PLANNING'].includes(holder.data.status) &&
      (holder.data.loaded?.containers ?? holder.data.seals ?? []).some(
        ({ containerNumber }) => containerNumber === hold.containerNumber,
      ),
  ) as Stored<Consolidation>[];
}

/** Whether goods of both may lie in one container: loaded by the same consolidator, for the same port. */
const mayShare = (other: Consolidation, own: Consolidation): boolean =>
  other.loaded !== undefined &&
  other.consolidatorId === own.consolidatorId &&
  other.destinationCountry === own.destinationCountry &&
  other.portOfDischarge === own.portOfDischarge;
