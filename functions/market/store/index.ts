import { z } from 'zod';
import { FilingChanged } from '../../events/filing.ts';
import { MarketStallsChanged } from '../../events/market.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { named } from '../../shared/kernel/named.ts';
import { announce } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import { indexKeys } from '../../shared/table/listing.ts';
import { keptDetail } from '../../shared/table/read-model.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { type Condition, putWhere, type Write } from '../../shared/table/write.ts';
import { CLAIM_STATE_NAMES } from '../domain/names.ts';
import { Roster, type Stall } from '../domain/roster.ts';

const record = aggregate({
  head: form('market-roster', Roster.pick({ marketId: true, districtId: true })),
  body: form('market-roster-stalls', Roster.pick({ stalls: true, goods: true })),
  packsBody: true,
});

const ROSTERS = 'MARKET_ROSTERS';

const rosterKey = (districtId: DistrictId, marketId: string): Key['pk'] => districtKey(districtId, 'MARKET', marketId);

/** A merchant's claim of a stall, as its filing told it, and what became of it. */
const Claim = FilingChanged.detail
  .pick({ districtId: true, version: true, at: true, filingId: true, name: true, claim: true })
  .extend({
    state: named(CLAIM_STATE_NAMES),
    /** Why the market did not confirm it, or what it had to say. */
    reason: z.string().optional(),
  });

export type Claim = z.infer<typeof Claim>;

const CLAIM = form('market-claim', Claim);

const CLAIMS = 'MARKET_CLAIMS';

const claimKey = (filingId: string): Key => ({
  pk: districtKey(parseIdentifier('filing', filingId)?.districtId ?? '', 'MARKET_CLAIM', filingId),
  sk: CURRENT,
});

const claimIn = (item: StoredItem): Claim => keptDetail(CLAIM, item);

const claimKeys = ({ districtId, state, at }: Claim) =>
  indexKeys({ districtId, collection: CLAIMS, ...(state === 'OPEN' && { state }) }, at, at);

/** Stalls that one message tells of: its detail stays well below what an event may hold. */
const TOLD_AT_ONCE = 200;

export const marketStore = (table: Table) => ({
  roster: (districtId: DistrictId, marketId: string): Promise<Stored<Roster> | undefined> =>
    record.load(table, rosterKey(districtId, marketId)),

  claim: async (filingId: string): Promise<Claim | undefined> => {
    const item = await table.get(claimKey(filingId));
    return item && claimIn(item);
  },

  /**
   * Keeps a claim in the place of what was read of it.
   *
   * @returns false where that is no longer what is kept
   */
  keepClaim: (claim: Claim, before: Claim | undefined): Promise<boolean> =>
    table.write(putWhere(claimItem(claim), before ? asRead(before) : { expression: 'attribute_not_exists(pk)' })),

  claimPage: (request: PageRequest & { readonly state?: Claim['state'] | undefined }): Promise<Listed<Claim>> =>
    listPage(table, {
      ...request,
      state: request.state === 'OPEN' ? 'OPEN' : undefined,
      collection: CLAIMS,
      newestFirst: true,
      read: claimIn,
      keep: ({ state }) => request.state === undefined || state === request.state,
    }),
});

/** As a read model's item, so that it is read and replaced as one. */
const claimItem = (claim: Claim) => ({
  ...claimKey(claim.filingId),
  form: CLAIM.version,
  version: claim.version,
  detail: claim,
  ...claimKeys(claim),
});

/** Neither the filing nor the market has said anything since. */
const asRead = ({ version, state }: Claim): Condition => ({
  expression: '#version = :version AND #detail.#state = :state',
  names: { '#version': 'version', '#detail': 'detail', '#state': 'state' },
  values: { ':version': version, ':state': state },
});

/** The write by which a claim that waited is answered. */
export const claimWrite = (answered: Claim, before: Claim): Write =>
  putWhere(
    claimItem(answered),
    asRead(before),
    () => new ConcurrencyConflict('the claim was answered, or its filing was changed, meanwhile'),
  );

type Told = Omit<z.infer<typeof MarketStallsChanged.detail>, 'stalls'>;

/** The messages that tell of stalls, some in each. */
const tellings = (told: Told, stalls: readonly Stall[]) =>
  Array.from({ length: Math.ceil(stalls.length / TOLD_AT_ONCE) }, (_, part) =>
    announce(MarketStallsChanged, {
      ...told,
      stalls: stalls.slice(part * TOLD_AT_ONCE, (part + 1) * TOLD_AT_ONCE),
    }),
  );

/** The writes of a change of a market's list, which tell the others of the stalls that are otherwise. */
export function rosterWrites(
  data: Roster,
  before: Stored<Roster> | undefined,
  changed: readonly Stall[],
  cause: Omit<Cause<'LIST_STALLS' | 'VACATE' | 'CONFIRM_CLAIM' | 'DENY_CLAIM' | 'LIST_GOODS'>, 'messages'>,
): Write[] {
  const { districtId, marketId } = data;
  const version = (before?.version ?? 0) + 1;
  return record.writes({
    ...cause,
    pk: rosterKey(districtId, marketId),
    before,
    data,
    listing: { districtId, collection: ROSTERS },
    messages: tellings({ districtId, marketId, version, at: cause.at }, changed),
    otherwise: () => new ConcurrencyConflict('the list was changed by another request'),
  }).writes;
}
