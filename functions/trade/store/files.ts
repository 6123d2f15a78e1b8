import { type DocumentStorage, s3Storage } from '../../shared/documents/storage.ts';
import type { CitedDocument, FiledDocument } from '../domain/filed.ts';

/** The files of vouchers in the documents' storage. */
export const voucherFiles = (storage: DocumentStorage = s3Storage()) => ({
  /** Files as their uploads stand, by document: clients put them there themselves, so nobody else can tell. */
  cited: async (documents: readonly FiledDocument[]): Promise<Map<string, CitedDocument>> =>
    new Map(
      await Promise.all(
        documents.map(async (document): Promise<[string, CitedDocument]> => {
          const opening = await storage.opening(document.key);
          return [document.documentId, { ...document, state: stateOf(opening, document.opening) }];
        }),
      ),
    ),

  /** Keeps the files that a trade rests on from being cleared away. */
  keep: async (documents: ReadonlyMap<string, CitedDocument>): Promise<void> => {
    await Promise.all([...documents.values()].map(({ key }) => storage.keep(key)));
  },
});

function stateOf(opening: Buffer | undefined, expected: string): CitedDocument['state'] {
  if (opening === undefined) return 'AWAITING_UPLOAD';
  return opening.toString('hex').startsWith(expected) ? 'STORED' : 'WRONG_CONTENT';
}
