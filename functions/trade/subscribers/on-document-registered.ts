import { DocumentRegistered } from '../../events/document.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { FiledDocument } from '../domain/filed.ts';
import { tradeStore } from '../store/index.ts';

/** `DocumentRegistered`: keeps what vouchers need of a file. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnDocumentRegistered',
    reads(DocumentRegistered, FiledDocument, async (detail) => tradeStore(runtime.table).keepDocument(detail)),
  );

export const handler = build(awsRuntime());
