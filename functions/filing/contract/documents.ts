import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { named } from '../../shared/kernel/named.ts';
import { DocumentForm } from '../domain/documents/document.ts';
import { DOCUMENT_STATUS_NAMES } from '../domain/names.ts';

const Link = z.object({ url: z.string(), headers: z.record(z.string(), z.string()), expiresAt: z.string() });

const DocumentAnswer = z.object({
  documentId: z.string(),
  ...DocumentForm.shape,
  status: named(DOCUMENT_STATUS_NAMES),
  registeredAt: z.string(),
  /** While the file awaits its upload: `PUT` it there, with these headers. */
  upload: Link.optional(),
  /** Once it is stored: `GET` it there. */
  download: Link.optional(),
});

/** Documents 附件: what filings refer to. Clients put and get the files at the storage itself. */
export const documentsApi = contract({
  registerDocument: {
    method: 'POST',
    path: '/v1/documents',
    summary: 'Register a file and get a link to upload it; the same file again is the same document 附件登记',
    roles: ['clerk', 'reviewer', 'merchant', 'agent'],
    body: DocumentForm,
    success: { status: 201, schema: DocumentAnswer },
    problems: [],
    idempotent: true,
  },
  getDocument: {
    method: 'GET',
    path: '/v1/documents/{id}',
    summary: 'A document, with a link to download it; authorities, who see personal data masked, have none 附件',
    roles: ['clerk', 'reviewer', 'merchant', 'agent', 'centreHead'],
    success: { status: 200, schema: DocumentAnswer },
    problems: [],
  },
});
