import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { documentsApi } from '../contract/documents.ts';
import { contentTypeRow, type Document } from '../domain/documents/document.ts';
import { documents, documentWrites, fileOf } from '../store/documents.ts';
import { maySeeDocument, ownerOf } from '../store/ownership.ts';

export function documentOperations(runtime: Runtime): Operations<typeof documentsApi> {
  const store = documents(runtime.table);

  return {
    registerDocument: async ({ caller, body, at }) => {
      const { districtId, sub } = caller;
      const owner = ownerOf(caller);
      const same = await store.sameDocument({ ...body, districtId, owner });
      const document: Document = same?.data ?? {
        ...body,
        id: identifier('document', districtId, runtime.newUlid()),
        districtId,
        uploadedBy: sub,
        registeredAt: at,
        owner,
      };
      return {
        body: await documentToJson(document, at),
        headers: { Location: `/v1/documents/${document.id}` },
        writes: same ? [] : documentWrites(document, { actor: caller, at, action: 'REGISTER' }),
      };
    },

    getDocument: async ({ caller, params, at }) => {
      const id = params['id'] ?? '';
      const stored = parseIdentifier('document', id) && (await store.document(id));
      if (!stored || !maySeeDocument(caller, stored.data)) throw notFound();
      return { body: await documentToJson(stored.data, at) };
    },
  };

  async function documentToJson(document: Document, at: string) {
    const { id, districtId: _district, owner: _owner, uploadedBy: _by, ...facts } = document;
    const status = await store.documentStatus(document);
    return {
      documentId: id,
      ...facts,
      status,
      ...(status === 'AWAITING_UPLOAD' ? { upload: await store.storage.uploadLink(fileOf(document), at) } : {}),
      ...(status === 'STORED'
        ? { download: await store.storage.downloadLink(fileOf(document), saveAs(document), at) }
        : {}),
    };
  }
}

/** The file's own name, under the extension of what it really is. */
const saveAs = ({ fileName, contentType }: Document): string => {
  const { extension } = contentTypeRow(contentType);
  return fileName.toLowerCase().endsWith(`.${extension}`) ? fileName : `${fileName}.${extension}`;
};
