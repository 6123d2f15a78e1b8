import { z } from 'zod';

export const IMPORT_KINDS = ['trade-lines'] as const;
export const COMMIT_MODES = ['ALL_OR_NOTHING', 'GOOD_ROWS'] as const;
export const IMPORT_STATUSES = ['PREVIEWED', 'COMMITTED'] as const;

export const FaultJson = z.object({ row: z.int(), column: z.string(), code: z.string(), message: z.string() });

/** What became of a committed import. */
export const Outcome = z.object({
  mode: z.enum(COMMIT_MODES),
  registeredRowCount: z.int(),
  trades: z.array(z.object({ id: z.string(), merchantId: z.string(), lineCount: z.int(), totalUsd: z.string() })),
  /** What the registry refused of the good rows. */
  refused: z.array(FaultJson),
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
  outcome: Outcome.optional(),
});

export type Import = z.infer<typeof Import>;
export type Outcome = z.infer<typeof Outcome>;

/** Identifiers carry their district, as those of the registry's records do. */
export const importId = (districtId: string, ulid: string): string => `import-${districtId}-${ulid}`;

export const districtOfImport = (id: string): string | undefined =>
  /^import-(\d{6})-[0-9A-HJKMNP-TV-Z]{26}$/.exec(id)?.[1];
