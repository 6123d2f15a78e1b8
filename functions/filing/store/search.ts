import { numberDigest } from '../../shared/digest.ts';
import { certificateNumberOf } from '../../shared/kernel/certificate-number.ts';
import { searchForm } from '../../shared/kernel/comparison.ts';
import { identifierOf } from '../domain/identity.ts';
import type { Submission } from '../domain/submission.ts';

/** What lists and rules look at of an entity's form. */
export interface EntityBrief {
  readonly kind: Submission['kind'];
  readonly name: string;
  readonly nameEn?: string | undefined;
  /** By which its number is found without being kept: `identifierMark`. */
  readonly identifier: string;
  /** The HS chapters of a merchant. */
  readonly hsChapters?: readonly string[] | undefined;
}

export const entityBrief = (submission: Submission): EntityBrief => {
  const { kind, entity } = submission;
  return {
    kind,
    name: entity.name,
    ...('nameEn' in entity && entity.nameEn !== undefined ? { nameEn: entity.nameEn } : {}),
    identifier: identifierMark(identifierOf(submission)),
    ...(kind === 'merchant' ? { hsChapters: entity.hsChapters } : {}),
  };
};

/** The marks under which what a query says may stand, if it is an identifier: as it is typed, and without words before it. */
export const marksOf = (q: string): string[] => [...new Set([q, certificateNumberOf(q)].map(identifierMark))];

/** Stands for a whole identifier, however it was typed, where lists are searched: enough of its digest to tell it. */
export const identifierMark = (identifier: string): string => numberDigest(searchForm(identifier)).slice(0, 16);
