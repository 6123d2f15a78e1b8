import type { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { BatchJson, bulkApi } from '../contract/bulk.ts';
import { Batch, type FailedRow, KEPT_DAYS, slicesOf } from '../domain/bulk/batch.ts';
import { unknownTitles } from '../domain/bulk/columns.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { failedRowsAnswer, rowErrors, templateAnswer } from '../print/bulk-sheets.ts';
import { failingRows } from '../services/bulk.ts';
import { readMerchants } from '../services/merchant-sheet.ts';
import { batches, batchWrites, rowsWrites } from '../store/batches.ts';
import { filingStore } from '../store/index.ts';

/** [designed] For how long a preview is answered from what was kept, before it is looked whether more has been filed. */
const FRESH_SECONDS = 10;

/** An answer is kept for its repetition, in an item of at most 400 KB. */
const SHOWN_ERRORS = 500;

export function bulkOperations(runtime: Runtime): Operations<typeof bulkApi> {
  const store = { ...filingStore(runtime.table), ...batches(runtime.table) };
  /** What is being judged at this moment, so that many who poll wait for one. */
  const judging = new Map<string, Promise<readonly FailedRow[]>>();

  return {
    merchantTemplate: async ({ accept, at }) => templateAnswer(accept, await runtime.reference.at(at)),

    uploadBatch: async ({ caller, body, at }) => {
      const { titles, rows } = await readMerchants(body.bytes, await runtime.reference.at(at));
      const slices = slicesOf(rows);
      const batch: Batch = {
        id: identifier('filingbatch', caller.districtId, runtime.newUlid()),
        districtId: caller.districtId,
        status: 'PREVIEWED',
        titles: [...titles],
        rowCount: rows.length,
        slices: slices.length,
        uploadedBy: personOf(caller),
        uploadedAt: at,
        keptUntil: new Date(Date.parse(at) + KEPT_DAYS * DAY).toISOString(),
      };
      return {
        body: batchToJson(batch, { failed: await judged(batch, rows, at), filings: [] }),
        headers: { Location: `/v1/filing-batches/${batch.id}` },
        writes: [
          ...batchWrites(undefined, batch, { actor: caller, at, action: 'UPLOAD' }),
          ...rowsWrites(batch, slices),
        ],
      };
    },

    getBatch: async ({ caller, params, at }) => {
      const { data } = await readable(caller, params['id']);
      return { body: batchToJson(data, await resultOf(data, at)) };
    },

    commitBatch: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      if (data.status !== 'PREVIEWED') {
        throw new Problem('WRONG_STATE', says(`该批次已于 ${data.committedAt} 提交，不能再次提交`, '请查看进度'));
      }
      if (at >= data.keptUntil) {
        throw new Problem('WRONG_STATE', says(`该批次的内容只保留到 ${data.keptUntil}`, '请重新上传'));
      }
      if (body.mode === 'ALL_OR_NOTHING') {
        const failed = await failingRows(store, data, await store.rows(data.id), at, await runtime.reference.at(at));
        if (failed.length > 0) throw ruleViolation(failed.flatMap(findingsOf));
      }
      const batch: Batch = {
        ...data,
        status: 'RUNNING',
        mode: body.mode,
        committedBy: personOf(caller),
        committedAt: at,
      };
      const slices = Array.from({ length: data.slices }, (_, index) => index + 1);
      const input = { batchId: data.id, slices };
      return {
        body: { id: data.id, status: batch.status, execution: executionOf(batch) },
        headers: { Location: `/v1/filing-batches/${data.id}` },
        writes: batchWrites(stored, batch, {
          actor: caller,
          at,
          action: 'COMMIT',
          messages: [{ type: 'start', workflow: 'filing-batch', executionName: data.id, input }],
        }),
      };
    },

    batchErrors: async ({ caller, params, accept, at }) => {
      const { data } = await readable(caller, params['id']);
      const { failed } = await resultOf(data, at);
      return failedRowsAnswer(data.titles, await withCells(data, failed), accept);
    },
  };

  async function readable(caller: Caller, id = ''): Promise<Stored<Batch>> {
    const stored = parseIdentifier('filingbatch', id) && (await store.batch(id));
    if (!stored || !maySeeBatch(caller, stored.data)) throw notFound();
    return stored;
  }

  /** Judges every row as the register stands, and keeps what was found. */
  async function judged(batch: Batch, rows: readonly SheetRow[], at: string): Promise<readonly FailedRow[]> {
    const failed = await failingRows(store, batch, rows, at, await runtime.reference.at(at));
    await store.keepJudgement(batch, { judgedAt: at, failed });
    return failed;
  }

  /** As it was kept a few seconds ago at most; a preview is polled. */
  async function failing(batch: Batch, at: string): Promise<readonly FailedRow[]> {
    const kept = await store.judgement(batch.id);
    if (kept && Date.parse(at) - Date.parse(kept.judgedAt) < FRESH_SECONDS * 1000) return kept.failed;
    const begun = judging.get(batch.id);
    if (begun) return begun;
    const anew = store
      .rows(batch.id)
      .then((rows) => judged(batch, rows, at))
      .finally(() => judging.delete(batch.id));
    judging.set(batch.id, anew);
    return anew;
  }

  /**
   * The rows that are bad and the filings made: before the commit as the register stood a few seconds ago at most, then as
   * it came about, which is asked again and again and is told without the rows' cells.
   */
  async function resultOf(batch: Batch, at: string): Promise<BatchResult> {
    if (batch.status === 'PREVIEWED') {
      return { failed: await failing(batch, at), filings: [] };
    }
    const outcomes = await store.outcomes(batch.id);
    return {
      failed: outcomes.flatMap(({ no, faults }) => (faults ? [{ row: { no, cells: [] }, faults }] : [])),
      filings: outcomes.flatMap(({ no, filingId }) => (filingId === undefined ? [] : [{ row: no, filingId }])),
    };
  }

  async function withCells({ id }: Batch, failed: readonly FailedRow[]): Promise<FailedRow[]> {
    const rows = new Map((await store.rows(id)).map((row) => [row.no, row]));
    return failed.map(({ row, faults }) => ({ row: rows.get(row.no) ?? row, faults }));
  }

  function executionOf({ id }: Batch) {
    return { name: id, arn: runtime.executionArn('filing-batch', id) };
  }

  function batchToJson(batch: Batch, { failed, filings }: BatchResult): z.input<typeof BatchJson> {
    const { id, districtId, status, mode, uploadedBy, uploadedAt, keptUntil, rowCount, titles } = batch;
    const errors = rowErrors(failed);
    const counts =
      status === 'PREVIEWED'
        ? { good: rowCount - failed.length, bad: failed.length }
        : { filed: batch.filed ?? filings.length, bad: batch.failed ?? failed.length };
    return {
      id,
      districtId,
      status,
      mode,
      uploadedBy: uploadedBy.sub,
      uploadedAt,
      keptUntil,
      rows: { total: rowCount, ...counts },
      errors: errors.slice(0, SHOWN_ERRORS),
      errorCount: errors.length,
      unknownTitles: unknownTitles(titles),
      filings,
      ...(status === 'PREVIEWED' ? {} : { execution: executionOf(batch) }),
    };
  }
}

interface BatchResult {
  readonly failed: readonly FailedRow[];
  readonly filings: { row: number; filingId: string }[];
}

const DAY = 24 * 3600 * 1000;

/** Who uploads or commits: the contract lets in nobody but clerks and agents. */
const personOf = (caller: Caller): Batch['uploadedBy'] => Batch.shape.uploadedBy.parse(caller);

/** The centre's staff see its batches, an agent its own. */
const maySeeBatch = (caller: Caller, { districtId, uploadedBy }: Batch): boolean =>
  caller.districtId === districtId && (caller.role !== 'agent' || caller.sub === uploadedBy.sub);

const findingsOf = ({ row, faults }: FailedRow) =>
  faults.map(({ column, code, message }) => danger(code, `/rows/${row.no}/${column}`, `第 ${row.no} 行：${message}`));
