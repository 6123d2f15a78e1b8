import { z } from 'zod';
import { type Caller, isParty, maySee } from '../../../shared/auth/caller.ts';
import { type ApiCall } from '../../../shared/invoke/invoke.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { type GzswStore } from '../../store/gzsw.ts';
import { type Document, type DocumentType, type Kept } from '../../store/gzsw-documents.ts';
import { type KnownStore } from '../../store/known.ts';
import type { ApiFunction, OtherApis } from '../other-apis.ts';

/** Numbers of this dialect run, so a number alone gives nobody a right: here is judged whose a document and a sender are. */

/** Somebody who names a document by its number, or speaks as a sender. */
export interface Reader {
  readonly caller: Caller;
  readonly districtId: string;
  readonly apis: OtherApis;
  readonly known: KnownStore;
  readonly store: GzswStore;
}

/** Kinds of party that file for themselves; a producer or a buyer is filed by those who deal with it. */
const OWN_KINDS: ReadonlySet<string> = new Set([
  'merchant',
  'tradeOperator',
  'freightForwarder',
  'consolidator',
  'customsBroker',
  'warehouse',
  'carrier',
]);

/** The entities that are filed under a unified social credit code. */
export async function entitiesUnder(
  { known, districtId }: Pick<Reader, 'known' | 'districtId'>,
  code: string,
): Promise<string[]> {
  const filed = await known.partiesOfEveryKind(districtId, code);
  // A merchant is found by its name too, which may read like another's code.
  return filed
    .filter(({ kind, identifier }) => OWN_KINDS.has(kind) && identifier === comparableNumber(code))
    .map(({ entityId }) => entityId);
}

/** Whose a sender is to a caller; `FREE` while nothing is filed under its code. */
export type SenderOwner = 'CALLER' | 'OTHERS' | 'FREE';

/**
 * Whose the code of a sender is: the offices', which look after every organisation of the district; of those who are filed
 * under it; until the register has it, of whoever may read the filings that its COMP message asked for.
 */
export async function ownerOfSender(reader: Reader, code: string): Promise<SenderOwner> {
  const { caller, store, districtId } = reader;
  if (!isParty(caller)) return 'CALLER';
  const entityIds = await entitiesUnder(reader, code);
  if (entityIds.length > 0) return entityIds.some((id) => id === caller.entityId) ? 'CALLER' : 'OTHERS';
  const asked = await store.organisation(districtId, 'COMP', code);
  if (!asked) return 'FREE';
  return (await readsAny(reader, filingsOf(asked.document))) ? 'CALLER' : 'OTHERS';
}

/** Whether the caller is registered itself: it then has a code of its own to speak under. */
export async function isFiled({ caller, apis }: Pick<Reader, 'caller' | 'apis'>): Promise<boolean> {
  return caller.entityId !== undefined && reads({ apis }, entityCall(caller.entityId));
}

/** Whether the caller may read what stands of a party in the register. */
export const readsParty = ({ apis }: Pick<Reader, 'apis'>, entityId: string): Promise<boolean> =>
  reads({ apis }, entityCall(entityId));

/** Whether the caller may read filed goods in the register. */
export const readsGoods = ({ apis }: Pick<Reader, 'apis'>, goodsId: string): Promise<boolean> =>
  reads({ apis }, goodsCall(goodsId));

/**
 * Whether the caller may read a document: offices of the district, the parties that are kept with it, and whoever may read
 * the record of the registry that it names. Documents of the first version keep no parties and rest on that record alone.
 */
export async function mayRead(reader: Reader, { document }: Kept): Promise<boolean> {
  const { caller, districtId, store } = reader;
  if (maySee(caller, { districtId, parties: partiesOf(document) })) return true;
  if (document.type !== 'CONT') return readsAny(reader, namedIn(document));
  const trade = await store.find(districtId, 'TRAD', document.tradingNo);
  return trade !== undefined && mayRead(reader, trade);
}

/** The document under a number, where it is of the type and the caller may read it; to others the number is unknown. */
export async function findReadable<T extends DocumentType>(
  reader: Reader,
  type: T,
  number: string,
): Promise<Kept<T> | undefined> {
  const kept = await reader.store.find(reader.districtId, type, number);
  return kept && (await mayRead(reader, kept)) ? kept : undefined;
}

function partiesOf(document: Document): readonly string[] {
  switch (document.type) {
    case 'GOODS':
      return [document.merchantId, ...(document.parties ?? [])];
    case 'COMB':
      return [document.consolidatorId, ...(document.parties ?? [])];
    case 'PACK':
      return [
        ...(document.sentBy?.entityId === undefined ? [] : [document.sentBy.entityId]),
        ...(document.parties ?? []),
      ];
    case 'TRAD':
    case 'CONT':
      return document.parties ?? [];
    default:
      return [];
  }
}

interface Named {
  readonly functionName: ApiFunction;
  readonly path: ApiCall['path'];
  readonly id: string;
}

const entityCall = (id: string): Named => ({ functionName: 'FilingApi', path: '/v1/entities/{id}', id });

const goodsCall = (id: string): Named => ({ functionName: 'FilingApi', path: '/v1/goods/{id}', id });

const filingsOf = ({ filings }: { readonly filings: readonly { readonly filingId: string }[] }): Named[] =>
  filings.map(({ filingId: id }) => ({ functionName: 'FilingApi', path: '/v1/filings/{id}', id }));

/** The records of the registry that a document names, whose own rules say who may read them. */
function namedIn(document: Document): Named[] {
  switch (document.type) {
    case 'GOODS':
      return [goodsCall(document.goodsId)];
    case 'TRAD':
      return document.tradeId === undefined
        ? []
        : [{ functionName: 'TradeApi', path: '/v1/trades/{id}', id: document.tradeId }];
    case 'COMB':
      return document.consolidationId === undefined
        ? []
        : [{ functionName: 'ConsolidationApi', path: '/v1/consolidations/{id}', id: document.consolidationId }];
    case 'CONT':
    case 'PACK':
      return [];
    default:
      return filingsOf(document);
  }
}

async function readsAny(reader: Pick<Reader, 'apis'>, named: readonly Named[]): Promise<boolean> {
  for (const record of named) if (await reads(reader, record)) return true;
  return false;
}

async function reads({ apis }: Pick<Reader, 'apis'>, { functionName, path, id }: Named): Promise<boolean> {
  const outcome = await apis.send(functionName, { method: 'GET', path, params: { id } }, z.unknown());
  return !outcome.refused;
}
