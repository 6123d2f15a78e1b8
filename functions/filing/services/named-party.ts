import type { EntityKind } from '../../events/entity.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { comparableNumber, searchForm } from '../../shared/kernel/comparison.ts';
import { onceEach } from '../../shared/once.ts';
import type { Batch } from '../domain/bulk/batch.ts';
import type { FilingStore } from '../store/index.ts';
import { marksOf } from '../store/search.ts';

/** Finds the registered party of a kind by what people know of it: its code, its certificate, its number in the register. */
export type PartyFinder = (kind: EntityKind, text: string) => Promise<string | undefined>;

/**
 * A sheet names the same few parties in many rows: each is looked for once. A party's own sheet finds no buyer by its
 * certificate: who is a buyer here is told to a party by the directory alone, which counts how often it looks.
 *
 * @param at ISO 8601
 */
export function partyFinder(
  store: FilingStore,
  { districtId, uploadedBy }: Pick<Batch, 'districtId' | 'uploadedBy'>,
  at: string,
): PartyFinder {
  const ofKind = new Map<EntityKind, (text: string) => Promise<string | undefined>>();
  return (kind, text) => {
    const found = ofKind.get(kind) ?? onceEach((one) => look(kind, one));
    ofKind.set(kind, found);
    return found(text);
  };

  function isHidden(kind: EntityKind): boolean {
    return kind === 'buyer' && isParty(uploadedBy);
  }

  async function look(kind: EntityKind, text: string): Promise<string | undefined> {
    const ofIdentity = isHidden(kind)
      ? undefined
      : await store.entityOfIdentity(districtId, kind, comparableNumber(text));
    return ofIdentity ?? (await store.formerHolder(districtId, kind, text)) ?? ofNumber(kind, text);
  }

  /** By the whole number of its filing or certificate; where two bear it, as passports of two countries may, by none. */
  async function ofNumber(kind: EntityKind, text: string): Promise<string | undefined> {
    const number = searchForm(text);
    const marks = isHidden(kind) ? [] : marksOf(text);
    const { items } = await store.entityPage({
      districts: [districtId],
      kind,
      q: text,
      limit: 2,
      at,
      keep: ({ data, brief }) => searchForm(data.filingNumber) === number || marks.includes(brief.identifier),
    });
    return items.length === 1 ? items[0]?.data.id : undefined;
  }
}
