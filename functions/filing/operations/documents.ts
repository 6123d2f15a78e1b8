import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { documentsApi } from '../contract/documents.ts';
import { contentTypeRow, type Document } from '../domain/documents/document.ts';
import { citedFileOf, documents, documentWrites, fileOf } from '../store/documents.ts';
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
      const { body: shown, writes } = await answered(document, at);
      return {
        body: shown,
        headers: { Location: `/v1/documents/${document.id}` },
        writes: [...(same ? [] : documentWrites(document, { actor: caller, at, action: 'REGISTER' })), ...writes],
      };
    },

    getDocument: async ({ caller, params, at }) => {
      const id = params['id'] ?? '';
      const stored = parseIdentifier('document', id) && (await store.document(id));
      if (!stored || !maySeeDocument(caller, stored.data)) throw notFound();
      return answered(stored.data, at);
    },
  };

  /** A document with the link that its status asks for; a link to upload it is granted by the writes. */
  async function answered(document: Document, at: string) {
    const { id, districtId: _district, owner: _owner, uploadedBy: _by, ...facts } = document;
    const { custody } = store;
    const [place, status] = [await custody.placeOf(id), await store.documentStatus(document)];
    const body = { documentId: id, ...facts, status };
    // While it is being cleared away, which takes moments, a link would put what goes again.
    if (place === undefined || status === 'WRONG_CONTENT') return { body, writes: [] };
    if (status === 'STORED') {
      const download = await custody.storage.downloadLink(place, fileOf(document), saveAs(document), at);
      return { body: { ...body, download }, writes: [] };
    }
    const upload = await custody.storage.uploadLink(fileOf(document), at);
    return { body: { ...body, upload }, writes: await custody.grantWrites(citedFileOf(document), at) };
  }
}

/** The file's own name, under the extension of what it really is. */
const saveAs = ({ fileName, contentType }: Document): string => {
  const { extension } = contentTypeRow(contentType);
  return fileName.toLowerCase().endsWith(`.${extension}`) ? fileName : `${fileName}.${extension}`;
};
