import type { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { visible } from '../../shared/http/visible.ts';
import { chinaTime } from '../../shared/kernel/china-time.ts';
import { excerpt } from '../../shared/kernel/fields.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { freshly } from '../../shared/sheet-import/freshly.ts';
import { CLEARED_NOTE, isCleared, keptUntil } from '../../shared/sheet-import/keeping.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Write } from '../../shared/table/write.ts';
import type { BatchJson, BatchSummaryJson, bulkApi } from '../contract/bulk.ts';
import {
  Batch,
  executionNameOf,
  type FailedRow,
  kindOf,
  sheetOfBatch,
  slicesOf,
  statusAt,
} from '../domain/bulk/batch.ts';
import { sheetOf, unknownTitles } from '../domain/bulk/kinds.ts';
import { faultsByRow, type Placing, type UnplacedFile } from '../domain/bulk/placing.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { isSheetKind } from '../domain/sheet-kind-names.ts';
import { failedRowsAnswer, rowErrors, templateAnswer } from '../print/bulk-sheets.ts';
import { districtOfUpload, maySeeBatch, refuseCommitter } from '../services/batch-authority.ts';
import { failingRows } from '../services/bulk.ts';
import { placingFor, zipInCustody } from '../services/bundles.ts';
import { readSheet } from '../services/form-sheet.ts';
import { batches, batchWrites, type Judgement, placedWrites, rowsWrites, startOf } from '../store/batches.ts';
import { filingStore } from '../store/index.ts';

/** An answer is kept for its repetition, in an item of at most 400 KB. */
const SHOWN_ERRORS = 500;

export function bulkOperations(runtime: Runtime): Operations<typeof bulkApi> {
  const store = { ...filingStore(runtime.table), ...batches(runtime.table) };
  const readable = visible('filingbatch', store.batch, maySeeBatch);
  const desk = { store, table: runtime.table, newUlid: runtime.newUlid };
  const fresh = freshly<Judgement>();

  return {
    formTemplate: async ({ params: { kind = '' }, query: { purpose }, accept, at }) => {
      if (!isSheetKind(kind)) throw notFound();
      return templateAnswer(sheetOf(kind, purpose), accept, await runtime.reference.at(at));
    },

    merchantTemplate: async ({ accept, at }) =>
      templateAnswer(sheetOf('merchant'), accept, await runtime.reference.at(at)),

    listBatches: async ({ caller, query: { status, kind, uploadedBy, districtId, ...query }, at }) => {
      const page = await store.batchPage({
        ...query,
        at,
        districts: districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants),
        ...((caller.role === 'agent' || uploadedBy === 'ME') && { uploadedBy: caller.sub }),
        keep: (batch) =>
          maySeeBatch(caller, batch) &&
          (status === undefined || statusAt(batch, at) === status) &&
          (kind === undefined || kindOf(batch) === kind),
      });
      return { body: { ...page, items: page.items.map((stored) => batchSummaryToJson(stored, at)) } };
    },

    uploadBatch: async ({ caller, query: { fileName, kind = 'merchant', purpose = 'FILE', ...query }, body, at }) => {
      const lists = await runtime.reference.at(at);
      const districtId = districtOfUpload(caller, purpose, query.districtId, lists);
      const { titles, rows, notes } = await readSheet(kind, body.bytes, lists, purpose);
      const slices = slicesOf(rows);
      const batch: Batch = {
        id: identifier('filingbatch', districtId, runtime.newUlid()),
        districtId,
        kind,
        purpose,
        status: 'PREVIEWED',
        titles: [...titles],
        notes: [...notes],
        ...(fileName !== undefined && { fileName }),
        rowCount: rows.length,
        slices: slices.length,
        uploadedBy: personOf(caller),
        uploadedAt: at,
        keptUntil: keptUntil(at),
      };
      const { failed } = await judged(batch, rows, at);
      const kept: Batch = { ...batch, badRowCount: failed.length };
      return {
        body: batchToJson(batch, { failed, filings: [], records: [] }, at),
        headers: { Location: `/v1/filing-batches/${batch.id}` },
        writes: [
          ...batchWrites(undefined, kept, { actor: caller, at, action: 'UPLOAD' }),
          ...rowsWrites(batch, slices),
        ],
      };
    },

    getBatch: async ({ caller, params, at }) => {
      const { data } = await readable(caller, params['id']);
      return { body: batchToJson(data, await resultOf(data, at), at) };
    },

    commitBatch: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const { error: _before, ...data } = stored.data;
      refuseCommitter(caller, data);
      const isTakenUp = statusAt(data, at) === 'FAILED';
      if (data.status !== 'PREVIEWED' && !isTakenUp) {
        throw new Problem('WRONG_STATE', says('该批次已提交，不能再次提交', '请查看进度'));
      }
      if (at >= data.keptUntil) {
        throw new Problem('WRONG_STATE', says(`该批次的内容只保留到 ${chinaTime(data.keptUntil)}`, '请重新上传'));
      }
      const unread = (data.bundles ?? []).find(({ read }) => !read);
      if (unread) {
        const fact = `附件包“${excerpt(unread.fileName)}”还没有上传或读取`;
        throw new Problem('WRONG_STATE', says(fact, '请上传并读取，或移除后再提交'));
      }
      const lists = await runtime.reference.at(at);
      const slices = await store.slices(data.id);
      const { placed, unplaced } = await placing(data, slices.flat(), lists);
      const faults = faultsByRow(unplaced);
      if (body.mode === 'ALL_OR_NOTHING') {
        const failed = await failingRows(desk, data, slices.flat(), at, lists, faults);
        const findings = [...failed.flatMap(findingsOf), ...unplaced.flatMap(findingOfFile)];
        if (findings.length > 0) throw ruleViolation(findings);
      }
      const batch: Batch = {
        ...data,
        status: 'RUNNING',
        mode: body.mode,
        committedBy: personOf(caller),
        committedAt: at,
        ...(isTakenUp ? { attempt: (data.attempt ?? 1) + 1 } : {}),
      };
      return {
        body: { id: data.id, status: batch.status, execution: executionOf(batch) },
        headers: { Location: `/v1/filing-batches/${data.id}` },
        writes: [
          ...batchWrites(stored, batch, {
            actor: caller,
            at,
            action: 'COMMIT',
            messages: [startOf(batch)],
          }),
          ...(isTakenUp ? [] : placedWrites(batch, slices, placed, faults)),
          // What the documents come from stays until the execution is over.
          ...(await zipWrites(data, at)),
        ],
      };
    },

    batchErrors: async ({ caller, params, accept, at }) => {
      const { data } = await readable(caller, params['id']);
      const { failed } = await resultOf(data, at);
      return failedRowsAnswer(data.titles, await withCells(data, failed), accept);
    },
  };

  /** What becomes of the files that were sent for the rows. */
  async function placing(batch: Batch, rows: readonly SheetRow[], { documentTypes }: Lists): Promise<Placing> {
    if (!batch.bundles?.length) return { placed: [], unplaced: [], repeated: 0 };
    return placingFor(batch, rows, await store.readBundles(batch), documentTypes);
  }

  async function zipWrites({ districtId, bundles = [] }: Batch, at: string): Promise<Write[]> {
    const all = bundles.map((bundle) => store.custody.grantWrites(zipInCustody(districtId, bundle), at));
    return (await Promise.all(all)).flat();
  }

  /** Judges every row as the register stands, and keeps what was found. */
  async function judged(batch: Batch, rows: readonly SheetRow[], at: string): Promise<Judgement> {
    const lists = await runtime.reference.at(at);
    const { unplaced } = await placing(batch, rows, lists);
    const failed = await failingRows(desk, batch, rows, at, lists, faultsByRow(unplaced));
    await store.keepJudgement(batch, { judgedAt: at, failed });
    return { judgedAt: at, failed };
  }

  /**
   * The rows that are bad and the filings made: before the commit as the register stood a few seconds ago at most, then as
   * it came about, which is asked again and again and is told without the rows' cells.
   */
  async function resultOf(batch: Batch, at: string): Promise<BatchResult> {
    if (isCleared(batch.keptUntil, at)) return { failed: [], filings: [], records: [] };
    if (batch.status === 'PREVIEWED') {
      const judge = async () => judged(batch, await store.rows(batch.id), at);
      const kept = await store.judgement(batch.id);
      const isOfNow = (kept?.judgedAt ?? '') > (batch.bundlesChangedAt ?? '');
      const { failed } = await fresh(keyOf(batch), at, isOfNow ? kept : undefined, judge);
      return { failed, filings: [], records: [] };
    }
    const outcomes = await store.outcomes(batch.id);
    return {
      failed: outcomes.flatMap(({ no, faults }) => (faults ? [{ row: { no, cells: [] }, faults }] : [])),
      filings: outcomes.flatMap(({ no, filingId }) => (filingId === undefined ? [] : [{ row: no, filingId }])),
      records: outcomes.flatMap(({ no, recordId }) => (recordId === undefined ? [] : [{ row: no, id: recordId }])),
    };
  }

  async function withCells({ id }: Batch, failed: readonly FailedRow[]): Promise<FailedRow[]> {
    const rows = new Map((await store.rows(id)).map((row) => [row.no, row]));
    return failed.map(({ row, faults }) => ({ row: rows.get(row.no) ?? row, faults }));
  }

  function executionOf(batch: Batch) {
    const name = executionNameOf(batch);
    return { name, arn: runtime.executionArn('filing-batch', name) };
  }

  function batchToJson(batch: Batch, { failed, filings, records }: BatchResult, at: string): z.input<typeof BatchJson> {
    const { mode, rowCount, titles, notes = [] } = batch;
    const status = statusAt(batch, at);
    const errors = rowErrors(failed);
    const isGone = isCleared(batch.keptUntil, at);
    const done = Math.max(filings.length, records.length);
    const previewed = isGone ? { bad: 0 } : { good: rowCount - failed.length, bad: failed.length };
    const counts =
      status === 'PREVIEWED' ? previewed : { filed: batch.filed ?? done, bad: batch.failed ?? failed.length };
    return {
      ...factsOf(batch),
      status,
      mode,
      rows: { total: rowCount, ...counts },
      errors: errors.slice(0, SHOWN_ERRORS),
      errorCount: errors.length,
      unknownTitles: unknownTitles(sheetOfBatch(batch), titles),
      notes: isGone ? [...notes, CLEARED_NOTE] : notes,
      filings,
      records,
      ...(status === 'FAILED' ? { failure: failureOf(batch.error, done) } : {}),
      ...(status === 'PREVIEWED' ? {} : { execution: executionOf(batch) }),
    };
  }
}

