/** What stands against a fact or a lot, as data; `findings.ts` has the words. */
export type Trouble =
  | { readonly code: 'FACT_ID_REUSED' }
  | { readonly code: 'CLOCK_OFF' }
  | { readonly code: 'VOID_PENDING' }
  | { readonly code: 'VOID_NOT_ALLOWED' }
  | { readonly code: 'COUNT_MISSING' }
  | { readonly code: 'NOT_IN_BOX' }
  | { readonly code: 'AFTER_SEAL'; readonly visit: string }
  | { readonly code: 'OTHER_BOX'; readonly boxes: readonly string[] }
  | { readonly code: 'MARK_UNKNOWN' }
  | { readonly code: 'MARK_AMBIGUOUS'; readonly candidates: readonly string[] }
  | { readonly code: 'CLAIM_UNKNOWN' }
  | { readonly code: 'LABEL_CHECK' }
  | { readonly code: 'LABEL_FORM' }
  | { readonly code: 'TWO_CODES' }
  | { readonly code: 'LINE_UNKNOWN'; readonly lineNo: number }
  | { readonly code: 'TWO_BOXES'; readonly boxes: readonly string[] }
  | { readonly code: 'OVER'; readonly n: number }
  | { readonly code: 'SHORT'; readonly n: number }
  | { readonly code: 'LOADED_OVER'; readonly n: number }
  | { readonly code: 'LOADED_UNRECEIVED'; readonly n: number }
  | { readonly code: 'DAMAGED_OVER'; readonly n: number };

export type TroubleCode = Trouble['code'];

/** What keeps a lot from being signed for; the rest is for people to look at. */
const BLOCKING: ReadonlySet<TroubleCode> = new Set([
  'LINE_UNKNOWN',
  'TWO_BOXES',
  'OVER',
  'LOADED_OVER',
  'DAMAGED_OVER',
  'MARK_AMBIGUOUS',
]);

export const isBlocking = ({ code }: Trouble): boolean => BLOCKING.has(code);
