import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { excerpt } from '../../shared/kernel/fields.ts';
import { type Finding, says, worded } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import { type Batch, type FailedRow, kindOf, rowIdOf, sheetOfBatch } from '../domain/bulk/batch.ts';
import type { Brought } from '../domain/bulk/bundle.ts';
import type { FormSheet } from '../domain/bulk/kinds.ts';
import {
  type Fault,
  faultOf,
  formOfRow,
  type Reference,
  readRow,
  type SheetRow,
  withParties,
} from '../domain/bulk/row.ts';
import { withoutOthers } from '../domain/disclosure.ts';
import type { FilingStore } from '../store/index.ts';
import { type PartyFinder, partyFinder } from './named-party.ts';
import { rowFiler } from './row-filer.ts';
import { takeOver } from './take-over.ts';

/** A row judged as it would be on the counter: the writes that file it, or what is wrong with it. */
export type JudgedRow = { readonly writes: () => Promise<readonly Write[]> } | { readonly faults: readonly Fault[] };

/** The batch that a row belongs to: all that judging a row needs to know of it. */
type Sheet = Pick<
  Batch,
  'id' | 'districtId' | 'titles' | 'uploadedBy' | 'uploadedAt' | 'committedBy' | 'kind' | 'purpose'
>;

/** What was sent for a row beside it. */
export interface Beside {
  /** The documents that its form refers to, once they are registered. */
  readonly documents?: readonly Brought[];
  /** What is wrong with files that name the row. */
  readonly faults?: readonly Fault[];
}

/** What a row is judged and filed with. */
export interface Desk {
  readonly store: FilingStore;
  readonly table: Table;
  readonly newUlid: () => string;
}

/**
 * @param batch the batch; the record that the row becomes, and may have become already, follows from it
 * @param at ISO 8601
 * @param find looks for the parties that rows name, those of many rows once
 * @param beside the files that were sent for the row
 */
export async function judgeRow(
  desk: Desk,
  batch: Sheet,
  row: SheetRow,
  at: string,
  lists: Lists,
  find: PartyFinder,
  { documents = [], faults: ofFiles = [] }: Beside = {},
): Promise<JudgedRow> {
  const { districtId, titles, uploadedBy, uploadedAt, committedBy = uploadedBy } = batch;
  const sheet = sheetOfBatch(batch);
  const id = rowIdOf(batch, row.no);
  const read = readRow(sheet, titles, row, lists);
  const reading = documents.length === 0 ? read : { ...read, fields: { ...read.fields, documents } };
  const { found, unknown } = await partiesOf(reading.references, find);
  const { form, faults } = formOfRow(sheet, withParties(reading, found), unknown);
  const known = [...faults, ...unknown, ...(row.repeated ?? []), ...ofFiles];
  if (form === undefined) return { faults: known };
  const context = { ...desk, id, batchId: batch.id, districtId, uploadedBy, uploadedAt, committedBy, at, lists };
  const filer =
    batch.purpose === 'TAKE_OVER'
      ? takeOver(kindOf(batch), form as Parameters<typeof takeOver>[1], context)
      : rowFiler(kindOf(batch), form, context);
  const judged = await filer.against();
  const shown = isParty(uploadedBy) ? withoutOthers(judged, [id]) : judged;
  const all = [...known, ...shown.map((finding) => faultOf(sheet, placedIn(sheet, finding)))];
  return all.length === 0 ? { writes: filer.writes } : { faults: all };
}

/** Rules point into the form of the kind, wherever that stands in the sheet's. */
const placedIn = ({ formAt }: FormSheet, finding: Finding): Finding =>
  finding.pointer.startsWith('/former/') ? finding : { ...finding, pointer: formAt + finding.pointer };

/** Rows judged at once; more would only wait for the table. */
const AT_ONCE = 50;

/**
 * The rows that cannot be filed as the register stands.
 *
 * @param ofFiles what is wrong with the files that were sent for rows
 */
export async function failingRows(
  desk: Desk,
  batch: Sheet,
  rows: readonly SheetRow[],
  at: string,
  lists: Lists,
  ofFiles: ReadonlyMap<number, readonly Fault[]> = new Map(),
): Promise<FailedRow[]> {
  const failing: FailedRow[] = [];
  const find = partyFinder(desk.store, batch, at);
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const judged = await Promise.all(
      rows.slice(start, start + AT_ONCE).map(async (row) => ({
        row,
        judgement: await judgeRow(desk, batch, row, at, lists, find, { faults: ofFiles.get(row.no) ?? [] }),
      })),
    );
    failing.push(...judged.flatMap(({ row, judgement }) => ('faults' in judgement ? [{ row, ...judgement }] : [])));
  }
  return failing;
}

/** The registered parties that a row names; those that are none, by what the row calls them. */
async function partiesOf(
  references: readonly Reference[],
  find: PartyFinder,
): Promise<{ readonly found: ReadonlyMap<Reference, string>; readonly unknown: readonly Fault[] }> {
  const found = new Map<Reference, string>();
  const unknown: Fault[] = [];
  for (const one of references) {
    const id = await find(one.kind, one.text);
    if (id === undefined) unknown.push(unknownParty(one));
    else found.set(one, id);
  }
  return { found, unknown };
}

const unknownParty = ({ column: { title }, kind, text }: Reference): Fault => {
  const fact = `${title}“${excerpt(text)}”不是本区县已备案的${ENTITY_KIND_NAMES[kind]}`;
  const { message } = worded(says(fact, '请核对统一社会信用代码或备案编号，或先为其备案'));
  return { column: title, code: 'UNKNOWN_PARTY', message };
};
