import type { Caller } from '../../shared/auth/caller.ts';
import { isCityWide } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etagOf } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { danger, type Said, says, worded } from '../../shared/kernel/finding.ts';
import { findingsOf } from '../../shared/kernel/issues.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { MarketApi } from '../contract/index.ts';
import { StallForm } from '../contract/stalls.ts';
import { emptyRoster, type Roster, type Stall, stallFaults } from '../domain/roster.ts';
import { readStall } from '../domain/sheet.ts';
import { changedRoster } from '../services/changed-roster.ts';
import { readStalls } from '../services/stall-sheet.ts';
import { marketStore, rosterWrites } from '../store/index.ts';

type Own = Pick<
  Operations<MarketApi>,
  'listMarketStalls' | 'sayMarketStalls' | 'uploadMarketStalls' | 'listMarketGoods' | 'sayMarketGoods'
>;

/** A market's list as it stands, or an empty one. */
interface Standing {
  readonly before: Stored<Roster> | undefined;
  readonly roster: Roster;
}

/** What markets' operators keep. */
export function stallOperations(runtime: Runtime): Own {
  const store = marketStore(runtime.table);

  /** @throws Problem NOT_FOUND where the market is none of the caller's district */
  const standing = async (caller: Caller, marketId = '', at: string): Promise<Standing> => {
    const market = (await runtime.reference.at(at)).markets.get(marketId);
    if (!market || !(isCityWide(caller) || market.districtId === caller.districtId)) throw notFound();
    const { districtId } = market;
    const before = await store.roster(districtId, marketId);
    return { before, roster: before?.data ?? emptyRoster(districtId, marketId) };
  };

  const said = (caller: Caller, { before, roster }: Standing, stalls: readonly Stall[], at: string) => {
    const { roster: now, changed, added } = changedRoster(roster, stalls);
    const isVacated = changed.some(({ state }) => state === 'VACATED');
    const cause = { actor: caller, at, action: isVacated ? 'VACATE' : 'LIST_STALLS' } as const;
    const version = (before?.version ?? 0) + (changed.length > 0 ? 1 : 0);
    return {
      counts: { rows: stalls.length, added, changed: changed.length - added, etag: etagOf(version) },
      writes: changed.length > 0 ? rosterWrites(now, before, changed, cause) : [],
    };
  };

  return {
    listMarketStalls: async ({ caller, params, query: { limit, cursor, state }, at }) => {
      const { before, roster } = await standing(caller, params['id'], at);
      const from = cursor === undefined ? 0 : Number(cursor);
      if (!Number.isSafeInteger(from) || from < 0) {
        throw new Problem('BAD_PARAMETER', says('游标不是本名册的', '请从第一页重新读取'));
      }
      const all = roster.stalls.filter((stall) => state === undefined || stall.state === state);
      const nextCursor = from + limit < all.length ? String(from + limit) : null;
      return { body: { items: all.slice(from, from + limit), nextCursor, etag: etagOf(before?.version ?? 0) } };
    },

    sayMarketStalls: async ({ caller, params, body: { stalls }, at }) => {
      const present = await standing(caller, params['id'], at);
      const faults = stallFaults(stalls);
      if (faults.length > 0) {
        throw ruleViolation(
          faults.map(({ index, field, code, said: what }) => danger(code, `/stalls/${index}${field}`, what)),
        );
      }
      const { counts, writes } = said(caller, present, stalls, at);
      return { body: { committed: true, ...counts, faults: [], notes: [] }, writes };
    },

    uploadMarketStalls: async ({ caller, params, query: { commit }, body, at }) => {
      const present = await standing(caller, params['id'], at);
      const { header, rows, notes } = await readStalls(body.bytes, undefined);
      const read = rows.map(({ no, cells }) => ({ no, ...rowOf(header.cells, cells) }));
      const stalls = read.map(({ stall }) => stall);
      const faults = [
        ...read.flatMap(({ no, faults: found }) => found.map((message) => ({ row: no, message }))),
        ...stallFaults(stalls).map(({ index, said: what }) => ({ row: read[index]?.no ?? 0, ...messageOf(what) })),
      ].toSorted((a, b) => a.row - b.row);
      const { counts, writes } = said(caller, present, faults.length > 0 ? [] : stalls, at);
      const committed = commit === 'true' && faults.length === 0;
      const etag = committed ? counts.etag : etagOf(present.before?.version ?? 0);
      return {
        body: { committed, ...counts, etag, rows: rows.length, faults, notes: [...notes] },
        writes: committed ? writes : [],
      };
    },

    listMarketGoods: async ({ caller, params, at }) => {
      const { before, roster } = await standing(caller, params['id'], at);
      return { body: { goods: roster.goods, etag: etagOf(before?.version ?? 0) } };
    },

    sayMarketGoods: async ({ caller, params, body: { goods }, expectedVersion, at }) => {
      const { before, roster } = await standing(caller, params['id'], at);
      requireVersion(before ?? { version: 0 }, expectedVersion, says('名册在您读取之后已有变化', '请重新读取后再试'));
      const cause = { actor: caller, at, action: 'LIST_GOODS' } as const;
      return {
        body: { goods, etag: etagOf((before?.version ?? 0) + 1) },
        writes: rosterWrites({ ...roster, goods }, before, [], cause),
      };
    },
  };
}

const messageOf = (said: Said) => ({ message: worded(said).message });

/** A stall as a row says it, and what cannot be read of it or does not fit the form. */
function rowOf(titles: readonly string[], cells: readonly string[]): ReturnType<typeof readStall> {
  const { stall, faults } = readStall(titles, cells);
  const { error } = StallForm.safeParse(stall);
  if (faults.length > 0 || !error) return { stall, faults };
  return { stall, faults: findingsOf(StallForm, stall, error).map(({ message }) => message) };
}
