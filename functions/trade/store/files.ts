import { type Custodian, custodian } from '../../shared/documents/custody.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import type { CitedDocument, FiledDocument } from '../domain/filed.ts';

/** The files of vouchers in the documents' storage. */
export const voucherFiles = (table: Table, custody: Custodian = custodian(table)) => ({
  /** Files as their uploads stand, by document: clients put them there themselves, so nobody else can tell. */
  cited: async (documents: readonly FiledDocument[]): Promise<Map<string, CitedDocument>> =>
    new Map(
      await Promise.all(
        documents.map(async (document): Promise<[string, CitedDocument]> => {
          const opening = await custody.opening(document);
          return [document.documentId, { ...document, state: stateOf(opening, document.opening) }];
        }),
      ),
    ),

  /** The writes that keep the files that a trade rests on from being cleared away, for the trade's transaction. */
  citeWrites: (documents: ReadonlyMap<string, CitedDocument>, at: string): Promise<Write[]> =>
    custody.citeWrites(
      [...documents.values()].map(({ documentId, key, sha256 }) => ({ documentId, key, sha256 })),
      at,
    ),
});

function stateOf(opening: Buffer | undefined, expected: string): CitedDocument['state'] {
  if (opening === undefined) return 'AWAITING_UPLOAD';
  return opening.toString('hex').startsWith(expected) ? 'STORED' : 'WRONG_CONTENT';
}
