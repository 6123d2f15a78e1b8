import type { Finding } from '../../shared/kernel/finding.ts';
import { creditTier } from './rules/credit-tier.ts';
import { knownCustomsOffice } from './rules/customs-office.ts';
import { namedParties } from './rules/named-parties.ts';
import { organisationCode } from './rules/organisation-code.ts';
import { payeeOwner } from './rules/payee-owner.ts';
import { pilotMarket } from './rules/pilot-market.ts';
import type { Intake, IntakeRule, Screening, ScreeningRule } from './rules/rule.ts';
import { sharedPhone } from './rules/shared-phone.ts';
import { suspendedParty } from './rules/suspended-party.ts';
import { takenStall } from './rules/taken-stall.ts';
import { terms } from './rules/terms.ts';
import type { Submission } from './submission.ts';

const INTAKE_RULES: readonly IntakeRule[] = [
  terms,
  pilotMarket,
  creditTier,
  organisationCode,
  knownCustomsOffice,
  payeeOwner,
  namedParties,
];

const SCREENING_RULES: readonly ScreeningRule[] = [...INTAKE_RULES, suspendedParty, sharedPhone, takenStall];

/** What the rules of intake find in a form: what one can know without the rest of the register. */
export const intakeFindings = (submission: Submission, intake: Intake): Finding[] =>
  INTAKE_RULES.flatMap((rule) => rule(submission, intake));

/** What every rule finds, the register included. Asked at screening, and again at approval. */
export const screeningFindings = (submission: Submission, screening: Screening): Finding[] =>
  SCREENING_RULES.flatMap((rule) => rule(submission, screening));
