import type { Finding } from '../../shared/kernel/finding.ts';
import type { Change } from './change.ts';
import { keptIdentity } from './change-rules/kept-identity.ts';
import { openTrades } from './change-rules/open-trades.ts';
import { renewalTerm } from './change-rules/renewal-term.ts';
import type { ChangeRule, Request } from './change-rules/rule.ts';
import { somethingChanged } from './change-rules/something-changed.ts';
import { statusAllows } from './change-rules/status-allows.ts';
import { changedFields } from './difference.ts';
import { birthDate } from './rules/birth-date.ts';
import { blockedParty } from './rules/blocked-party.ts';
import { buyerCertificate } from './rules/buyer-certificate.ts';
import { creditTier } from './rules/credit-tier.ts';
import { knownCustomsOffice } from './rules/customs-office.ts';
import { lookAlikeLetters } from './rules/look-alike-letters.ts';
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
  birthDate,
  pilotMarket,
  creditTier,
  organisationCode,
  knownCustomsOffice,
  payeeOwner,
  blockedParty,
  buyerCertificate,
  lookAlikeLetters,
  namedParties,
];

const SCREENING_RULES: readonly ScreeningRule[] = [...INTAKE_RULES, suspendedParty, sharedPhone, takenStall];

const STATE_RULES: readonly ChangeRule[] = [statusAllows, openTrades];

const FORM_RULES: readonly ChangeRule[] = [somethingChanged, keptIdentity, renewalTerm];

/** What the rules of intake find in a form: what one can know without the rest of the register. */
export const intakeFindings = (submission: Submission, intake: Intake): Finding[] =>
  INTAKE_RULES.flatMap((rule) => rule(submission, intake));

/** What every rule finds in a filing, the register included. Asked at screening, and again at approval. */
export function screeningFindings(
  { submission, change }: { readonly submission: Submission; readonly change?: Change | undefined },
  screening: Screening,
): Finding[] {
  const { registered, today } = screening;
  const findings = SCREENING_RULES.flatMap((rule) => rule(submission, screening));
  if (!change) return findings;
  if (!registered) throw new Error(`${change.entityId} is not registered`);
  const request = { ...registered, change, submission, today };
  return [...stateFindings(request), ...formFindings(request), ...concerning(request, findings)];
}

/** What forbids a change whatever its form says. */
export const stateFindings = (request: Request): Finding[] => STATE_RULES.flatMap((rule) => rule(request));

/** What is wrong with the form of a change, as a change. */
export const formFindings = (request: Request): Finding[] => FORM_RULES.flatMap((rule) => rule(request));

/** Only what is changed is judged: the rest was, when it came in. */
export function concerning({ entity, submission }: Request, findings: readonly Finding[]): Finding[] {
  const fields = changedFields(entity.submission, submission);
  return findings.filter(({ pointer }) => {
    const [, , field] = pointer.split('/');
    return fields.length > 0 && (field === undefined || fields.includes(field));
  });
}
