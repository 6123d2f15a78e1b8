import { z } from 'zod';
import { CitedFile, DocumentRegistered } from '../../events/document.ts';
import { type Custodian, custodian } from '../../shared/documents/custody.ts';
import { type StoredFile } from '../../shared/documents/storage.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import { announce } from '../../shared/outbox/message.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Replay, replayOf } from '../../shared/table/replay.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';
import { type Citation, citationFindings } from '../domain/documents/citation.ts';
import { contentTypeRow, Document, type DocumentForm, documentStatus } from '../domain/documents/document.ts';
import { type Citer, mayCite } from './ownership.ts';
import { changed, partitionOf } from './records.ts';

/** Documents: what the registry knows of them in the table, their content in the storage. */

type Types = RowOf<'documentTypes'>;

const kept = aggregate({ head: form('document', Document) });

type File = Pick<Document, 'districtId' | 'owner'> & Pick<DocumentForm, 'contentType' | 'sha256' | 'size'>;

/** The same content in the same format is one document of its owner. */
const fileKey = ({ districtId, owner, contentType, sha256, size }: File): Key => ({
  pk: districtKey(districtId, 'DOCUMENT_FILE', owner, contentType, sha256, String(size)),
  sk: CURRENT,
});

const FileOf = z.object({ documentId: z.string() });

/** A document's file as the storage keeps it. */
export const fileOf = ({ id, districtId, contentType, size, sha256 }: Document): StoredFile => ({
  key: `${districtId}/${id}`,
  contentType,
  size,
  sha256,
});

/** The same as the custody of files names it. */
export const citedFileOf = (data: Document): CitedFile => ({
  documentId: data.id,
  key: fileOf(data).key,
  sha256: data.sha256,
});

export function documents(table: Table, custody: Custodian = custodian(table)) {
  const document = (id: string) => kept.load(table, partitionOf('document', id));

  const status = async (data: Document, types: Types) =>
    documentStatus(data, await custody.opening(citedFileOf(data)), types);

  return {
    custody,
    document,
    documentStatus: status,

    /** The document that its owner has of this content already. */
    async sameDocument(file: File): Promise<Stored<Document> | undefined> {
      const item = await table.get(fileKey(file));
      return item && document(FileOf.parse(item).documentId);
    },

    /** What is wrong with the documents that a form refers to; one that the citer may not rest it on is none. */
    async citationFindings(citer: Citer, citations: readonly Citation[], types: Types): Promise<Finding[]> {
      const cited = await Promise.all(
        citations.map(async ({ documentId }) => {
          const data = (await document(documentId))?.data;
          if (!data || !mayCite(citer, data)) return [];
          return [[documentId, { contentType: data.contentType, status: await status(data, types) }] as const];
        }),
      );
      return citationFindings(citations, new Map(cited.flat()), types);
    },

    /** The writes that keep what a form cites from being cleared away, for the transaction that files the form. */
    async citationWrites(citations: readonly Citation[], at: string): Promise<Write[]> {
      const records = await Promise.all(citations.map(({ documentId }) => document(documentId)));
      return custody.citeWrites(
        records.flatMap((record) => (record ? [citedFileOf(record.data)] : [])),
        at,
      );
    },
  };
}

/** What the records of other capabilities that rest on a file need to know of it. */
const documentRegistered = (data: Document, at: string, types: Types): z.infer<typeof DocumentRegistered.detail> => ({
  documentId: data.id,
  districtId: data.districtId,
  version: 1,
  at,
  owner: data.owner,
  type: data.type,
  sha256: data.sha256,
  key: fileOf(data).key,
  opening: contentTypeRow(data.contentType, types).opening,
});

const DOCUMENTS = 'DOCUMENTS';

const listingOf = ({ districtId }: Document) => ({ districtId, collection: DOCUMENTS });

export const documentMigration = kept.migration('DOCUMENT', listingOf);

export const documentReplay = (types: Types): Replay =>
  replayOf(kept, DocumentRegistered.name, DOCUMENTS, ({ data, updatedAt }) =>
    announce(DocumentRegistered, documentRegistered(data, updatedAt, types)),
  );

/** The writes that register a document, and let its owner's next upload of the same content find it. */
export const documentWrites = (data: Document, cause: Omit<Cause<'REGISTER'>, 'messages'>, types: Types): Write[] => [
  ...kept.writes({
    ...cause,
    pk: partitionOf('document', data.id),
    before: undefined,
    data,
    listing: listingOf(data),
    messages: [announce(DocumentRegistered, documentRegistered(data, cause.at, types))],
    otherwise: changed,
  }).writes,
  create({ ...fileKey(data), documentId: data.id }, () => new ConcurrencyConflict('the same file was registered')),
];
