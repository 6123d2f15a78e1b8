import type { DistrictId } from '../../shared/kernel/identifier.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { marketWord } from '../domain/market-stall.ts';
import type { Submission } from '../domain/submission.ts';
import type { FilingStore } from '../store/index.ts';

/** What the market's operator says of a merchant's stall by now; nothing where its district asks for none. */
export async function marketWordOf(
  store: FilingStore,
  districtId: DistrictId,
  { kind, entity }: Submission,
  { marketConfirmations }: Lists,
): Promise<{ readonly marketWord?: ReturnType<typeof marketWord> }> {
  if (kind !== 'merchant' || !marketConfirmations.has(districtId)) return {};
  return { marketWord: marketWord(entity, await store.marketSays(districtId, entity)) };
}
