import { isParty } from '../../shared/auth/caller.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { type Batch, type FailedRow, filingIdOf } from '../domain/bulk/batch.ts';
import { RELATED_OPERATORS } from '../domain/bulk/columns.ts';
import { type Fault, faultOf, formOfRow, readRow, type SheetRow } from '../domain/bulk/row.ts';
import { withoutOthers } from '../domain/disclosure.ts';
import { takenStall } from '../domain/rules/taken-stall.ts';
import type { Submission } from '../domain/submission.ts';
import type { FilingStore } from '../store/index.ts';
import { hindrance } from './intake.ts';

/** A row judged as it would be on the counter: a form to file, or what is wrong with it. */
export type JudgedRow = { readonly submission: Submission } | { readonly faults: readonly Fault[] };

/** The batch that a row belongs to: all that judging a row needs to know of it. */
type Sheet = Pick<Batch, 'id' | 'districtId' | 'titles' | 'uploadedBy'>;

/**
 * @param sheet the batch; the filing that the row becomes, and may have become already, follows from it
 * @param at ISO 8601
 */
export async function judgeRow(
  store: FilingStore,
  sheet: Sheet,
  row: SheetRow,
  at: string,
  lists: Lists,
): Promise<JudgedRow> {
  const { districtId, titles, uploadedBy } = sheet;
  const id = filingIdOf(sheet.id, row.no);
  const reading = readRow(titles, row, lists);
  const related = await operatorsOf(store, districtId, reading.relatedCodes);
  const entity = related.ids.length === 0 ? reading.entity : { ...reading.entity, [RELATED_OPERATORS]: related.ids };
  const { submission, faults } = formOfRow({ ...reading, entity });
  const known = [...faults, ...related.faults, ...(row.repeated ?? [])];
  if (!submission) return { faults: known };
  const { broken, duplicate } = await hindrance(store, uploadedBy, submission, at, lists, { id });
  const found = duplicate ? [...broken, duplicate] : broken;
  // The counter's form is returned for a taken stall within seconds; a sheet says so before it is committed.
  const stallHolder = await store.stallHolder({ id, districtId, submission });
  const judged = [...found, ...takenStall(submission, { stallHolder })];
  const shown = isParty(uploadedBy) ? withoutOthers(judged, [id]) : judged;
  const all = [...known, ...shown.map(faultOf)];
  return all.length === 0 ? { submission } : { faults: all };
}

/** Rows judged at once; more would only wait for the table. */
const AT_ONCE = 50;

/** The rows that cannot be filed as the register stands. */
export async function failingRows(
  store: FilingStore,
  sheet: Sheet,
  rows: readonly SheetRow[],
  at: string,
  lists: Lists,
): Promise<FailedRow[]> {
  const failing: FailedRow[] = [];
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const judged = await Promise.all(
      rows.slice(start, start + AT_ONCE).map(async (row) => ({
        row,
        judgement: await judgeRow(store, sheet, row, at, lists),
      })),
    );
    failing.push(...judged.flatMap(({ row, judgement }) => ('faults' in judgement ? [{ row, ...judgement }] : [])));
  }
  return failing;
}

/** The registered trade operators of the given codes; those that are none, by name. */
async function operatorsOf(
  store: FilingStore,
  districtId: string,
  codes: readonly string[],
): Promise<{ ids: string[]; faults: Fault[] }> {
  const found = await Promise.all(
    codes.map((code) => store.entityOfIdentity(districtId, 'tradeOperator', comparableNumber(code))),
  );
  return {
    ids: found.filter((id) => id !== undefined),
    faults: codes.flatMap((code, index) => {
      if (found[index] !== undefined) return [];
      const message = says(
        `关联外贸公司“${code}”不是本区县已备案的市场采购贸易经营者`,
        '请核对统一社会信用代码，或先为其备案',
      );
      return [faultOf(danger('UNKNOWN_PARTY', `/entity/${RELATED_OPERATORS}`, message))];
    }),
  };
}
