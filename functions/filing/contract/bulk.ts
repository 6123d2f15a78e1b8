import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { accepted, Execution, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { COMMIT_MODE_NAMES } from '../../shared/kernel/names.ts';
import { SHEET_TYPES, XLSX_TYPE } from '../../shared/sheet/types.ts';
import { FileName, UploadedBy } from '../../shared/sheet-import/keeping.ts';
import { BATCH_PURPOSE_NAMES, BATCH_STATUS_NAMES } from '../domain/names.ts';
import { SHEET_KIND_NAMES } from '../domain/sheet-kind-names.ts';

/**
 * The clerk of a centre for anybody, an agent for those it acts for; reviewers may look. What is taken over is uploaded by
 * the centre or an operator, and committed by another person, its head or an operator.
 */
export const UPLOADERS = ['clerk', 'agent', 'centreHead', 'operator'] as const;
export const READERS = ['clerk', 'reviewer', 'agent', 'centreHead', 'operator'] as const;

export const RowError = z.object({ row: z.int(), column: z.string(), code: z.string(), message: z.string() });

const Template = z.object({
  columns: z
    .array(
      z.object({
        title: z.string().meta({ title: '列' }),
        required: z.boolean().meta({ title: '必填' }),
        expected: z.string().meta({ title: '填写' }),
        example: z.string().meta({ title: '示例' }),
      }),
    )
    .meta({ title: '各列' }),
});

const kind = named(SHEET_KIND_NAMES).meta({ title: '表的种类' });
const purpose = named(BATCH_PURPOSE_NAMES).meta({ title: '用途' });

const batchFacts = {
  id: z.string(),
  districtId: z.string(),
  kind,
  purpose,
  status: named(BATCH_STATUS_NAMES),
  mode: named(COMMIT_MODE_NAMES).optional(),
  /** As whoever uploaded it called the file. */
  fileName: z.string().optional(),
  uploadedBy: z.string(),
  uploadedAt: z.string(),
  /** The rows and their errors are cleared away after this instant. */
  keptUntil: z.string(),
};

/** A batch in a list: its counts as its upload or its end noted them. */
const BatchSummaryJson = z.object({
  ...batchFacts,
  rows: z.object({
    total: z.int(),
    /** Rows that were filed, of a batch that is done. */
    filed: z.int().optional(),
    /** Rows that could not be filed: at the upload, or of a batch that is done; absent where neither was noted. */
    bad: z.int().optional(),
  }),
  updatedAt: z.string(),
});

export type BatchSummaryJson = z.input<typeof BatchSummaryJson>;

export const BatchJson = z.object({
  ...batchFacts,
  rows: z.object({
    total: z.int(),
    /** Before the commit: rows that can be filed as the register now stands. */
    good: z.int().optional(),
    /** Since the commit. */
    filed: z.int().optional(),
    /** Rows that cannot be filed, or were not. */
    bad: z.int(),
  }),
  /** The first 500 of `errorCount`; all of them stand in the sheet of failed rows. */
  errors: z.array(RowError),
  errorCount: z.int(),
  /** Titles that name no column of the template: what stands below them is not read. */
  unknownTitles: z.array(z.string()),
  /** How the file was read: which of several sheets, which rows were taken for sums or signatures. */
  notes: z.array(z.string()),
  filings: z.array(z.object({ row: z.int(), filingId: z.string() })),
  /** Goods and agreements, which are no filings, and the entities of parties that were taken over. */
  records: z
    .array(z.object({ row: z.int().meta({ title: '行' }), id: z.string().meta({ title: '编号' }) }))
    .meta({ title: '已登记的记录' }),
  /** Why filing broke off, where the status is FAILED. A further commit goes on with it. */
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  execution: Execution.optional(),
});

concepts({ RowError, FilingBatchSummary: BatchSummaryJson, FilingBatch: BatchJson, SheetTemplate: Template });

/** Filing by sheet 批量备案: upload, preview, commit, progress, the failed rows back. */
export const bulkApi = contract({
  formTemplate: {
    method: 'GET',
    path: '/v1/templates/{kind}',
    summary:
      'The template for a sheet of one kind of party, of goods or of agreements, with how to fill it in; with ' +
      'purpose=TAKE_OVER that for what was filed elsewhere before 备案模板',
    roles: READERS,
    query: z.strictObject({ purpose: purpose.optional() }),
    produces: [XLSX_TYPE],
    success: { status: 200, schema: Template },
    problems: ['NOT_ACCEPTABLE'],
  },
  merchantTemplate: {
    method: 'GET',
    path: '/v1/imports/templates/merchants',
    summary: 'The template for merchants, with how to fill it in 经营户批量备案模板',
    roles: READERS,
    produces: [XLSX_TYPE],
    success: { status: 200, schema: Template },
    problems: ['NOT_ACCEPTABLE'],
  },
  listBatches: {
    method: 'GET',
    path: '/v1/filing-batches',
    summary:
      'Uploaded sheets, the latest change first: of the centre, or with uploadedBy=ME one’s own; an agent sees its own 批量备案列表',
    roles: READERS,
    query: ListQuery.extend({
      status: named(BATCH_STATUS_NAMES).optional().meta({ title: '状态' }),
      kind: kind.optional(),
      uploadedBy: UploadedBy,
    }),
    success: { status: 200, schema: listOf(BatchSummaryJson) },
    problems: [],
  },
  uploadBatch: {
    method: 'POST',
    path: '/v1/filing-batches',
    summary:
      'Upload a sheet of up to 1,000 merchants, or of the kind that is named, XLSX or CSV (UTF-8, GBK), and preview it; with ' +
      'purpose=TAKE_OVER what was filed elsewhere before, which another person commits 批量备案上传',
    roles: UPLOADERS,
    query: z.strictObject({
      fileName: FileName,
      kind: kind.optional(),
      purpose: purpose.optional(),
      /** For which district an operator takes over. */
      districtId: ListQuery.shape.districtId,
    }),
    consumes: SHEET_TYPES,
    success: { status: 201, schema: BatchJson },
    problems: [],
    idempotent: true,
  },
  getBatch: {
    method: 'GET',
    path: '/v1/filing-batches/{id}',
    summary: 'A batch: its preview as the register now stands, then its progress 批量备案进度',
    roles: READERS,
    success: { status: 200, schema: BatchJson },
    problems: [],
  },
  commitBatch: {
    method: 'POST',
    path: '/v1/filing-batches/{id}/commit',
    summary:
      'File every row, refusing to begin while one is bad, or the good rows only; a batch that FAILED is taken up again 提交批量备案',
    roles: UPLOADERS,
    body: z.strictObject({ mode: named(COMMIT_MODE_NAMES).meta({ title: '提交方式' }) }),
    success: { status: 202, schema: accepted(named(BATCH_STATUS_NAMES)) },
    problems: ['WRONG_STATE'],
    idempotent: true,
  },
  batchErrors: {
    method: 'GET',
    path: '/v1/filing-batches/{id}/errors',
    summary: 'The failed rows as they came, with a column 错误原因 未成功的行',
    roles: READERS,
    produces: [XLSX_TYPE, 'text/csv'],
    success: { status: 200, schema: z.object({ items: z.array(RowError) }) },
    problems: ['NOT_ACCEPTABLE', 'WRONG_STATE'],
  },
});
