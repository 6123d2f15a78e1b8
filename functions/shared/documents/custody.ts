import { z } from 'zod';
import { CitedFile, DocumentsCited } from '../../events/document.ts';
import { type DistrictId, parseIdentifier } from '../kernel/identifier.ts';
import { announce } from '../outbox/message.ts';
import { keptDays } from '../reference/retention.ts';
import { ConcurrencyConflict } from '../table/errors.ts';
import { everyItem } from '../table/every-item.ts';
import { CURRENT, districtKey, type Key, lastPart } from '../table/keys.ts';
import { dueKey } from '../table/listing.ts';
import { outboxWrites } from '../table/outbox.ts';
import type { Table } from '../table/table.ts';
import { remove, update, type Write } from '../table/write.ts';
import { type DocumentStorage, type Place, s3Storage } from './storage.ts';

/**
 * The custody of a file: what may become of its upload. It is decided here and nowhere else, by conditional writes in the
 * transactions of those who cite, so that no file is both cited and cleared away.
 *
 * - UNCITED: no record cites it; cleared away some days after its last upload link.
 * - CLEARING: it is being removed, and cannot be cited meanwhile. Afterwards there is no custody, and it may be uploaded anew.
 * - CITED: a record cites it. This is final: its upload stays until the evidence has it.
 * - KEPT: cited, and its content lies with the evidence.
 *
 * Files that were registered before there was custody have none; they lie with the uploads, no link to them is left, and
 * nothing clears them away.
 */
export const Custody = z.object({
  ...CitedFile.shape,
  state: z.enum(['UNCITED', 'CLEARING', 'CITED', 'KEPT']),
  /** Its place in the queue of the uploads, by the time of its last link; none once its upload is gone. */
  dueSort: z.string().optional(),
});

export type Custody = z.infer<typeof Custody>;

/** Days within which a record must cite an upload, or it is cleared away. */
export const UNCITED_DAYS = keptDays('UPLOAD');

const DAY = 24 * 3_600_000;

export const custodyKey = (documentId: string): Key => ({
  pk: districtKey(parseIdentifier('document', documentId)?.districtId ?? '', 'DOCUMENT_CUSTODY', documentId),
  sk: CURRENT,
});

const uploadsKey = (districtId: DistrictId): Key['pk'] => dueKey(districtId, 'UPLOADS');

export function custodian(table: Table, storage: DocumentStorage = s3Storage()) {
  const custodies = async (ids: readonly string[]): Promise<(Custody | undefined)[]> =>
    (await table.getMany(ids.map(custodyKey))).map((item) => item && Custody.parse(item));

  const placeOf = async (documentId: string): Promise<Place | undefined> => {
    const [custody] = await custodies([documentId]);
    return custody ? PLACES[custody.state] : 'uploads';
  };

  return {
    storage,

    /** Where the content of a file is to be looked for; undefined while it is being cleared away. */
    placeOf,

    /** The first bytes of a file's content; undefined where there is none. */
    async opening({ documentId, key }: Pick<CitedFile, 'documentId' | 'key'>): Promise<Buffer | undefined> {
      const place = await placeOf(documentId);
      return place && storage.opening(place, key);
    },

    /** The writes that let an upload link be granted: the days until its clearing count from the last link. */
    async grantWrites(file: CitedFile, at: string): Promise<Write[]> {
      const [custody] = await custodies([file.documentId]);
      const isFresh = (custody?.dueSort ?? '') > new Date(Date.parse(at) - DAY).toISOString();
      return custody && (custody.state !== 'UNCITED' || isFresh) ? [] : [grantWrite(file, at)];
    },

    /**
     * The writes by which a record cites files, for the transaction of the record. They fail with ConcurrencyConflict where
     * a file is cleared away or cited by another at the same time; whoever repeats it finds which.
     */
    async citeWrites(files: readonly CitedFile[], at: string): Promise<Write[]> {
      const distinct = [...new Map(files.map((file) => [file.documentId, file])).values()];
      const found = await custodies(distinct.map(({ documentId }) => documentId));
      const looks = distinct
        .map((file, index) => ({ file, custody: found[index] }))
        .filter((look) => !isFinal(look.custody));
      const fresh = looks.map(({ file }) => file);
      const [first] = fresh;
      if (!first) return [];
      // The content is looked for after the custody was read, and the writes hold to that custody: whatever clears the
      // content away in between changes it.
      for (const { file, custody } of looks) {
        const isThere = custody?.state !== 'CLEARING' && (await storage.opening('uploads', file.key)) !== undefined;
        if (!isThere) throw conflict();
      }
      const districtId = parseIdentifier('document', first.documentId)?.districtId ?? '';
      // A file is cited for the first time once, so that the message's key is its own.
      const message = announce(DocumentsCited, { districtId, version: 1, at, files: fresh });
      return [
        ...looks.map(({ file, custody }) => citeWrite(file, custody, at)),
        ...outboxWrites(custodyKey(first.documentId).pk, 1, at, [message], conflict),
      ];
    },

    /** The custodies of a district whose uploads are to go at an instant. The index may lag: the writes below decide. */
    async due(districtId: DistrictId, at: string): Promise<Custody[]> {
      const before = new Date(Date.parse(at) - UNCITED_DAYS * DAY).toISOString();
      const input = {
        IndexName: 'byDue',
        KeyConditionExpression: 'dueKey = :uploads AND dueSort < :before',
        ExpressionAttributeValues: { ':uploads': uploadsKey(districtId), ':before': before },
      };
      // Entries of the index have keys alone, which end with the document's identifier.
      const entries = await everyItem(table, input);
      const ids = entries.map(({ pk }) => lastPart(pk));
      return (await custodies(ids)).filter(
        (custody) => custody?.dueSort !== undefined && custody.dueSort < before,
      ) as Custody[];
    },
  };
}

