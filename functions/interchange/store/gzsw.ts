import { z } from 'zod';
import { type Caller, isParty } from '../../shared/auth/caller.ts';
import { numberDigest } from '../../shared/digest.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import { facet, indexKeys } from '../../shared/table/listing.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, put, replace, update, type Write } from '../../shared/table/write.ts';
import { MESSAGE_TYPES } from '../domain/gzsw/message-type.ts';
import { halfOf, numberOf, type Series } from '../domain/gzsw/numbers.ts';
import { Receipt } from '../domain/gzsw/receipt.ts';
import { spellingsOf } from '../domain/known.ts';
import { Document, type DocumentOf, type DocumentType, type Kept } from './gzsw-documents.ts';

/** A receipt as its text: a map of the table forgets the order of its keys, by which some clients read. */
const receiptText = z.string().transform((text) => Receipt.parse(JSON.parse(text)));

/** Who sent which message when, as lists show it. */
const Sent = z.object({
  messageId: z.string(),
  type: z.enum(MESSAGE_TYPES),
  /** In whose name, by unified social credit code. */
  sender: z.string(),
  /** `sub` of the caller, and the entity of one that is a party. */
  by: z.string(),
  entityId: z.string().optional(),
  at: z.string(),
});

/** The receipt that a message was answered with; the digest is that of the message's bytes. */
const ANSWERED = form(
  'gzsw-message',
  Sent.partial().extend({
    // The other fields are absent where it was answered by an earlier release, and the sender where by the first.
    digest: z.string(),
    receipt: receiptText,
  }),
);

/** The last receipt with which a message was refused: it binds nobody, and may be sent again. */
const REFUSED = form('gzsw-refusal', Sent.extend({ receipt: receiptText }));

/** A message with its receipt, taken or refused. */
const Message = Sent.extend({ receipt: Receipt });

export type SentMessage = z.infer<typeof Message> & { readonly districtId: DistrictId };

const [MESSAGES, REFUSAL] = ['GZSW_MESSAGES', 'GZSW_REFUSAL'];

/** What a message was answered with, by whom it was sent. */
export interface AnsweredMessage extends Pick<SentMessage, 'messageId' | 'type' | 'sender' | 'at' | 'receipt'> {
  readonly caller: Pick<Caller, 'sub' | 'districtId' | 'role' | 'entityId'>;
}

/** A party's messages are its own whoever of it has sent them; the offices' are those of the person. */
const ownerOf = ({ sub, role, entityId }: AnsweredMessage['caller']): string =>
  isParty({ role }) && entityId !== undefined ? entityId : sub;

const sentItem = ({ messageId, type, sender, caller, at, receipt }: AnsweredMessage) => ({
  messageId,
  type,
  sender,
  by: caller.sub,
  ...(isParty(caller) && caller.entityId !== undefined && { entityId: caller.entityId }),
  at,
  receipt: JSON.stringify(receipt),
  ...indexKeys(
    {
      districtId: caller.districtId,
      collection: MESSAGES,
      owners: [ownerOf(caller)],
      sought: [type, `RESULT${receipt.result}`],
    },
    at,
    at,
  ),
});

/** [designed] Sentences of a refusal that are kept for its list: of a large message there may be more than an item holds. */
const KEPT_SENTENCES = 10;

/** A refusal as it can be looked up later; whoever sent the message was answered every sentence. */
const shortened = ({ errorMessage: said, ...receipt }: Receipt): Receipt => ({
  ...receipt,
  errorMessage: said?.slice(0, KEPT_SENTENCES),
});

export interface MessageQuery extends PageRequest {
  readonly type?: SentMessage['type'] | undefined;
  readonly result?: Receipt['result'] | undefined;
  /** Only what this caller sent. */
  readonly sentBy?: AnsweredMessage['caller'] | undefined;
  readonly keep: (message: SentMessage) => boolean;
}

const DOCUMENT = form('gzsw-document', Document);

/** What leads to a document by another name than its number. */
const POINTER = form('gzsw-pointer', z.object({ number: z.string() }));

const numberIn = (item: StoredItem): string => readForm(POINTER, item, item['form']).number;

/** A query of the dialect has no pages. */
const LISTED = 200;

const conflict = (): Error => new ConcurrencyConflict('another message took the same number or record');

const numberKey = (districtId: DistrictId, number: string): Key => ({
  pk: districtKey(districtId, 'GZSW', comparableNumber(number)),
  sk: CURRENT,
});

/** Documents of organisations, which people know by a code, a buyer's passport among them. */
export const isOrganisation = (type: string): boolean => type === 'COMP' || type === 'BUYER' || type === 'MAF';

/**
 * A client's own identifier is its program's, and compared as it is; the code of an organisation is compared as people
 * compare, and is in no key.
 */
export const clientKey = (districtId: DistrictId, type: DocumentType, createOrg: string, clientId: string): Key => ({
  pk: districtKey(districtId, 'GZSW_CLIENT', type, createOrg, isOrganisation(type) ? numberDigest(clientId) : clientId),
  sk: CURRENT,
});

