import { z } from 'zod';
import { executionName, isOverdue } from '../../../shared/kernel/attempt.ts';
import { identifier, parseIdentifier } from '../../../shared/kernel/identifier.ts';
import { named } from '../../../shared/kernel/named.ts';
import { COMMIT_MODE_NAMES } from '../../../shared/kernel/names.ts';
import { BATCH_PURPOSE_NAMES, BATCH_STATUS_NAMES } from '../names.ts';
import { isPartySheet, SHEET_KIND_NAMES, type SheetKind } from '../sheet-kind-names.ts';
import { Bundle } from './bundle.ts';
import { type FormSheet, sheetOf } from './kinds.ts';
import type { Fault, SheetRow } from './row.ts';

/** 批量备案: a sheet of forms of one kind, from its preview to the records of its rows. */

/** All rows or none begin to be filed, or the good ones only. */
const Person = z.object({
  sub: z.string(),
  role: z.enum(['clerk', 'agent', 'centreHead', 'operator']),
  districtId: z.string(),
  entityId: z.string().optional(),
});

export const Batch = z.object({
  id: z.string(),
  districtId: z.string(),
  /** What its rows are; absent of merchants. */
  kind: named(SHEET_KIND_NAMES).optional(),
  /** What it was uploaded for; absent of what is to be filed. */
  purpose: named(BATCH_PURPOSE_NAMES).optional(),
  status: named(BATCH_STATUS_NAMES),
  titles: z.array(z.string()),
  /** How the file was read, for whoever uploaded it. */
  notes: z.array(z.string()).optional(),
  /** As whoever uploaded it calls the file. */
  fileName: z.string().optional(),
  rowCount: z.int(),
  /** Rows that could not be filed when the sheet was uploaded; absent of what was uploaded before that was noted. */
  badRowCount: z.int().optional(),
  /** How many slices the rows lie in; each is filed by one step. */
  slices: z.int(),
  /** ZIPs of documents for its rows, in the order in which they were sent. */
  bundles: z.array(Bundle).optional(),
  /** When they last changed: what was judged before is judged anew. */
  bundlesChangedAt: z.string().optional(),
  uploadedBy: Person,
  uploadedAt: z.string(),
  /** The instant until which the batch may be committed. Its rows, which are personal data, are cleared away soon after. */
  keptUntil: z.string(),
  mode: named(COMMIT_MODE_NAMES).optional(),
  /** In whose name the rows are filed. */
  committedBy: Person.optional(),
  committedAt: z.string().optional(),
  /** How often it was committed; more than once where filing it broke off. */
  attempt: z.int().optional(),
  /** Name of the error that filing it broke off with. */
  error: z.string().optional(),
  filed: z.int().optional(),
  failed: z.int().optional(),
});

export type Batch = z.infer<typeof Batch>;

export const kindOf = ({ kind = 'merchant' }: Pick<Batch, 'kind'>): SheetKind => kind;

/** The sheet that a batch was read as. */
export const sheetOfBatch = ({ purpose, ...batch }: Pick<Batch, 'kind' | 'purpose'>): FormSheet =>
  sheetOf(kindOf(batch), purpose);

/** The name of the execution that files a batch: one for each time that it was committed. */
export const executionNameOf = ({ id, attempt }: Pick<Batch, 'id' | 'attempt'>): string => executionName(id, attempt);

/** [designed] Hours after which an execution is over, whatever became of it: its TimeoutSeconds come to a day. */
const LONGEST_HOURS = 25;

/** How a batch stands: one whose execution cannot be running any more has failed, though nobody could say so. */
export const statusAt = ({ status, committedAt = '' }: Batch, at: string): Batch['status'] =>
  status === 'RUNNING' && isOverdue(committedAt, LONGEST_HOURS, at) ? 'FAILED' : status;

/** What became of a row: the record it is, a filing where it is a party, or why there is none. */
export const RowOutcome = z.object({
  no: z.int(),
  filingId: z.string().optional(),
  /** Of goods and agreements, which are filed without a review, and of parties that were taken over. */
  recordId: z.string().optional(),
  faults: z.array(z.custom<Fault>()).optional(),
});

export type RowOutcome = z.infer<typeof RowOutcome>;

/** A row that cannot be filed, or was not. */
export interface FailedRow {
  readonly row: SheetRow;
  readonly faults: readonly Fault[];
}

/** [designed] Rows of a slice: one step files them in a few seconds, and is repeated whole where it broke off. */
const SLICE_ROWS = 25;

/** [designed] Bytes of a slice, under the 400 KB that an item of the table takes. */
const SLICE_BYTES = 300_000;

/** The rows in slices, in their order. */
export function slicesOf(rows: readonly SheetRow[]): SheetRow[][] {
  const slices: SheetRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    const last = slices.at(-1);
    if (last && last.length < SLICE_ROWS && bytes + size <= SLICE_BYTES) {
      last.push(row);
      bytes += size;
    } else {
      slices.push([row]);
      bytes = size;
    }
  }
  return slices;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The record that a row becomes: the same one however often its step runs. The row stands in the last three places. */
export function rowIdOf({ id, ...batch }: Pick<Batch, 'id' | 'kind'>, rowNo: number): string {
  const parts = parseIdentifier('filingbatch', id);
  if (!parts) throw new Error(`${id} is not the identifier of a batch`);
  const kind = kindOf(batch);
  const row = [10, 5, 0].map((bits) => CROCKFORD.charAt((rowNo >> bits) & 31)).join('');
  return identifier(isPartySheet(kind) ? 'filing' : kind, parts.districtId, parts.ulid.slice(0, -3) + row);
}