const factsOf = ({
  id,
  districtId,
  kind,
  purpose = 'FILE',
  fileName,
  uploadedBy,
  uploadedAt,
  keptUntil: until,
}: Batch) => ({
  id,
  districtId,
  kind: kindOf({ kind }),
  purpose,
  fileName,
  uploadedBy: uploadedBy.sub,
  uploadedAt,
  keptUntil: until,
});

function batchSummaryToJson({ data: batch, updatedAt }: Stored<Batch>, at: string): BatchSummaryJson {
  const status = statusAt(batch, at);
  const { rowCount: total, badRowCount, filed, failed } = batch;
  const counts = status === 'DONE' ? { filed, bad: failed } : { bad: badRowCount };
  return { ...factsOf(batch), status, mode: batch.mode, rows: { total, ...counts }, updatedAt };
}

const failureOf = (error = 'TIMED_OUT', filed: number) => ({
  code: error,
  message: `备案因系统故障中断，已备案 ${filed} 行；请再次提交，系统从中断处继续，已备案的不会重复`,
});

/** Whoever polls waits for the judging of what was sent so far. */
const keyOf = ({ id, bundlesChangedAt = '' }: Batch): string => `${id} ${bundlesChangedAt}`;

interface BatchResult {
  readonly failed: readonly FailedRow[];
  readonly filings: { row: number; filingId: string }[];
  readonly records: { row: number; id: string }[];
}

/** Who uploads or commits, as the batch keeps it. */
const personOf = (caller: Caller): Batch['uploadedBy'] => Batch.shape.uploadedBy.parse(caller);

/** Of a file that names a row the row tells. */
const findingOfFile = ({ row, bundleId, code, said }: UnplacedFile) =>
  row === undefined ? [danger(`DOCUMENT_${code}`, `/bundles/${bundleId}`, said)] : [];

const findingsOf = ({ row, faults }: FailedRow) =>
  faults.map(({ column, code, message }) => danger(code, `/rows/${row.no}/${column}`, `第 ${row.no} 行：${message}`));