export type Custodian = ReturnType<typeof custodian>;

/** Where the content of a file in each state is to be looked for. */
const PLACES = { UNCITED: 'uploads', CITED: 'uploads', KEPT: 'evidence', CLEARING: undefined } as const;

const isFinal = (custody: Custody | undefined): boolean => custody?.state === 'CITED' || custody?.state === 'KEPT';

const conflict = (): Error => new ConcurrencyConflict('the custody of a file was changed by another');

const STATE = { '#state': 'state', '#key': 'key' };

const FILE = 'documentId = :id, #key = :key, sha256 = :sha256, dueKey = :uploads';

const valuesOf = ({ documentId, key, sha256 }: CitedFile, at: string) => ({
  ':id': documentId,
  ':key': key,
  ':sha256': sha256,
  ':uploads': uploadsKey(parseIdentifier('document', documentId)?.districtId ?? ''),
  ':at': `${at}#${documentId}`,
});

const grantWrite = (file: CitedFile, at: string): Write =>
  update(
    custodyKey(file.documentId),
    `SET #state = :uncited, dueSort = :at, ${FILE}`,
    { expression: 'attribute_not_exists(pk) OR #state = :uncited', values: { ':uncited': 'UNCITED' } },
    conflict,
    STATE,
    valuesOf(file, at),
  );

/** @param custody as it was read */
const citeWrite = (file: CitedFile, custody: Custody | undefined, at: string): Write =>
  update(
    custodyKey(file.documentId),
    `SET #state = :cited, dueSort = :at, ${FILE}`,
    custody ? unchanged(custody) : { expression: 'attribute_not_exists(pk)' },
    conflict,
    STATE,
    { ...valuesOf(file, at), ':cited': 'CITED' },
  );

const inState = (state: Custody['state']) => ({
  expression: '#state = :was',
  names: { '#state': 'state' },
  values: { ':was': state },
});

/** Neither cited nor cleared away since it was read, and no link was granted. */
const unchanged = ({ dueSort }: Custody) => {
  const { expression, names, values } = inState('UNCITED');
  return { expression: `${expression} AND dueSort = :read`, names, values: { ...values, ':read': dueSort } };
};

/**
 * Begins to clear an upload away; fails with ConcurrencyConflict where it was cited, or a link was granted, since it was
 * read.
 */
export const clearingWrite = (custody: Custody): Write =>
  update(
    custodyKey(custody.documentId),
    'SET #state = :clearing',
    unchanged(custody),
    conflict,
    {},
    { ':clearing': 'CLEARING' },
  );

/** Ends the clearing of an upload that is gone. */
export const clearedWrite = ({ documentId }: Custody): Write =>
  remove(custodyKey(documentId), inState('CLEARING'), conflict);

/** The content of a cited file lies with the evidence. */
export const keptWrite = ({ documentId }: CitedFile): Write =>
  update(
    custodyKey(documentId),
    'SET #state = :kept',
    { ...inState('CITED'), expression: '#state IN (:was, :kept)' },
    conflict,
    {},
    { ':kept': 'KEPT' },
  );

/** The upload of a kept file is gone. */
export const uploadGoneWrite = ({ documentId }: Custody): Write =>
  update(custodyKey(documentId), 'REMOVE dueKey, dueSort', inState('KEPT'), conflict);
