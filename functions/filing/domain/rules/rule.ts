import { EntityKind, EntityStatus } from '../../../events/entity.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import type { SaidOfStall } from '../market-stall.ts';
import type { Submission } from '../submission.ts';
import type { Registered } from './change/rule.ts';

/** A registered entity as rules look at it. */
export interface Party {
  readonly id: string;
  readonly kind: EntityKind;
  readonly name: string;
  readonly filingNumber: string;
  /** As of the day of the judgement. */
  readonly status: EntityStatus;
  /** Why it is no longer active, where that is noted. */
  readonly statusReason?: string | undefined;
  /** Last day of its registration. */
  readonly validUntil: string;
  /** The HS chapters a merchant filed; empty for other kinds. */
  readonly hsChapters: readonly string[];
}

/** What a form is judged against when it comes in. */
export interface Intake {
  readonly districtId: string;
  /** `YYYY-MM-DD` in China. */
  readonly today: string;
  /** The entities the form names, by identifier; absent where there is none in this district. */
  readonly parties: ReadonlyMap<string, Party>;
  /** What is in force today. */
  readonly lists: Lists;
}

/** Another filing that gave the same phone. */
export interface PhoneHolder {
  readonly filingId: string;
  readonly entityId: string;
  /** Digest of the holder's identity. */
  readonly identity: string;
  /** Entities the holder belongs to, e.g. the merchant of a payee. */
  readonly belongsTo: readonly string[];
}

/** What a filing is screened against: the register as it stands. */
export interface Screening extends Intake {
  readonly entityId: string;
  /** Digest of the filing's identity. */
  readonly identity: string;
  readonly phoneHolders: readonly PhoneHolder[];
  /** The same person or organisation as registered under other kinds. */
  readonly sameIdentity: readonly Party[];
  /** What a change is asked of; absent where the filing registers an entity. */
  readonly registered?: Registered | undefined;
  /** What the market's operator says of a merchant's stall. */
  readonly marketSays?: SaidOfStall | undefined;
  /** Who holds the stall, if it is someone else. */
  readonly stallHolder?: { readonly entityId: string; readonly filingNumber: string } | undefined;
}

/** One rule: what it finds wrong or doubtful in a form; nothing where it is kept or does not apply. */
export type IntakeRule = (submission: Submission, intake: Intake) => Finding[];
export type ScreeningRule = (submission: Submission, screening: Screening) => Finding[];
