import { excerpt } from '../../../shared/kernel/fields.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import type { Submission } from '../submission.ts';
import { contentTypeRow, type DocumentStatus } from './document.ts';

type Types = RowOf<'documentTypes'>;

/** Where a form refers to a document. */
export interface Citation {
  readonly pointer: string;
  readonly documentId: string;
}

/** A document as rules look at it; one that the filer may not see is none. */
export interface CitedDocument {
  readonly contentType: string;
  readonly status: DocumentStatus;
}

/**
 * The documents that a form refers to. Some types name what is no file, such as the message a filing came by.
 *
 * @param pointer where the form lists them
 */
export const citationsOf = (
  { documents = [] }: { readonly documents?: readonly { type: string; documentId: string }[] | undefined },
  pointer: string,
  { notFiles }: Types,
): Citation[] =>
  documents.flatMap(({ type, documentId }, index) =>
    notFiles.includes(type) ? [] : [{ pointer: `${pointer}/${index}/documentId`, documentId }],
  );

/** The documents that the form of an entity refers to. */
export const citationsIn = ({ entity }: Pick<Submission, 'entity'>, types: Types): Citation[] =>
  citationsOf(entity, '/entity/documents', types);

/** Every document that is referred to is there, and is what it claims to be. */
export const citationFindings = (
  citations: readonly Citation[],
  documents: ReadonlyMap<string, CitedDocument>,
  types: Types,
): Finding[] =>
  citations.flatMap(({ pointer, documentId }) => {
    const document = documents.get(documentId);
    const shown = `附件“${excerpt(documentId)}”`;
    if (!document) {
      return [
        danger(
          'UNKNOWN_DOCUMENT',
          pointer,
          says(`${shown}不是本区县已登记的文件，或不是您登记的`, '请先登记并上传，再填写返回的编号'),
        ),
      ];
    }
    if (document.status === 'AWAITING_UPLOAD') {
      return [
        danger('DOCUMENT_NOT_UPLOADED', pointer, says(`${shown}尚未上传`, '请按登记时给出的地址上传文件后再提交')),
      ];
    }
    if (document.status === 'WRONG_CONTENT') {
      const { name } = contentTypeRow(document.contentType, types);
      return [
        danger('DOCUMENT_CONTENT', pointer, says(`${shown}的内容不是${name}`, `请换成真正的 ${name}重新登记上传`)),
      ];
    }
    return [];
  });
