import { type CitedFile, DocumentsCited } from '../../events/document.ts';
import { reads } from '../../events/reader.ts';
import { keptWrite } from '../../shared/documents/custody.ts';
import { type DocumentStorage, s3Storage } from '../../shared/documents/storage.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';

/**
 * `DocumentsCited`: copies the files that a record cites to where no link can write, and says so in their custody. An upload
 * that is gone or is not what was registered fails the delivery, which ends among the dead letters with their alarm.
 */
export const build = (runtime: Runtime, storage: DocumentStorage = s3Storage()) => {
  const isStored = async (place: 'uploads' | 'evidence', { key, sha256 }: CitedFile): Promise<boolean> =>
    (await storage.digest(place, key)) === sha256;

  return subscriber(
    'KeepEvidence',
    reads(DocumentsCited, DocumentsCited.detail.pick({ files: true }), async ({ files }) => {
      const failed: string[] = [];
      for (const file of files) {
        if (!(await isStored('evidence', file)) && (await isStored('uploads', file)))
          await storage.copyToEvidence(file.key);
        if (await isStored('evidence', file)) await runtime.table.commit([keptWrite(file)]);
        else failed.push(file.documentId);
      }
      if (failed.length > 0) throw new Error(`the upload is gone or is another file: ${failed.join(', ')}`);
    }),
  );
};

export const handler = build(awsRuntime());
