import type { Caller } from '../../shared/auth/caller.ts';
import { isCityWide } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etagOf } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { MarketApi } from '../contract/index.ts';
import { MAX_STALLS, type Roster, type Stall, stallFindings, withStalls } from '../domain/roster.ts';
import { readStall } from '../domain/sheet.ts';
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
    return { before, roster: before?.data ?? { marketId, districtId, stalls: [], goods: [] } };
  };

  const said = (caller: Caller, { before, roster }: Standing, stalls: readonly Stall[], at: string) => {
    const change = withStalls(roster, stalls);
    if (change.roster.stalls.length > MAX_STALLS) {
      throw new Problem('RULE_VIOLATION', says(`名册至多 ${MAX_STALLS} 个摊位`, '请核对是否重复登记'));
    }
    const { changed, added } = change;
    const isVacated = changed.some(({ state }) => state === 'VACATED');
    const cause = { actor: caller, at, action: isVacated ? 'VACATE' : 'LIST_STALLS' } as const;
    const version = (before?.version ?? 0) + (changed.length > 0 ? 1 : 0);
    return {
      counts: { rows: stalls.length, added, changed: changed.length - added, etag: etagOf(version) },
      writes: changed.length > 0 ? rosterWrites(change.roster, before, changed, cause) : [],
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
      const findings = stallFindings(stalls, (index) => `/stalls/${index}`);
      if (findings.length > 0) throw ruleViolation(findings);
      const { counts, writes } = said(caller, present, stalls, at);
      return { body: { committed: true, ...counts, faults: [], notes: [] }, writes };
    },

    uploadMarketStalls: async ({ caller, params, query: { commit }, body, at }) => {
      const present = await standing(caller, params['id'], at);
      const { header, rows, notes } = await readStalls(body.bytes, undefined);
      const read = rows.map(({ no, cells }) => ({ no, ...readStall(header.cells, cells) }));
      const stalls = read.map(({ stall }) => stall);
      const wrong = stallFindings(stalls, String);
      const faults = [
        ...read.flatMap(({ no, faults: found }) => found.map((message) => ({ row: no, message }))),
        ...wrong.map(({ pointer, message }) => ({ row: read[Number.parseInt(pointer, 10)]?.no ?? 0, message })),
      ].toSorted((a, b) => a.row - b.row);
      const { counts, writes } = said(caller, present, faults.length > 0 ? [] : stalls, at);
      const committed = commit === 'true' && faults.length === 0;
      return {
        body: { committed, ...counts, rows: rows.length, faults, notes: [...notes] },
        writes: committed ? writes : [],
      };
    },

    listMarketGoods: async ({ caller, params, at }) => {
      const { before, roster } = await standing(caller, params['id'], at);
      return { body: { goods: roster.goods, etag: etagOf(before?.version ?? 0) } };
    },

    sayMarketGoods: async ({ caller, params, body: { goods }, expectedVersion, at }) => {
      const { before, roster } = await standing(caller, params['id'], at);
      if (before) requireVersion(before, expectedVersion, says('名册在您读取之后已有变化', '请重新读取后再试'));
      const cause = { actor: caller, at, action: 'LIST_GOODS' } as const;
      return {
        body: { goods, etag: etagOf((before?.version ?? 0) + 1) },
        writes: rosterWrites({ ...roster, goods }, before, [], cause),
      };
    },
  };
}
