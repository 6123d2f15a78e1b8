import { z } from 'zod';
import { Caller } from '../../shared/auth/caller.ts';

export const IMPORT_KINDS = ['trade-lines'] as const;
export const COMMIT_MODES = ['ALL_OR_NOTHING', 'GOOD_ROWS'] as const;
export const IMPORT_STATUSES = ['PREVIEWED', 'COMMITTING', 'COMMITTED'] as const;

export const FaultJson = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  message: z.string(),
  /** Of what is registered once it is accepted, by `Accept-Warnings` or `acceptedWarnings` of the commit, and explained. */
  warningId: z.string().optional(),
});

/** An answer shows so many; the file of errors and the list of trades have them all. */
export const SHOWN = 500;

/** What became of a committed import. */
export const Outcome = z.object({
  mode: z.enum(COMMIT_MODES),
  registeredRowCount: z.int(),
  tradeCount: z.int(),
  /** The first 500. */
  trades: z.array(z.object({ id: z.string(), merchantId: z.string(), lineCount: z.int(), totalUsd: z.string() })),
  /** What the registry refused of the good rows, the first 500. */
  refused: z.array(FaultJson),
});

/** One trade to register, fixed when the sheet is committed. */
export const PreparedTrade = z.object({
  /** Of `POST /v1/trades`, as its text: a map of the table forgets the order of its keys, and a repeated request is the same only to the letter. */
  body: z.string(),
  merchantId: z.string(),
  /** Rows of the sheet, by line. */
  rows: z.array(z.int()),
  /** What the sheet says of packages, by line. */
  packages: z.array(z.object({ packages: z.int(), packageKind: z.string(), weightKg: z.string() })),
});

/** A commit that a workflow carries out; its trades stand in slices beside the import. */
const Commitment = z.object({
  /** Names its slices: of two commits at once, one finds its own. */
  id: z.string(),
  mode: z.enum(COMMIT_MODES),
  /** In whose name the trades are registered. */
  caller: Caller,
  acceptedWarnings: z.array(z.string()),
  sliceCount: z.int(),
  tradeCount: z.int(),
});

/** An uploaded sheet; its rows stand in chunks beside it. */
export const Import = z.object({
  id: z.string(),
  districtId: z.string(),
  kind: z.enum(IMPORT_KINDS),
  status: z.enum(IMPORT_STATUSES),
  createdBy: z.string(),
  createdAt: z.string(),
  header: z.object({ no: z.int(), cells: z.array(z.string()) }),
  rowCount: z.int(),
  chunkCount: z.int(),
  /** How often a commit was begun and taken back. */
  attempt: z.int(),
  commitment: Commitment.optional(),
  /** Why the last commit of all or nothing was taken back, the first 500. */
  takenBack: z.array(FaultJson).optional(),
  outcome: Outcome.optional(),
});

export type PreparedTrade = z.infer<typeof PreparedTrade>;
export type Commitment = z.infer<typeof Commitment>;
export type Import = z.infer<typeof Import>;
export type Outcome = z.infer<typeof Outcome>;

/** Identifiers carry their district, as those of the registry's records do. */
export const importId = (districtId: string, ulid: string): string => `import-${districtId}-${ulid}`;

export const districtOfImport = (id: string): string | undefined =>
  /^import-(\d{6})-[0-9A-HJKMNP-TV-Z]{26}$/.exec(id)?.[1];
