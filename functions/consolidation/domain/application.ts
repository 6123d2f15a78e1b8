import type { HeldTrade } from '../../events/consolidation.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { type Consent, heldTrade } from './consent.ts';
import type { Party } from './party.ts';
import type { ConsolidationRequest } from './request.ts';
import type { TradeSnapshot } from './trade.ts';

/** A trade as a request names it, with all that is known of it. */
export interface NamedTrade {
  readonly tradeId: string;
  /** JSON Pointer of its place in the request. */
  readonly pointer: string;
  /** The trade; undefined where it is not of the caller's district or has not arrived yet. */
  readonly snapshot: TradeSnapshot | undefined;
  /** Whether its ledger lets the goods be consolidated at once; not while withdrawn, held back or unmeasured. */
  readonly open: boolean;
  /** Whether its ledger says that only the measures are missing. */
  readonly unmeasured: boolean;
  /** By what right its goods may be held; where there is none, nothing else is told of the trade. */
  readonly consent: Consent | undefined;
}

/** A request for a consolidation with all that its rules look at. */
export interface Application {
  readonly request: ConsolidationRequest;
  readonly trades: readonly NamedTrade[];
  /** The filed parties of the caller's district by id. */
  readonly parties: ReadonlyMap<string, Party>;
  /** ISO 8601. */
  readonly at: string;
  /** What is in force then. */
  readonly lists: Lists;
}

/** Input of the rules that need the cartons. */
export interface Cargo {
  readonly request: Pick<ConsolidationRequest, 'containerTypes'>;
  readonly trades: readonly NamedTrade[];
  readonly lists: Lists;
}

/** One rule of admission: an empty list means that the application holds it. */
export type Rule = (application: Application) => Finding[];

/** A rule that looks at cartons, and is asked again once they are measured. */
export type CargoRule = (cargo: Cargo) => Finding[];

/** The trades that are known. */
export const known = (application: Pick<Application, 'trades'>): (NamedTrade & { snapshot: TradeSnapshot })[] =>
  application.trades.flatMap((trade) => (trade.snapshot ? [{ ...trade, snapshot: trade.snapshot }] : []));

/** Whose the admitted trades are and by what right they are held, and who holds them, for those who are told. */
export const heldBy = (
  application: Application,
): { readonly held: HeldTrade[]; readonly consolidatorName: string | undefined } => ({
  held: known(application).flatMap(({ snapshot, consent }) => (consent ? [heldTrade(snapshot, consent)] : [])),
  consolidatorName: application.parties.get(application.request.consolidatorId)?.name,
});
