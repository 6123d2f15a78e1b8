import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Change } from '../change.ts';
import { changedFields } from '../changed-fields.ts';
import type { Submission } from '../submission.ts';
import { birthDate } from './birth-date.ts';
import { blockedParty } from './blocked-party.ts';
import { buyerCertificate } from './buyer-certificate.ts';
import { keptIdentity } from './change/kept-identity.ts';
import { openTrades } from './change/open-trades.ts';
import { renewalTerm } from './change/renewal-term.ts';
import type { ChangeRule, Request } from './change/rule.ts';
import { somethingChanged } from './change/something-changed.ts';
import { statusAllows } from './change/status-allows.ts';
import { creditTier } from './credit-tier.ts';
import { knownCustomsOffice } from './customs-office.ts';
import { knownCodes } from './known-codes.ts';
import { lookAlikeLetters } from './look-alike-letters.ts';
import { marketStall } from './market-stall.ts';
import { namedParties } from './named-parties.ts';
import { organisationCode } from './organisation-code.ts';
import { payeeOwner } from './payee-owner.ts';
import { pilotMarket } from './pilot-market.ts';
import { plausibleDates } from './plausible-dates.ts';
import type { Intake, IntakeRule, Screening, ScreeningRule } from './rule.ts';
import { sharedPhone } from './shared-phone.ts';
import { suspendedParty } from './suspended-party.ts';
import { takenStall } from './taken-stall.ts';
import { terms } from './terms.ts';

const INTAKE_RULES: readonly IntakeRule[] = [
  knownCodes,
  terms,
  plausibleDates,
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

const SCREENING_RULES: readonly ScreeningRule[] = [
  ...INTAKE_RULES,
  suspendedParty,
  sharedPhone,
  takenStall,
  marketStall,
];

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
  const { registered, today, lists } = screening;
  const findings = SCREENING_RULES.flatMap((rule) => rule(submission, screening));
  if (!change) return findings;
  if (!registered) throw new Error(`${change.entityId} is not registered`);
  const request = { ...registered, change, submission, today, lists };
  return [...stateFindings(request), ...formFindings(request), ...onChangedFields(request, findings)];
}

/** What forbids a change whatever its form says. */
export const stateFindings = (request: Request): Finding[] => STATE_RULES.flatMap((rule) => rule(request));

/** What is wrong with the form of a change, as a change. */
export const formFindings = (request: Request): Finding[] => FORM_RULES.flatMap((rule) => rule(request));

/** Only what is changed is judged: the rest was, when it came in. */
export function onChangedFields({ entity, submission }: Request, findings: readonly Finding[]): Finding[] {
  const fields = changedFields(entity.submission, submission);
  return findings.filter(({ pointer }) => {
    const [, , field] = pointer.split('/');
    return fields.length > 0 && (field === undefined || fields.includes(field));
  });
}