export const pointerItem = (key: Key, number: string) => ({ ...key, form: POINTER.version, number });

const listPartition = (districtId: DistrictId, type: DocumentType, sender: string) =>
  districtKey(districtId, 'GZSW_LIST', type, sender);
const messageKey = (districtId: DistrictId, messageId: string): Key => ({
  pk: districtKey(districtId, 'GZSW_MESSAGE', messageId),
  sk: CURRENT,
});
const refusalKey = (districtId: DistrictId, messageId: string): Key => ({
  pk: districtKey(districtId, REFUSAL, messageId),
  sk: CURRENT,
});
const waitingKey = (districtId: DistrictId, consolidationId: string): Key => ({
  pk: districtKey(districtId, 'GZSW_WAITING', consolidationId),
  sk: CURRENT,
});
const seriesKey = (districtId: DistrictId, prefix: string): Key => ({
  pk: districtKey(districtId, 'GZSW_SERIES', prefix),
  sk: CURRENT,
});

/** The numbers, documents and receipts of the dialect. */
export const gzswStore = (table: Table) => {
  return {
    answered: async (districtId: DistrictId, messageId: string) => {
      const item = await table.get(messageKey(districtId, messageId));
      return item && readForm(ANSWERED, item, item['form']);
    },

    /** The write that fixes a message's receipt; it fails where the message was answered meanwhile. */
    answer: (answered: AnsweredMessage, digest: string): Write =>
      create(
        {
          ...messageKey(answered.caller.districtId, answered.messageId),
          form: ANSWERED.version,
          digest,
          ...sentItem(answered),
        },
        conflict,
      ),

    /** The write that keeps why a message was refused last, for a month. */
    refuse: (refused: AnsweredMessage): Write =>
      put({
        ...refusalKey(refused.caller.districtId, refused.messageId),
        form: REFUSED.version,
        ...sentItem({ ...refused, receipt: shortened(refused.receipt) }),
        expiresAt: clearedAt('REFUSED_MESSAGE', refused.at),
      }),

    /** Messages that were taken, and the last refusals of those that were refused, the latest first. */
    messagePage: ({ type, result, sentBy, keep, ...request }: MessageQuery): Promise<Listed<SentMessage>> =>
      listPage(table, {
        ...request,
        collection: MESSAGES,
        newestFirst: true,
        ...(sentBy && { owners: [ownerOf(sentBy)] }),
        sought: [
          ...(type === undefined ? [] : [facet(type)]),
          ...(result === undefined ? [] : [facet(`RESULT${result}`)]),
        ],
        read: messageIn,
        keep: (message) =>
          (type === undefined || message.type === type) &&
          (result === undefined || message.receipt.result === result) &&
          keep(message),
      }),

    /** The document under a number, however it is typed, if it is of the type. */
    async find<T extends DocumentType>(districtId: DistrictId, type: T, number: string): Promise<Kept<T> | undefined> {
      const item = await table.get(numberKey(districtId, number));
      const kept = item && keptOf(comparableNumber(number), item);
      return kept && isOf(type, kept) ? kept : undefined;
    },

    /** The document that a client made under its own identifier. */
    async findByClient<T extends DocumentType>(
      districtId: DistrictId,
      type: T,
      createOrg: string,
      clientId: string | undefined,
    ): Promise<Kept<T> | undefined> {
      if (clientId === undefined) return undefined;
      const item = await table.get(clientKey(districtId, type, createOrg, clientId));
      return item && this.find(districtId, type, numberIn(item));
    },

    /** The organisation 主体 of a code, however it is typed; whoever sends it, it has one document in the district. */
    async organisation<T extends 'COMP' | 'BUYER' | 'MAF'>(
      districtId: DistrictId,
      type: T,
      code: string,
    ): Promise<Kept<T> | undefined> {
      for (const spelling of spellingsOf(type, code)) {
        const kept = await this.findByClient(districtId, type, type, spelling);
        if (kept) return kept;
      }
      return undefined;
    },

    /** Whether a number has a document already. */
    isTaken: async (districtId: DistrictId, number: string): Promise<boolean> =>
      (await table.get(numberKey(districtId, number))) !== undefined,

    /** A number of the series that no document has: the client's own where it is free. */
    async freeNumber(districtId: DistrictId, series: Series, own: string | undefined): Promise<string> {
      if (own !== undefined && !(await table.get(numberKey(districtId, own)))) return own;
      const [first] = await takeSerials(table, districtId, series, 1);
      return numberOf(series, first ?? 0);
    },

    /** Numbers for the lines of a trade, each held for it: the clients' own where all of them are free. */
    async lineNumbers(
      districtId: DistrictId,
      series: Series,
      own: readonly (string | undefined)[],
      tradingNo: string,
    ): Promise<string[]> {
      const wanted = own.filter((number) => number !== undefined);
      const isComplete = wanted.length === own.length && new Set(wanted).size === own.length;
      const taken = isComplete ? await table.getMany(wanted.map((number) => numberKey(districtId, number))) : [];
      const isFree = isComplete && taken.every((item) => item === undefined || item['tradingNo'] === tradingNo);
      const numbers = isFree
        ? wanted
        : (await takeSerials(table, districtId, series, own.length)).map((serial) => numberOf(series, serial));
      for (let start = 0; start < numbers.length; start += 50) {
        const part = numbers.slice(start, start + 50);
        await table.commit(part.map((number) => holdLine(districtId, number, tradingNo)));
      }
      return numbers;
    },

    /**
     * Keeps a new document under its number, among its sender's, and under the identifier that its maker gave it; whoever
     * sends an organisation, it has one document in the district.
     */
    async keep<T extends DocumentType>(
      districtId: DistrictId,
      number: string,
      createdAt: string,
      document: DocumentOf<T>,
      client: { readonly createOrg: string; readonly id: string | undefined; readonly sender?: string },
    ): Promise<Kept<T>> {
      const { createOrg, id, sender = createOrg } = client;
      await table.commit([
        create(documentItem(districtId, { number, version: 1, createdAt, document }), conflict),
        put({ pk: listPartition(districtId, document.type, sender), sk: number }),
        ...(id === undefined
          ? []
          : [create(pointerItem(clientKey(districtId, document.type, createOrg, id), number), conflict)]),
      ]);
      return { number, version: 1, createdAt, document };
    },

    /** A client's latest documents of a type, oldest first. */
    async ofClient<T extends DocumentType>(districtId: DistrictId, type: T, sender: string): Promise<Kept<T>[]> {
      const page = await table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': listPartition(districtId, type, sender) },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: LISTED,
      });
      const numbers = page.items.map(({ sk }) => sk).toReversed();
      const items = await table.getMany(numbers.map((number) => numberKey(districtId, number)));
      const found = items.flatMap((item, index) => (item ? (keptOf(numbers[index] ?? '', item) ?? []) : []));
      return found.filter((kept) => isOf(type, kept));
    },

    /** Lets a client find a document by another identifier too. */
    alias: async (
      districtId: DistrictId,
      type: DocumentType,
      createOrg: string,
      clientId: string,
      number: string,
    ): Promise<void> => table.commit([put(pointerItem(clientKey(districtId, type, createOrg, clientId), number))]),

    /** The packing list that an earlier release left to wait for a consolidation's plan. */
    async waiting(districtId: DistrictId, consolidationId: string): Promise<Kept<'PACK'> | undefined> {
      const item = await table.get(waitingKey(districtId, consolidationId));
      return item && this.find(districtId, 'PACK', numberIn(item));
    },

    /** Keeps a document's new content over the one that was read. */
    async change<T extends DocumentType>(
      districtId: DistrictId,
      { number, version, createdAt }: Pick<Kept, 'number' | 'version' | 'createdAt'>,
      document: DocumentOf<T>,
    ): Promise<Kept<T>> {
      const item = documentItem(districtId, { number, version: version + 1, createdAt, document });
      await table.commit([replace(item, version, conflict)]);
      return { number, version: version + 1, createdAt, document };
    },
  };
};

