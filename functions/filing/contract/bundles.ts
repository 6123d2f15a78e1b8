import { z } from 'zod';
import { MAX_ZIP_BYTES } from '../../shared/documents/archive.ts';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { DocumentForm } from '../domain/documents/document.ts';
import { BUNDLE_STATUS_NAMES, UNPLACED_NAMES } from '../domain/names.ts';
import { READERS, UPLOADERS } from './bulk.ts';

const BundleForm = z.strictObject({
  fileName: DocumentForm.shape.fileName,
  size: z.int().min(1).max(MAX_ZIP_BYTES).meta({ title: '文件大小（字节）' }),
  sha256: DocumentForm.shape.sha256,
});

const count = (title: string) => z.int().meta({ title });
const word = (title: string) => z.string().meta({ title });

const bundleFacts = {
  id: word('附件包编号'),
  fileName: word('文件名'),
  size: count('文件大小（字节）'),
  status: named(BUNDLE_STATUS_NAMES).meta({ title: '状态' }),
  addedBy: word('上传人'),
  addedAt: word('登记时间'),
  /** Files that it holds, once it was read. */
  fileCount: count('文件数').optional(),
  /** Files that systems add by themselves, such as `__MACOSX`, and that were passed over. */
  systemFiles: count('略过的系统文件').optional(),
};

const BundleSummaryJson = z.object(bundleFacts);

const BundleAnswer = z.object({
  ...bundleFacts,
  sha256: word('SHA-256'),
  /** Until it was read: `PUT` the file there, with these headers. */
  upload: z
    .object({
      url: word('上传地址'),
      headers: z.record(z.string(), z.string()).meta({ title: '请求头' }),
      expiresAt: word('地址有效期止'),
    })
    .optional()
    .meta({ title: '上传' }),
});

const PaperOfRow = z.object({
  type: word('附件类型'),
  name: word('附件名称'),
  bundleId: word('附件包编号'),
  /** Within its ZIP. */
  path: word('包内路径'),
  size: count('文件大小（字节）'),
});

/** What fits where: nothing is registered before the batch is committed. */
export const BatchDocumentsJson = z.object({
  bundles: z.array(BundleSummaryJson).meta({ title: '附件包' }),
  /** Files of every ZIP that was read. `repeated`: the same once more, or replaced by one of its name that came later. */
  files: z
    .object({
      total: count('共有'),
      placed: count('已对应'),
      unplaced: count('没有对应'),
      repeated: count('重复'),
    })
    .meta({ title: '文件数' }),
  rowCount: count('行数'),
  /** Rows that still lack a paper that their kind usually comes with; it may lie at the counter. */
  lackingCount: count('缺附件的行数'),
  /** Rows for which there is a file, and those that lack one. */
  rows: z
    .array(
      z.object({
        row: count('行'),
        documents: z.array(PaperOfRow).meta({ title: '附件' }),
        missing: z.array(z.object({ type: word('附件类型'), name: word('附件名称') })).meta({ title: '所缺附件' }),
      }),
    )
    .meta({ title: '各行' }),
  /** Files that become no document, and why; one that names a row stands as a fault of the row, too. */
  unplaced: z
    .array(
      z.object({
        bundleId: word('附件包编号'),
        path: word('包内路径'),
        row: count('行').optional(),
        code: named(UNPLACED_NAMES).meta({ title: '原因' }),
        message: word('说明'),
      }),
    )
    .meta({ title: '没有对应的文件' }),
});

concepts({ BundleForm, Bundle: BundleAnswer, BundleSummary: BundleSummaryJson, BatchDocuments: BatchDocumentsJson });

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
