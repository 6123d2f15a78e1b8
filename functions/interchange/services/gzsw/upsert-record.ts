import { comparableNumber } from '../../../shared/kernel/comparison.ts';
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
  /** The number that the registry gave what was carried out, where it numbers such records itself. */
  readonly registered?: (document: DocumentOf<T>) => string | undefined;
}

/** What a message says, as a digest tells whether it was said before. */
export interface Content {
  readonly digest: string;
}

/**
 * Where a content is kept: its number, the client's own identifier, and what stands there now. What the registry numbers
 * itself has no number yet but the client's own, or none.
 */
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
      : await findNumbered(exchange, kind, named.number);
  if (named.number !== undefined && before === undefined) return notTaken(kind.unknown(named.number));
  const content = await contentOf(before);
  if ('refused' in content) return content;
  if (before && before.document.digest === content.digest && (await kind.isInForce(exchange, before))) return before;

  const series = seriesOf(kind.series, districtId, madeOn);
  const own = ownNumber(series, named.clientId);
  const number = before?.number ?? (kind.registered ? own : await store.freeNumber(districtId, series, own)) ?? '';
  const document = await kind.carryOut(exchange, content, { number, clientId, before });
  if ('refused' in document) return document;
  if (before) return store.change(districtId, before, document);
  const registered = kind.registered?.(document);
  const isOwn = registered === undefined || !(await store.isTaken(districtId, registered));
  const kept = isOwn ? (registered ?? number) : await store.freeNumber(districtId, series, undefined);
  const made = await store.keep(districtId, kept, at, document, { createOrg: message.sender, id: clientId });
  if (!isOwn) await store.alias(districtId, kind.type, message.sender, registered, kept);
  return made;
}

/** The sender's own record under a number: as it is kept, or as the registry numbers it where an older one is kept there. */
async function findNumbered<T extends RecordType, C extends Content>(
  { store, districtId, message: { sender } }: Exchange,
  { type }: RecordKind<T, C>,
  number: string,
): Promise<Kept<T> | undefined> {
  const kept = await store.find(districtId, type, number);
  if (kept?.document.createOrg === sender) return kept;
  return store.findByClient(districtId, type, sender, comparableNumber(number));
}
