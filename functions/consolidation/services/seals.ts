import { ruleViolation } from '../../shared/http/problem.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Write } from '../../shared/table/write.ts';
import type { LoadedList } from '../domain/loaded/list.ts';
import { sealUsed } from '../domain/rules/loaded/seal-used.ts';
import { sealUse } from '../domain/seal-use.ts';
import type { consolidationStore } from '../store/index.ts';

/**
 * Notes the seals of a packing list as used.
 *
 * @throws Problem RULE_VIOLATION naming every seal that is on another container
 */
export async function useSeals(
  store: ReturnType<typeof consolidationStore>,
  consolidationId: string,
  { containers }: LoadedList,
  at: string,
  terms: RowOf<'consolidationTerms'>,
): Promise<Write[]> {
  const sealed = containers.flatMap(({ no, containerNumber, sealNumber }) =>
    sealNumber === undefined ? [] : [{ no, containerNumber, sealNumber }],
  );
  const uses = await store.sealUses(sealed.map(({ sealNumber }) => sealNumber));
  const findings = sealed.flatMap(({ no, containerNumber }, index) =>
    sealUsed(uses[index], containerNumber, `/containers/${no - 1}/sealNumber`, at),
  );
  if (findings.length > 0) throw ruleViolation(findings);
  return sealed.flatMap(({ containerNumber, sealNumber }, index) => {
    const before = uses[index];
    return before?.consolidationId === consolidationId
      ? []
      : [store.useSeal(sealUse({ sealNumber, containerNumber, consolidationId }, at, terms), before)];
  });
}
