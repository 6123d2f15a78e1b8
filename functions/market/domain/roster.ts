import { z } from 'zod';
import { MarketStall } from '../../events/market.ts';
import { type Said, says } from '../../shared/kernel/finding.ts';
import { stallKey, stallText } from '../../shared/kernel/stall.ts';

/** The stalls of a market, and what it has recognised as its goods 商品认定, as its operator keeps them. */
export const Roster = z.object({
  marketId: z.string(),
  districtId: z.string(),
  stalls: z.array(MarketStall),
  /** HS chapters or headings, 2 to 10 digits, with their names. */
  goods: z.array(z.object({ hs: z.string(), name: z.string() })),
});

export type Roster = Readonly<z.infer<typeof Roster>>;

export type Stall = Readonly<z.infer<typeof MarketStall>>;

/** [designed] More than the largest market of the city has; packed they take a third of an item. */
export const MAX_STALLS = 4000;

/** What a change of the list does. */
export interface Change {
  readonly roster: Roster;
  /** Stalls that are new or otherwise. */
  readonly changed: readonly Stall[];
  readonly added: number;
}

/** The list of a market of which nobody has said anything yet. */
export const emptyRoster = (districtId: string, marketId: string): Roster => ({
  marketId,
  districtId,
  stalls: [],
  goods: [],
});

/** The list with stalls as they are said now; those that are not named stay. */
export function withStalls(roster: Roster, said: readonly Stall[]): Change {
  const stalls = new Map(roster.stalls.map((stall) => [stallKey(stall), stall]));
  const keyed = said.map((stall) => {
    const key = stallKey(stall);
    return { stall, key, before: stalls.get(key) };
  });
  const changed = keyed.filter(({ stall, before }) => JSON.stringify(before) !== JSON.stringify(stall));
  for (const { stall, key } of changed) stalls.set(key, stall);
  return {
    roster: { ...roster, stalls: [...stalls.values()] },
    changed: changed.map(({ stall }) => stall),
    added: keyed.filter(({ before }) => before === undefined).length,
  };
}

/** What is wrong with a stall as it is said among others. */
export interface StallFault {
  /** Which of them it is, from 0. */
  readonly index: number;
  /** The field that it is about; empty where it is about the whole. */
  readonly field: '' | '/until' | '/vacatedOn';
  readonly code: string;
  readonly said: Said;
}

/** What is wrong with stalls as they are said, all at once. */
export function stallFaults(said: readonly Stall[]): StallFault[] {
  const seen = new Set<string>();
  return said.flatMap((stall, index) => {
    const faults: StallFault[] = [];
    const refuse = (code: string, field: StallFault['field'], fact: string, remedy: string) =>
      faults.push({ index, field, code, said: says(fact, remedy) });
    const place = stallKey(stall);
    if (seen.has(place)) refuse('DUPLICATE_STALL', '', `摊位“${stallText(stall)}”出现两次`, '请只留一处');
    seen.add(place);
    const { state, code, from, until, vacatedOn } = stall;
    if (state === 'LEASED' && (code === undefined || from === undefined || until === undefined)) {
      refuse('LEASE_INCOMPLETE', '', `“${stallText(stall)}”已出租，须写明承租人代码和租期起止`, '请补齐');
    }
    if (from !== undefined && until !== undefined && until < from) {
      refuse('TERM', '/until', `租期止 ${until} 早于租期起 ${from}`, '请改正租期');
    }
    if (state === 'VACATED' && vacatedOn === undefined) {
      refuse('VACATED_ON', '/vacatedOn', `“${stallText(stall)}”已腾退，须写明腾退日期`, '请填写腾退日期');
    }
    return faults;
  });
}
