import type { EntityKind } from '../../events/entity.ts';
import { comparableNumber, searchForm } from '../../shared/kernel/comparison.ts';
import type { FilingStore } from '../store/index.ts';
import { marksOf } from '../store/search.ts';

/** Finds the registered party of a kind by what people know of it: its code, its certificate, its number in the register. */
export type PartyFinder = (kind: EntityKind, text: string) => Promise<string | undefined>;

/** A sheet names the same few parties in many rows: each is looked for once. @param at ISO 8601 */
export function partyFinder(store: FilingStore, districtId: string, at: string): PartyFinder {
  const asked = new Map<string, Promise<string | undefined>>();
  return (kind, text) => {
    const key = `${kind} ${text}`;
    const found = asked.get(key) ?? look(kind, text);
    asked.set(key, found);
    return found;
  };

  async function look(kind: EntityKind, text: string): Promise<string | undefined> {
    const ofIdentity = await store.entityOfIdentity(districtId, kind, comparableNumber(text));
    return ofIdentity ?? (await store.formerHolder(districtId, kind, text)) ?? ofNumber(kind, text);
  }

  /** By the whole number of its filing or certificate; where two bear it, as passports of two countries may, by none. */
  async function ofNumber(kind: EntityKind, text: string): Promise<string | undefined> {
    const number = searchForm(text);
    const marks = marksOf(text);
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
