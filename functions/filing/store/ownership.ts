import { type Caller, isParty } from '../../shared/auth/caller.ts';
import type { Citation } from '../domain/documents/citation.ts';
import type { Document } from '../domain/documents/document.ts';

/** Documents that clerks and reviewers register belong to their service centre. */
const SERVICE_CENTRE = 'SERVICE_CENTRE';

/** Who registers, reads or cites a document. */
export type DocumentUser = Pick<Caller, 'sub' | 'role' | 'entityId'>;

/** Whose the documents are that somebody registers. */
export const ownerOf = (user: DocumentUser): string => (isParty(user) ? (user.entityId ?? user.sub) : SERVICE_CENTRE);

/** A district's staff see its documents, a party its own. */
export const maySeeDocument = (caller: Caller, { districtId, owner }: Document): boolean =>
  caller.districtId === districtId && (!isParty(caller) || ownerOf(caller) === owner);

/** Who cites documents in a form of a district, and what the form may rest on beside the citer's own documents. */
export interface Citer {
  readonly user: DocumentUser;
  readonly districtId: string;
  /** The party that the citer acts for: its documents may be cited for it. */
  readonly actsFor?: string | undefined;
  /** What the record that the form changes cites already: it stays, whoever registered it. */
  readonly cited?: readonly Citation[] | undefined;
}

/** Staff may cite any document of their district; a party its own, and those of whom it acts for. */
export const mayCite = ({ user, districtId, actsFor, cited = [] }: Citer, document: Document): boolean =>
  document.districtId === districtId &&
  (!isParty(user) ||
    document.owner === ownerOf(user) ||
    document.owner === actsFor ||
    cited.some(({ documentId }) => documentId === document.id));
