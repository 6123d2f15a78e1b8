import { z } from 'zod';
import { type Caller, isParty } from '../../../shared/auth/caller.ts';
import { Problem } from '../../../shared/http/problem.ts';
import { searchForm } from '../../../shared/kernel/comparison.ts';
import type { KnownStore } from '../../store/known.ts';
import type { OtherApis } from '../other-apis.ts';

/** Buyers as a sheet names them, or leaves no doubt of them: whom its submitter may name, by the directory. */

const Directory = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), filingNumber: z.string() })),
  nextCursor: z.string().nullable(),
});

/** @throws Problem TOO_MANY_REQUESTS where whoever asks has looked for as many buyers as it may today */
const find = async (apis: OtherApis, query: Record<string, string>): Promise<z.infer<typeof Directory>> => {
  const call = { method: 'GET', path: '/v1/directory', query: { kind: 'buyer', ...query } } as const;
  const { done, refused } = await apis.send('FilingApi', call, Directory);
  if (refused?.status === 429) throw new Problem('TOO_MANY_REQUESTS', refused.detail);
  return done ?? { items: [], nextCursor: null };
};

/**
 * The buyer that a sheet must mean: the only one in force that its submitter may name without being shown it. Undefined
 * where there are none or several. That there is no other is known at the end of the list only; that there is, as soon as a
 * second is met.
 */
export async function onlyBuyer(apis: OtherApis): Promise<{ id: string; name: string } | undefined> {
  let only: { id: string; name: string } | undefined;
  let cursor: string | undefined;
  do {
    const page = await find(apis, { limit: '200', ...(cursor === undefined ? {} : { cursor }) });
    for (const { id, name } of page.items) {
      if (only) return undefined;
      only = { id, name };
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return only;
}

/** What a sheet's words name, and those that name nobody whom its submitter may name. */
export interface NamedBuyers {
  readonly buyers: ReadonlyMap<string, { readonly id: string; readonly nationality?: string | undefined }>;
  /** Words of a sheet that were not looked for, because many others were unknown already. */
  readonly unasked: ReadonlySet<string>;
}

/** Unknown words after which the others of a sheet are not looked for: whoever has those put right sends the sheet again. */
const MAX_UNKNOWN = 5;

/**
 * The buyers that the words of a sheet's column name. The centre names any of its district; a party those whom it traded
 * with, by name or number, and others by their whole certificate number or the code that they show.
 */
export async function buyersNamed(
  words: readonly string[],
  { apis, known, caller }: { readonly apis: OtherApis; readonly known: KnownStore; readonly caller: Caller },
): Promise<NamedBuyers> {
  const { districtId } = caller;
  const buyers = new Map<string, { id: string; nationality?: string | undefined }>();
  if (!isParty(caller)) {
    for (const [word, party] of await known.parties(districtId, 'buyer', words)) {
      buyers.set(word, { id: party.entityId, nationality: party.nationality });
    }
  }
  let unknown = 0;
  const unasked = new Set<string>();
  for (const word of words) {
    if (buyers.has(word)) continue;
    if (unknown === MAX_UNKNOWN) {
      unasked.add(word);
      continue;
    }
    const id = await buyerOf(word, apis);
    if (id === undefined) unknown += 1;
    else buyers.set(word, { id, nationality: await nationalityOf(id, { known, caller }) });
  }
  return { buyers, unasked };
}

/** The country of a buyer that whoever asks may name; undefined where its filing says none. */
export const nationalityOf = async (
  buyerId: string,
  { known, caller }: { readonly known: KnownStore; readonly caller: Caller },
): Promise<string | undefined> => (await known.party(caller.districtId, 'buyer', buyerId))?.nationality;

/** The one buyer that a word names: whole, for a part of a name names several sooner or later. */
async function buyerOf(word: string, apis: OtherApis): Promise<string | undefined> {
  const isNamed = ({ name, filingNumber }: { name: string; filingNumber: string }): boolean =>
    [name, filingNumber].some((text) => searchForm(text) === searchForm(word));
  const own = (await find(apis, { q: word, limit: '200' })).items.filter(isNamed);
  if (own.length > 0) return own.length === 1 ? own[0]?.id : undefined;
  for (const by of ['code', 'certificateNumber'].filter((one) => one !== 'code' || LIKE_A_CODE.test(word))) {
    const [shown, another] = (await find(apis, { [by]: word })).items;
    if (shown && !another) return shown.id;
  }
  return undefined;
}

/** What may be a code that a buyer shows, e.g. `7KQ4-M2X9`; anything else is not looked for as one. */
const LIKE_A_CODE = /^\s*[\p{L}\p{N}]{4}[\s-]?[\p{L}\p{N}]{4}\s*$/u;
