import { z } from 'zod';
import { MAX_ZIP_BYTES } from '../../shared/documents/archive.ts';
import { contract } from '../../shared/http/contract.ts';
import { named } from '../../shared/kernel/named.ts';
import { DocumentForm } from '../domain/documents/document.ts';
import { BUNDLE_STATUS_NAMES, UNPLACED_NAMES } from '../domain/names.ts';
import { READERS, UPLOADERS } from './bulk.ts';
import { Link } from './documents.ts';

const BundleForm = z.strictObject({
  fileName: DocumentForm.shape.fileName,
  size: z.int().min(1).max(MAX_ZIP_BYTES).meta({ title: '文件大小（字节）' }),
  sha256: DocumentForm.shape.sha256,
});

const bundleFacts = {
  id: z.string(),
  fileName: z.string(),
  size: z.int(),
  status: named(BUNDLE_STATUS_NAMES),
  addedBy: z.string(),
  addedAt: z.string(),
  /** Files that it holds, once it was read. */
  fileCount: z.int().optional(),
  /** Files that systems add by themselves, such as `__MACOSX`, and that were passed over. */
  systemFiles: z.int().optional(),
};

const BundleAnswer = z.object({
  ...bundleFacts,
  sha256: z.string(),
  /** Until it was read: `PUT` the file there, with these headers. */
  upload: Link.optional(),
});

const PaperOfRow = z.object({
  type: z.string(),
  name: z.string(),
  bundleId: z.string(),
  /** Within its ZIP. */
  path: z.string(),
  size: z.int(),
});

/** What fits where: nothing is registered before the batch is committed. */
export const BatchDocumentsJson = z.object({
  bundles: z.array(z.object(bundleFacts)),
  /** Files of every ZIP that was read. `repeated`: the same once more, or replaced by one of its name that came later. */
  files: z.object({ total: z.int(), placed: z.int(), unplaced: z.int(), repeated: z.int() }),
  rowCount: z.int(),
  /** Rows that still lack a paper that their kind usually comes with; it may lie at the counter. */
  lackingCount: z.int(),
  /** Rows for which there is a file, and those that lack one. */
  rows: z.array(
    z.object({
      row: z.int(),
      documents: z.array(PaperOfRow),
      missing: z.array(z.object({ type: z.string(), name: z.string() })),
    }),
  ),
  /** Files that become no document, and why; one that names a row stands as a fault of the row, too. */
  unplaced: z.array(
    z.object({
      bundleId: z.string(),
      path: z.string(),
      row: z.int().optional(),
      code: named(UNPLACED_NAMES),
      message: z.string(),
    }),
  ),
});

/** Documents for the rows of a sheet 附件包: a ZIP whose files are named by the rows. */
export const bundlesApi = contract({
  addBundle: {
    method: 'POST',
    path: '/v1/filing-batches/{id}/bundles',
    summary:
      'Announce a ZIP of documents for the rows of a sheet and get a link to upload it; the same ZIP again is the same 附件包登记',
    roles: UPLOADERS,
    body: BundleForm,
    success: { status: 201, schema: BundleAnswer },
    problems: ['WRONG_STATE'],
    idempotent: true,
  },
  readBundle: {
    method: 'POST',
    path: '/v1/filing-batches/{id}/bundles/{bundleId}/reading',
    summary: 'Read an uploaded ZIP and tell what fits where; read again, the answer is the same 附件包读取',
    roles: UPLOADERS,
    success: { status: 200, schema: BatchDocumentsJson },
    problems: ['WRONG_STATE', 'MALFORMED_FILE'],
  },
  removeBundle: {
    method: 'POST',
    path: '/v1/filing-batches/{id}/bundles/{bundleId}/removal',
    summary: 'Take a ZIP back before the sheet is committed 附件包移除',
    roles: UPLOADERS,
    success: { status: 200, schema: BatchDocumentsJson },
    problems: ['WRONG_STATE'],
  },
  batchDocuments: {
    method: 'GET',
    path: '/v1/filing-batches/{id}/documents',
    summary:
      'Which file becomes which document of which row, which rows lack one, which files fit none and why 逐行附件',
    roles: READERS,
    success: { status: 200, schema: BatchDocumentsJson },
    problems: [],
  },
});
