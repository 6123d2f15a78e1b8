import { type Said } from '../../../shared/kernel/finding.ts';
import { type NumberKind, ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { type NotTaken, notTaken } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf, Kept } from '../../store/gzsw-documents.ts';
import type { Exchange } from './exchange.ts';
import { clientIdOf } from './message.ts';

/** Records that a client sends again under their number, and that have one maker. */
export type RecordType = 'GOODS' | 'TRAD' | 'COMB' | 'PACK';

/** One kind of record: goods 商品, trade 交易单, 组货单 or 装箱单. */
export interface RecordKind<T extends RecordType, C extends Content> {
  readonly type: T;
  readonly series: NumberKind;
  /** Tells a client that its number is none of its own; Chinese. */
  readonly unknown: (number: string) => Said;
  /** Whether what was sent under the number is in force still: the same content is then answered as before. */
  readonly isInForce: (exchange: Exchange, kept: Kept<T>) => Promise<boolean>;
  /** Carries a content out with the other capabilities, in the place of what its number stood for. */
  readonly carryOut: (exchange: Exchange, content: C, record: Place<T>) => Promise<DocumentOf<T> | NotTaken>;
}

/** What a message says, as a digest tells whether it was said before. */
export interface Content {
  readonly digest: string;
}

/** Where a content is kept: its number, the client's own identifier, and what stands there now. */
export interface Place<T extends RecordType> {
  readonly number: string;
  readonly clientId: string;
  readonly before: Kept<T> | undefined;
}

/** How an item of a message names its record. */
export interface Named {
  /** The platform's number, where the client sends the record again. */
  readonly number: string | undefined;
  /** The client's own identifier. */
  readonly clientId: string | undefined;
  /** The item's place in its message. */
  readonly index: number;
}

/**
 * Finds the record that an item names, or makes it: an equal content in force is left as it is, another one is carried out
 * and kept under the same number.
 *
 * @param contentOf reads the content, knowing what stood there before
 * @throws ConcurrencyConflict where another message took the number or changed the record meanwhile
 */
export async function upsertRecord<T extends RecordType, C extends Content>(
  exchange: Exchange,
  kind: RecordKind<T, C>,
  named: Named,
  contentOf: (before: Kept<T> | undefined) => Promise<C | NotTaken>,
): Promise<Kept<T> | NotTaken> {
  const { store, districtId, message, at, madeOn } = exchange;
  const clientId = clientIdOf(message, named.clientId, named.index);
  const before =
    named.number === undefined
      ? await store.findByClient(districtId, kind.type, message.sender, clientId)
      : await store.find(districtId, kind.type, named.number);
  if (named.number !== undefined && before?.document.createOrg !== message.sender) {
    return notTaken(kind.unknown(named.number));
  }
  const content = await contentOf(before);
  if ('refused' in content) return content;
  if (before && before.document.digest === content.digest && (await kind.isInForce(exchange, before))) return before;

  const series = seriesOf(kind.series, districtId, madeOn);
  const number = before?.number ?? (await store.freeNumber(districtId, series, ownNumber(series, named.clientId)));
  const document = await kind.carryOut(exchange, content, { number, clientId, before });
  if ('refused' in document) return document;
  return before
    ? store.change(districtId, before, document)
    : store.keep(districtId, number, at, document, { createOrg: message.sender, id: clientId });
}
