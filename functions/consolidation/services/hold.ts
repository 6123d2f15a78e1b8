import { type Caller, isCityWide } from '../../shared/auth/caller.ts';
import { ruleViolation } from '../../shared/http/problem.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Write } from '../../shared/table/write.ts';
import { knownAs } from '../domain/consolidation.ts';
import { holdFrom, isHeld } from '../domain/container-hold.ts';
import type { ConfirmationRequest } from '../domain/request.ts';
import { containerInUse } from '../domain/rules/container-in-use.ts';
import type { consolidationStore } from '../store/index.ts';

/**
 * Takes the container numbers of a confirmation. A hold counts while its time runs and its consolidation is loaded into
 * that container; one that was released, or loaded anew into another, may be taken over.
 *
 * @throws Problem RULE_VIOLATION naming every container that is in use
 */
export async function holdContainers(
  store: ReturnType<typeof consolidationStore>,
  caller: Caller,
  consolidationId: string,
  { containers }: ConfirmationRequest,
  at: string,
  terms: RowOf<'consolidationTerms'>,
): Promise<Write[]> {
  const holds = await store.holds(containers.map(({ containerNumber }) => containerNumber));
  const findings = await Promise.all(
    holds.map(async (hold, index) => {
      if (hold === undefined || !isHeld(hold, at)) return [];
      const holder = await store.load(hold.consolidationId);
      // A late change that is still being planned may leave the container as it is.
      const isLoaded = holder !== undefined && ['CONFIRMED', 'SEALED', 'PLANNING'].includes(holder.data.status);
      if (!isLoaded || !holder.data.seals?.some((seal) => seal.containerNumber === hold.containerNumber)) return [];
      const districtId = parseIdentifier('consolidation', hold.consolidationId)?.districtId;
      const mayName = isCityWide(caller) || districtId === caller.districtId;
      const named = mayName ? knownAs(holder.data) : undefined;
      return containerInUse(hold, `/containers/${index}/containerNumber`, named, terms);
    }),
  );
  if (findings.flat().length > 0) throw ruleViolation(findings.flat());
  return containers.map(({ containerNumber }, index) =>
    store.hold(holdFrom(containerNumber, consolidationId, at, terms), holds[index]),
  );
}
