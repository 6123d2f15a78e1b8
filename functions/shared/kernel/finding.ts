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
  /**
   * The beginning of the message that names the entry which the pointer names, e.g. `第 2 行`, for whoever counts otherwise.
   */
  readonly place?: string;
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

/** A message in its parts: where, what is wrong, and what to do about it. All are Chinese and end without a stop. */
export interface Said {
  readonly place?: string;
  readonly fact: string;
  readonly remedy?: string;
  readonly transient?: true;
}

/** A message whose remedy can be shown apart: `danger(code, pointer, says('单价为空', '请填写单价'))`. */
export const says = (fact: string, remedy: string): Said => ({ fact, remedy });

/** The same of what may be there in seconds; the remedy says to try again. */
export const notYet = (fact: string, remedy: string): Said => ({ fact, remedy, transient: true });

/** A message about one entry of a list: `at('第 2 行', says('单价为空', '请填写单价'))`. */
export const at = (place: string, said: string | Said): Said => ({
  ...(typeof said === 'string' ? { fact: said } : said),
  place,
});

/** Stands between what is wrong and what to do. */
const THEN = '；';

/** The whole message, and those of its parts that can be shown apart or are acted on. */
export function worded(said: string | Said): Pick<Finding, 'message' | 'place' | 'remedy' | 'transient'> {
  if (typeof said === 'string') return { message: said };
  const { place = '', fact, remedy, transient } = said;
  return {
    message: `${place}${fact}${remedy === undefined ? '' : THEN + remedy}`,
    ...(place === '' ? {} : { place }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(transient ? { transient } : {}),
  };
}

/** What others have said, for a Problem that says the same; what to do stands apart where only one of them speaks. */
export function saidOf(...others: readonly Worded[]): Said {
  const [only, ...more] = others;
  if (!only || more.length > 0) return { fact: others.map(({ message }) => message).join(THEN) };
  const { place, remedy, transient } = only;
  return {
    fact: factOf({ message: unplaced(only), remedy }),
    ...(place === undefined ? {} : { place }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(transient ? { transient } : {}),
  };
}

/** A message with those of its parts that are known. */
interface Worded {
  readonly message: string;
  readonly place?: string | undefined;
  readonly remedy?: string | undefined;
  readonly transient?: true | undefined;
}

/** What is wrong, without what to do about it: for whoever has a remedy of its own. */
export const factOf = ({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy?: string | undefined;
}): string => (remedy === undefined ? message : message.slice(0, -(THEN + remedy).length));

/** The message without its place: for whoever names the place in its own way. */
export const unplaced = ({
  message,
  place,
}: {
  readonly message: string;
  readonly place?: string | undefined;
}): string => (place === undefined ? message : message.slice(place.length));

export const danger = (code: string, pointer: string, message: string | Said, legalBasis?: string): Finding =>
  finding('DANGER', code, pointer, message, legalBasis);

export const review = (code: string, pointer: string, message: string | Said, legalBasis?: string): Finding =>
  finding('REVIEW', code, pointer, message, legalBasis);

export const warning = (code: string, pointer: string, message: string | Said, legalBasis?: string): Finding =>
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

/** What stands against a request, and what does not. */
export const parted = (findings: readonly Finding[]): readonly [blocking: Finding[], others: Finding[]] => [
  findings.filter((found) => found.severity === 'DANGER'),
  findings.filter((found) => found.severity !== 'DANGER'),
];

/** Whether nothing stands against a request but what may be there in seconds. */
export const isTransient = (findings: readonly { readonly transient?: true | undefined }[]): boolean =>
  findings.length > 0 && findings.every(({ transient }) => transient === true);

function finding(severity: Severity, code: string, pointer: string, said: string | Said, legalBasis?: string): Finding {
  return { code, severity, pointer, ...worded(said), ...(legalBasis === undefined ? {} : { legalBasis }) };
}
