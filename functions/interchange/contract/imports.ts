import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf, MoneyJson } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { acceptedWarnings, country, id, text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { COMMIT_MODE_NAMES } from '../../shared/kernel/names.ts';
import { SHEET_TYPES, XLSX_TYPE } from '../../shared/sheet/types.ts';
import { FileName, UploadedBy } from '../../shared/sheet-import/keeping.ts';
import { FaultJson, Outcome } from '../domain/import.ts';
import { IMPORT_KIND_NAMES, IMPORT_STATUS_NAMES } from '../domain/names.ts';
import { SUBMITTERS } from './submitters.ts';

const PreviewLine = z.object({
  row: z.int(),
  merchantId: z.string(),
  goodsId: z.string(),
  name: z.string(),
  hsCode: z.string(),
  quantity: z.string(),
  unit: z.string(),
  unitPrice: z.string(),
  amount: z.string(),
  currency: z.string(),
});

const importFacts = {
  id: z.string(),
  kind: named(IMPORT_KIND_NAMES),
  status: named(IMPORT_STATUS_NAMES),
  /** As whoever uploaded it called the file. */
  fileName: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.string(),
};

/** An uploaded sheet in a list: its counts as its upload, its commit and its end noted them. */
const ImportSummaryJson = z.object({
  ...importFacts,
  rowCount: z.int(),
  /** At the upload; absent of what was uploaded before that was noted. */
  goodRowCount: z.int().optional(),
  errorCount: z.int().optional(),
  /** Trades that a workflow is to register, from the commit on. */
  tradeCount: z.int().optional(),
  outcome: z.object({ registeredRowCount: z.int(), tradeCount: z.int() }).optional(),
  updatedAt: z.string(),
});

export type ImportSummaryJson = z.input<typeof ImportSummaryJson>;

const ImportJson = z.object({
  ...importFacts,
  headerRow: z.int(),
  rowCount: z.int(),
  goodRowCount: z.int(),
  /** The amounts of the good rows. */
  totals: z.array(MoneyJson),
  errorCount: z.int(),
  /** The first 500. */
  errors: z.array(FaultJson),
  /** What was read into the sheet that it does not say outright. */
  notes: z.array(z.string()),
  /** The first 20 of the good rows. */
  lines: z.array(PreviewLine),
  /** The buyer that a commit takes where it names none: the only one in force. */
  proposedBuyer: z.object({ id: z.string(), name: z.string() }).optional(),
  /** While a workflow registers the sheet. */
  progress: z.object({ trades: z.int(), registered: z.int() }).optional(),
  /** Why registering broke off, where the status is FAILED. A further commit of the same mode goes on with it. */
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  outcome: Outcome.optional(),
});

export type ImportJson = z.input<typeof ImportJson>;

const CommitBody = z.strictObject({
  mode: named(COMMIT_MODE_NAMES).meta({ title: '登记方式' }),
  buyerId: id('境外采购商', 'entity').optional(),
  tradeOperatorId: id('市场采购贸易经营者', 'entity').optional(),
  destinationCountry: country('最终目的国').optional(),
  portOfDischarge: text('指运港', 50).optional(),
  explanation: text('说明', 500).optional(),
  /**
   * Warnings by the rows of the sheet, e.g. `PRICE_UNUSUAL@/rows/3/unitPrice`, or of a range of them:
   * `PRICE_UNUSUAL@/rows/2-501`.
   */
  acceptedWarnings: acceptedWarnings(),
});

concepts({
  ImportLine: PreviewLine,
  ImportSummary: ImportSummaryJson,
  Import: ImportJson,
  ImportCommitRequest: CommitBody,
});

export type CommitBody = z.output<typeof CommitBody>;

export const importsApi = contract({
  listImports: {
    method: 'GET',
    path: '/v1/imports',
    summary:
      'Uploaded sheets 联网清单, the latest change first: of the centre, or with uploadedBy=ME one’s own; a party sees its own',
    roles: SUBMITTERS,
    query: ListQuery.extend({
      status: named(IMPORT_STATUS_NAMES).optional().meta({ title: '状态' }),
      uploadedBy: UploadedBy,
    }),
    success: { status: 200, schema: listOf(ImportSummaryJson) },
    problems: [],
  },
  createImport: {
    method: 'POST',
    path: '/v1/imports',
    summary:
      'Uploads a sheet 联网清单 (XLSX, or CSV in UTF-8 or GBK) and shows what it would register, every error at once',
    roles: SUBMITTERS,
    query: z.strictObject({ kind: named(IMPORT_KIND_NAMES).meta({ title: '导入种类' }), fileName: FileName }),
    consumes: SHEET_TYPES,
    success: { status: 201, schema: ImportJson },
    problems: [],
    idempotent: true,
  },
  getImport: {
    method: 'GET',
    path: '/v1/imports/{id}',
    summary: 'An uploaded sheet, judged against what is filed now, or what became of it',
    roles: SUBMITTERS,
    success: { status: 200, schema: ImportJson },
    problems: [],
  },
  commitImport: {
    method: 'POST',
    path: '/v1/imports/{id}/commit',
    summary:
      'Registers the trades of a sheet: all of its rows or none, or the good ones. A large sheet answers COMMITTING: a ' +
      'workflow goes on with it, and the import shows its progress and outcome',
    roles: SUBMITTERS,
    body: CommitBody,
    maxBytes: 512 * 1024,
    success: { status: 200, schema: ImportJson },
    problems: ['WRONG_STATE'],
  },
  getImportErrors: {
    method: 'GET',
    path: '/v1/imports/{id}/errors',
    summary:
      'The rows with errors as a sheet, with a column 错误原因; CSV or XLSX by Accept; as JSON the first 5,000 errors',
    roles: SUBMITTERS,
    success: { status: 200, schema: z.object({ errors: z.array(FaultJson) }) },
    produces: ['text/csv', XLSX_TYPE],
    problems: ['BUSY', 'NOT_ACCEPTABLE'],
  },
});
