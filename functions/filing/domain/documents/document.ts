import { z } from 'zod';
import { concepts } from '../../../shared/kernel/concepts.ts';
import { ruleIssue } from '../../../shared/kernel/fields.ts';
import { says } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { plainText } from '../fields.ts';
import { DOCUMENT_STATUS_NAMES } from '../names.ts';

/** 附件: a file that a filing refers to. Its content lies in the storage; this is what the registry knows of it. */

type Types = RowOf<'documentTypes'>;

export const contentTypeRow = (contentType: string, { contentTypes }: Types): Types['contentTypes'][number] => {
  const row = contentTypes.find((one) => one.contentType === contentType);
  if (!row) throw new Error(`document-types.json has no row for ${contentType}`);
  return row;
};

/** What a client states of a file before it uploads it; `rules/document-form.ts` asks what may be uploaded. */
export const DocumentForm = z.strictObject({
  type: z.string().max(40).meta({ title: '附件类型', 'x-list': 'document-types.types' }),
  contentType: z.string().max(100).meta({ title: '文件格式', 'x-list': 'document-types.contentTypes' }),
  size: z.int().min(1).meta({ title: '文件大小（字节）' }),
  sha256: z
    .string()
    .toLowerCase()
    .superRefine((value, context) => {
      if (/^[0-9a-f]{64}$/.test(value)) return;
      context.addIssue(ruleIssue('FORMAT', says('文件的 SHA-256 应为 64 位十六进制数', '请由客户端按文件内容计算')));
    })
    .meta({ title: 'SHA-256' }),
  fileName: plainText('文件名', 200),
});

concepts({ DocumentForm });

export type DocumentForm = z.output<typeof DocumentForm>;

export const Document = z.object({
  ...DocumentForm.shape,
  id: z.string(),
  districtId: z.string(),
  /** `sub` of who registered it. */
  uploadedBy: z.string(),
  registeredAt: z.string(),
  /** Whose it is: a party's own, or the service centre's. The same file of one owner is one document. */
  owner: z.string(),
});

export type Document = z.infer<typeof Document>;

export type DocumentStatus = keyof typeof DOCUMENT_STATUS_NAMES;

/** What has become of a document, by the first bytes that the storage has of it: a file can lie about its format. */
export function documentStatus({ contentType }: Document, opening: Buffer | undefined, types: Types): DocumentStatus {
  if (opening === undefined) return 'AWAITING_UPLOAD';
  return opening.toString('hex').startsWith(contentTypeRow(contentType, types).opening) ? 'STORED' : 'WRONG_CONTENT';
}