export type GzswStore = ReturnType<typeof gzswStore>;

/** What is listed was kept since lists began. */
const messageIn = (item: StoredItem): SentMessage => {
  const [, districtId = '', kind] = item.pk.split('#');
  const kept = kind === REFUSAL ? readForm(REFUSED, item, item['form']) : readForm(ANSWERED, item, item['form']);
  return { ...Message.parse(kept), districtId };
};

const documentItem = (districtId: DistrictId, { number, ...kept }: Kept) => ({
  ...numberKey(districtId, number),
  form: DOCUMENT.version,
  ...kept,
});

const keptOf = (number: string, item: StoredItem): Kept | undefined => {
  // A number that is held for a line has no document.
  if (item['document'] === undefined) return undefined;
  const document = readForm(DOCUMENT, item['document'], item['form']);
  const [version, createdAt] = [z.int().parse(item['version']), z.string().parse(item['createdAt'])];
  return { number, version, createdAt, document };
};

const isOf = <T extends DocumentType>(type: T, kept: Kept): kept is Kept & Kept<T> => kept.document.type === type;

const holdLine = (districtId: DistrictId, number: string, tradingNo: string): Write =>
  update(
    numberKey(districtId, number),
    'SET tradingNo = :trade',
    { expression: 'attribute_not_exists(pk) OR tradingNo = :trade', values: { ':trade': tradingNo } },
    conflict,
  );

/**
 * Takes the next serials of a series, after those that clients may have of their own. The lines of all trades of a district
 * are of one series: whoever takes waits for nobody, and what is not used leaves a gap.
 */
async function takeSerials(table: Table, districtId: DistrictId, series: Series, count: number): Promise<number[]> {
  const last = halfOf(series) + (await table.next(seriesKey(districtId, series.prefix), count));
  return Array.from({ length: count }, (_, index) => last - count + index + 1);
}
