import { z } from 'zod';
import { MarketStall } from '../../events/market.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
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

/** The list with stalls as they are said now; those that are not named stay. */
export function withStalls(roster: Roster, said: readonly Stall[]): Change {
  const stalls = new Map(roster.stalls.map((stall) => [stallKey(stall), stall]));
  const changed = said.filter((stall) => JSON.stringify(stalls.get(stallKey(stall))) !== JSON.stringify(stall));
  const added = said.filter((stall) => !stalls.has(stallKey(stall))).length;
  for (const stall of changed) stalls.set(stallKey(stall), stall);
  return { roster: { ...roster, stalls: [...stalls.values()] }, changed, added };
}

/** What is wrong with stalls as they are said, all at once. @param pointerOf where a stall of them is said */
export function stallFindings(said: readonly Stall[], pointerOf: (index: number) => string): Finding[] {
  const seen = new Map<string, number>();
  return said.flatMap((stall, index) => {
    const findings: Finding[] = [];
    const refuse = (code: string, field: string, fact: string, remedy: string) =>
      findings.push(danger(code, `${pointerOf(index)}${field}`, says(fact, remedy)));
    const place = stallKey(stall);
    if (seen.has(place)) refuse('DUPLICATE_STALL', '', `摊位“${stallText(stall)}”出现两次`, '请只留一处');
    seen.set(place, index);
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
    return findings;
  });
}
