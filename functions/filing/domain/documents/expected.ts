import type { Lists } from '../../../shared/reference/lists/index.ts';
import type { Change } from '../change.ts';
import { kindRow } from '../kind.ts';
import { isPartySheet, type SheetKind } from '../sheet-kind-names.ts';
import type { Submission } from '../submission.ts';

/** A paper that a registration usually comes with. */
export interface ExpectedDocument {
  readonly type: string;
  /** Chinese. */
  readonly name: string;
}

/** A filing; one that asks a change of a registration needs no papers of its own. */
interface Registration {
  readonly change?: Change | undefined;
  readonly submission: Submission;
}

/**
 * The papers that registrations of the kind come with and this one does not refer to. They may lie at the counter, so that
 * their absence is the reviewer's to weigh and breaks no rule.
 */
export function missingDocuments({ change, submission }: Registration, lists: Lists): ExpectedDocument[] {
  if (change) return [];
  const { kind, entity } = submission;
  const given = new Set((entity.documents ?? []).map(({ type }) => type));
  return usualDocuments(kind, lists).filter(({ type }) => !given.has(type));
}

/** The papers that records of a kind of sheet usually come with: goods and agreements with none. */
export function usualDocuments(kind: SheetKind, lists: Lists): ExpectedDocument[] {
  if (!isPartySheet(kind)) return [];
  const names = namesOfTypes(lists);
  return kindRow(kind, lists).documents.map((type) => ({ type, name: names.get(type) ?? type }));
}

/** Chinese, by type. */
export const namesOfTypes = ({ documentTypes }: Lists): ReadonlyMap<string, string> =>
  new Map(documentTypes.types.map(({ type, name }) => [type, name]));
