/**
 * One business finding: what is wrong or doubtful, where, by which rule, and what to do about it.
 *
 * Findings are values: domain functions return them, never throw them.
 *
 * - `DANGER` blocks.
 * - `REVIEW` does not block; a human decides.
 * - `WARNING` is accepted once the client repeats the request with the `warningId` and an explanation.
 */
export interface Finding {
  /** Stable English code, e.g. `USCC_CHECK_DIGIT`. */
  readonly code: string;
  readonly severity: Severity;
  /** Chinese; names the field, the value, the rule and the remedy. */
  readonly message: string;
  /** The end of the message that says what to do, for whoever shows it apart; absent where the message is not divided. */
  readonly remedy?: string;
  /**
   * True where what the request names may be there in seconds, because it was filed or changed a moment ago: the same
   * request may then be taken. A client retries on this and never on a text.
   */
  readonly transient?: true;
  /** JSON Pointer (RFC 6901) into the request, e.g. `/entity/stall`; empty for the whole document. */
  readonly pointer: string;
  /** Document number and article the rule rests on; absent where the rule is this project's own. */
  readonly legalBasis?: string;
}

export type Severity = 'DANGER' | 'REVIEW' | 'WARNING';

/** A message in its two parts: what is wrong, and what to do about it. Both are Chinese and end without a stop. */
export interface Said {
  readonly fact: string;
  readonly remedy: string;
  readonly transient?: true;
}

/** A message whose remedy can be shown apart: `danger(code, pointer, says('单价为空', '请填写单价'))`. */
export const says = (fact: string, remedy: string): Said => ({ fact, remedy });

/** The same of what may be there in seconds; the remedy says to try again. */
export const notYet = (fact: string, remedy: string): Said => ({ fact, remedy, transient: true });

/** Stands between what is wrong and what to do. */
const THEN = '；';

/** The parts of a finding or problem that its words give: the whole message, and the remedy and whether to try again. */
export const worded = (said: string | Said): Pick<Finding, 'message' | 'remedy' | 'transient'> =>
  typeof said === 'string'
    ? { message: said }
    : {
        message: `${said.fact}${THEN}${said.remedy}`,
        remedy: said.remedy,
        ...(said.transient ? { transient: true } : {}),
      };

/** What is wrong, without what to do about it: for whoever has a remedy of its own. */
export const factOf = ({ message, remedy }: { readonly message: string; readonly remedy?: string | undefined }): string =>
  remedy === undefined ? message : message.slice(0, -(THEN + remedy).length);

export const danger = (code: string, pointer: string, message: string | Said, legalBasis?: string): Finding =>
  finding('DANGER', code, pointer, message, legalBasis);

export const review = (code: string, pointer: string, message: string | Said, legalBasis?: string): Finding =>
  finding('REVIEW', code, pointer, message, legalBasis);

export const warning = (code: string, pointer: string, message: string | Said, legalBasis?: string): Finding =>
  finding('WARNING', code, pointer, message, legalBasis);

/** Names one warning of one document, so that accepting it once does not accept another. */
export const warningId = (found: Finding): string => `${found.code}@${found.pointer}`;

export const blocks = (findings: readonly Finding[]): boolean => findings.some((found) => found.severity === 'DANGER');

/** Whether nothing stands against a request but what may be there in seconds. */
export const isTransient = (findings: readonly { readonly transient?: true | undefined }[]): boolean =>
  findings.length > 0 && findings.every(({ transient }) => transient === true);

function finding(severity: Severity, code: string, pointer: string, said: string | Said, legalBasis?: string): Finding {
  return { code, severity, pointer, ...worded(said), ...(legalBasis === undefined ? {} : { legalBasis }) };
}
