import { z } from 'zod';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { COMMIT_MODE_NAMES } from '../../shared/kernel/names.ts';

export const FaultJson = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  message: z.string(),
  /**
   * The warning of what is registered once it is accepted, by `Accept-Warnings` or `acceptedWarnings` of the commit, and
   * explained.
   */
  warningId: z.string().optional(),
});

concepts({ ImportFault: FaultJson });

/** The kinds of what is wrong, each once: an audit entry says no more of a refusal. */
export const codesOf = (faults: readonly { readonly code: string }[]): string[] => [
  ...new Set(faults.map(({ code }) => code)),
];

/** An answer shows so many; the file of errors and the list of trades have them all. */
export const SHOWN = 500;

/** A trade that was registered of a sheet. */
export const RegisteredTrade = z.object({
  id: z.string(),
  tradeNumber: z.string().optional(),
  merchantId: z.string(),
  lineCount: z.int(),
  totalUsd: z.string(),
});

/** What became of a committed import. */
export const Outcome = z.object({
  mode: named(COMMIT_MODE_NAMES),
  registeredRowCount: z.int(),
  tradeCount: z.int(),
  /** The first 500. */
  trades: z.array(RegisteredTrade),
  /** What the registry refused of the good rows, the first 500. */
  refused: z.array(FaultJson),
});

/** One trade to register, fixed when the sheet is committed. */
export const PreparedTrade = z.object({
  /**
   * The body of `POST /v1/trades`, as its text: a map of the table forgets the order of its keys, and a repeated request is
   * the same only to the letter.
   */
  body: z.string(),
  merchantId: z.string(),
  /** Rows of the sheet, by line. */
  rows: z.array(z.int()),
  /** What the sheet says of packages, by line. */
  packages: z.array(z.object({ packages: z.int(), packageKind: z.string(), weightKg: z.string() })),
});

export type PreparedTrade = z.infer<typeof PreparedTrade>;
export type Outcome = z.infer<typeof Outcome>;

/** Identifiers carry their district, as those of the registry's records do. */
export const importId = (districtId: string, ulid: string): string => `import-${districtId}-${ulid}`;

export const districtOfImport = (id: string): string | undefined =>
  /^import-(\d{6})-[0-9A-HJKMNP-TV-Z]{26}$/.exec(id)?.[1];
