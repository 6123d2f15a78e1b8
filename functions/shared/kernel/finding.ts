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
  /** JSON Pointer (RFC 6901) into the request, e.g. `/entity/stall`; empty for the whole document. */
  readonly pointer: string;
  /** Document number and article the rule rests on; absent where the rule is this project's own. */
  readonly legalBasis?: string;
}

export type Severity = 'DANGER' | 'REVIEW' | 'WARNING';

export const danger = (code: string, pointer: string, message: string, legalBasis?: string): Finding =>
  finding('DANGER', code, pointer, message, legalBasis);

export const review = (code: string, pointer: string, message: string, legalBasis?: string): Finding =>
  finding('REVIEW', code, pointer, message, legalBasis);

export const warning = (code: string, pointer: string, message: string, legalBasis?: string): Finding =>
  finding('WARNING', code, pointer, message, legalBasis);

/** Names one warning of one document, so that accepting it once does not accept another. */
export const warningId = (found: Finding): string => `${found.code}@${found.pointer}`;

/**
 * What a client has accepted: warnings by their ids, or all of a code between two entries of a list, by
 * `CODE@/lines/0-199` (in a sheet `CODE@/rows/2-201`), since one sheet may have more of them than one cares to list.
 *
 * @returns whether a warning is among them
 */
export function acceptance(ids: Iterable<string>): (found: Pick<Finding, 'code' | 'pointer'>) => boolean {
  const exact = new Set(ids);
  const ranges = [...exact].flatMap((id) => {
    const [, code, list = '', first, last] = /^([A-Z0-9_]+)@(\/[a-z]+\/)(\d+)-(\d+)$/.exec(id) ?? [];
    return code === undefined ? [] : [{ code, list, first: Number(first), last: Number(last) }];
  });
  return ({ code, pointer }) =>
    exact.has(`${code}@${pointer}`) ||
    ranges.some((range) => {
      if (range.code !== code || !pointer.startsWith(range.list)) return false;
      const entry = Number(/^\d+/.exec(pointer.slice(range.list.length))?.[0] ?? Number.NaN);
      return range.first <= entry && entry <= range.last;
    });
}

export const blocks = (findings: readonly Finding[]): boolean => findings.some((found) => found.severity === 'DANGER');

function finding(severity: Severity, code: string, pointer: string, message: string, legalBasis?: string): Finding {
  return { code, severity, pointer, message, ...(legalBasis === undefined ? {} : { legalBasis }) };
}
