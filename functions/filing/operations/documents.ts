import type { Operations } from '../../shared/http/api.ts';
import { ruleViolation } from '../../shared/http/problem.ts';
import { visible } from '../../shared/http/visible.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { documentsApi } from '../contract/documents.ts';
import { contentTypeRow, type Document } from '../domain/documents/document.ts';
import { documentForm } from '../domain/rules/document-form.ts';
import { noting } from '../services/views.ts';
import { citedFileOf, documents, documentWrites, fileOf } from '../store/documents.ts';
import { maySeeDocument, ownerOf } from '../store/ownership.ts';

export function documentOperations(runtime: Runtime): Operations<typeof documentsApi> {
  const store = documents(runtime.table);
  const readable = visible('document', store.document, maySeeDocument);
  const noted = noting(runtime.table);

  return {
    registerDocument: async ({ caller, body, at }) => {
      const { districtId, sub } = caller;
      const { documentTypes } = await runtime.reference.at(at);
      const findings = documentForm(body, documentTypes);
      if (findings.length > 0) throw ruleViolation(findings);
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
        writes: [
          ...(same ? [] : documentWrites(document, { actor: caller, at, action: 'REGISTER' }, documentTypes)),
          ...writes,
        ],
      };
    },

    getDocument: async ({ caller, params, at, isByFunction }) => {
      const { data } = await readable(caller, params['id']);
      const { id, districtId } = data;
      const { body, writes } = await answered(data, at);
      // Without a link there is no picture to look at.
      const isShown = 'download' in body && data.uploadedBy !== caller.sub;
      const look = { districtId, of: id, what: 'DOCUMENT', recordId: id } as const;
      return { body, writes: [...writes, ...(isShown ? await noted({ caller, isByFunction, at }, look) : [])] };
    },
  };

  /** A document with the link that its status asks for; a link to upload it is granted by the writes. */
  async function answered(document: Document, at: string) {
    const { id, districtId: _district, owner: _owner, uploadedBy: _by, ...facts } = document;
    const { custody } = store;
    const { documentTypes } = await runtime.reference.at(at);
    const [place, status] = [await custody.placeOf(id), await store.documentStatus(document, documentTypes)];
    const body = { documentId: id, ...facts, status };
    // While it is being cleared away, which takes moments, a link would put what goes again.
    if (place === undefined || status === 'WRONG_CONTENT') return { body, writes: [] };
    if (status === 'STORED') {
      const download = await custody.storage.downloadLink(place, fileOf(document), saveAs(document, documentTypes), at);
      return { body: { ...body, download }, writes: [] };
    }
    const upload = await custody.storage.uploadLink(fileOf(document), at);
    return { body: { ...body, upload }, writes: await custody.grantWrites(citedFileOf(document), at) };
  }
}

/** The file's own name, under the extension of what it really is. */
const saveAs = ({ fileName, contentType }: Document, types: RowOf<'documentTypes'>): string => {
  const { extension } = contentTypeRow(contentType, types);
  return fileName.toLowerCase().endsWith(`.${extension}`) ? fileName : `${fileName}.${extension}`;
};
