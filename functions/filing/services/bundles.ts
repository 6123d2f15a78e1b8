import type { StoredFile } from '../../shared/documents/storage.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { type Batch, sheetOfBatch } from '../domain/bulk/batch.ts';
import type { Brought, Bundle, PlacedFile } from '../domain/bulk/bundle.ts';
import { fileNameOf, type Placing, placingOf, type ReadBundle, RowNames } from '../domain/bulk/placing.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import type { Document } from '../domain/documents/document.ts';
import { citedFileOf, documentWrites, fileOf } from '../store/documents.ts';
import { ownerOf } from '../store/ownership.ts';
import type { Desk } from './bulk.ts';
import { contentOf } from './bundle-reading.ts';

type Types = RowOf<'documentTypes'>;

const ZIP_TYPE = 'application/zip';

/** The file of a ZIP as the storage keeps it, beside the documents' own. */
export const zipOf = (districtId: string, { id, size, sha256 }: Bundle): StoredFile => ({
  key: `${districtId}/${id}`,
  contentType: ZIP_TYPE,
  size,
  sha256,
});

/** The same as the custody of files names it: nobody cites it, so that it is cleared away in time. */
export const zipInCustody = (districtId: string, bundle: Bundle) => ({
  documentId: bundle.id,
  key: zipOf(districtId, bundle).key,
  sha256: bundle.sha256,
});

/** What becomes of the files that were sent for the rows of a batch. */
export const placingFor = (
  batch: Batch,
  rows: readonly SheetRow[],
  bundles: readonly ReadBundle[],
  types: Types,
): Promise<Placing> => placingOf(bundles, new RowNames(sheetOfBatch(batch), batch.titles, rows), types);

/** [designed] How often a file that others register at the same time is looked for again. */
const ATTEMPTS = 5;

/**
 * Makes a document of a file of a ZIP, as its owner would by registering and uploading it: the same content is the same
 * document, however often this runs.
 *
 * @throws ConcurrencyConflict where its upload is just being cleared away
 */
export async function bring(desk: Desk, batch: Batch, file: PlacedFile, at: string, types: Types): Promise<Brought> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { type: file.type, documentId: await brought(desk, batch, file, at, types) };
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function brought(
  { store, table, newUlid }: Desk,
  batch: Batch,
  { type, contentType, bundleId, path, content }: PlacedFile,
  at: string,
  types: Types,
): Promise<string> {
  const { districtId, uploadedBy, committedBy = uploadedBy, bundles = [] } = batch;
  const bundle = bundles.find(({ id }) => id === bundleId);
  if (!bundle) throw new Error(`${batch.id} has no ${bundleId}`);
  const { size, sha256 } = content;
  const { custody } = store;
  const owner = ownerOf(uploadedBy);
  const same = await store.sameDocument({ districtId, owner, contentType, size, sha256 });
  const document: Document = same?.data ?? {
    type,
    contentType,
    size,
    sha256,
    fileName: fileNameOf(path),
    id: identifier('document', districtId, newUlid()),
    districtId,
    uploadedBy: bundle.addedBy,
    registeredAt: at,
    owner,
  };
  const cited = citedFileOf(document);
  const place = same ? await custody.placeOf(document.id) : 'uploads';
  if (place === undefined) throw new ConcurrencyConflict('the upload of a document is being cleared away');
  const writes = [
    ...(same ? [] : documentWrites(document, { actor: committedBy, at, action: 'REGISTER' }, types)),
    ...(await custody.grantWrites(cited, at)),
  ];
  if (writes.length > 0) await table.commit(writes);
  if (!(await custody.opening(cited))) {
    const { storage } = custody;
    await storage.bring(fileOf(document), await contentOf(storage, zipOf(districtId, bundle).key, content));
  }
  return document.id;
}
