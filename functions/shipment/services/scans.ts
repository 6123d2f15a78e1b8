import { GoodsReceived } from '../../events/shipment.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { announce } from '../../shared/outbox/message.ts';
import type { Cause } from '../../shared/table/audit.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import type { Batch, Fact, KeptFact } from '../domain/fact.ts';
import { lackingOf } from '../domain/lacking.ts';
import type { TAKEN_NAMES } from '../domain/names.ts';
import { identityOf } from '../domain/order.ts';
import { type Parked, parkedOf } from '../domain/parked.ts';
import { receivedChanges } from '../domain/received.ts';
import { markKey } from '../domain/subject.ts';
import { type Tally, tallyOf } from '../domain/tally.ts';
import { isBlocking, type Trouble } from '../domain/trouble.ts';
import { type Log, logWrites, shipmentStore } from '../store/index.ts';
import { type Routed, router } from './routing.ts';

/** What became of one fact. */
export interface Taken {
  readonly taken: keyof typeof TAKEN_NAMES;
  readonly occurredAt: string;
  readonly tradeId?: string;
  readonly lineNo?: number;
  readonly troubles: readonly Trouble[];
}

type Heard = Omit<Batch, 'facts'>;

/** A record with what is added to it. */
interface Adding {
  readonly log: Log;
  readonly tradeId: string | undefined;
  readonly batches: Batch[];
}

/** The writes by which facts are taken, and what became of each. @param heard when and from whom they came */
export async function takeFacts(
  table: Table,
  districtId: DistrictId,
  facts: readonly Fact[],
  heard: Heard,
  cause: Pick<Cause<'SCAN'>, 'actor' | 'at'>,
): Promise<{ taken: Taken[]; writes: Write[] }> {
  const store = shipmentStore(table);
  const route = router(table, store, districtId);
  const routed = await Promise.all(facts.map(route));
  const adding = new Map<string, Adding>();

  const recordOf = async (tradeId: string | undefined, load: () => Promise<Log>): Promise<Adding> => {
    const log = await load();
    const known = adding.get(log.pk) ?? { log, tradeId, batches: [] };
    adding.set(log.pk, known);
    return known;
  };
  const ofTrade = (tradeId: string) => recordOf(tradeId, () => store.tradeLog(tradeId));
  const batchOf = (content: readonly KeptFact[]): Batch => ({ ...heard, facts: [...content] });

  /** By fact: the record in which it is judged. */
  const judgedIn = new Map<KeptFact, Adding>();
  const add = (record: Adding, batches: readonly Batch[], own: readonly KeptFact[]): void => {
    record.batches.push(...batches);
    for (const fact of own) judgedIn.set(fact, record);
  };

  for (const [tradeId, own] of Map.groupBy(routed.filter(isOfTrade), (one) => one.tradeId)) {
    const content = own.map(({ fact }) => fact);
    add(await ofTrade(tradeId), [batchOf(content)], content);
  }
  const parked = new Map<Adding, (added: readonly Batch[]) => Parked>();
  for (const [mark, own] of Map.groupBy(routed.filter(isOfMark), (one) => one.mark)) {
    const content = own.map(({ fact }) => fact);
    const record = await recordOf(undefined, () => store.markLog(districtId, mark));
    const { log } = record;
    parked.set(record, (added) => parkedOf([...log.batches, ...added], own[0]?.alike ?? []));
    const now = parkedOf([...log.batches, batchOf(content)], []);
    const [only, ...others] = now.lots;
    if (!content.some(isOfClaims)) {
      // Claimed by one: it is counted there, and waits no more.
      const target = only && others.length === 0 ? await ofTrade(only.tradeId) : record;
      add(target, [batchOf(content)], content);
      continue;
    }
    // Who claims, or takes a claim back, tells every trade that the mark was ever claimed for all that is known of it.
    const trades = await Promise.all(now.trades.map(ofTrade));
    const everything = [
      ...log.batches,
      ...trades.flatMap((trade) => ofMark(trade.log.batches, mark)),
      batchOf(content),
    ];
    const target = trades.find(({ tradeId }) => others.length === 0 && tradeId === only?.tradeId) ?? record;
    for (const one of [record, ...trades]) add(one, everything, one === target ? content : []);
  }

  const judged = [...adding.values()].map((record) => {
    const { log, tradeId, batches } = record;
    const added = lackingOf(log.batches, batches);
    const all = [...log.batches, ...added];
    const known = new Set(log.batches.flatMap((batch) => batch.facts.map(identityOf)));
    const tally = (of: readonly Batch[]) => (tradeId === undefined ? undefined : tallyOf(tradeId, of, log.trade, log));
    const after = tally(all);
    const before = added.length === 0 ? after : tally(log.batches);
    return { record, added, known, before, after, waiting: parked.get(record)?.(added) };
  });
  const by = new Map(judged.map((one) => [one.record, one]));
  return {
    taken: routed.map(({ fact }) => {
      const one = by.get(judgedIn.get(fact) as Adding);
      if (!one) throw new Error(`the fact ${fact.factId} is of no record`);
      return takenOf(fact, one.record.tradeId, one.known, one.after ?? one.waiting);
    }),
    writes: judged.flatMap(({ record: { log, tradeId }, added, before, after }) => {
      if (added.length === 0) return [];
      const told =
        tradeId === undefined || !before || !after
          ? []
          : receivedChanges(before, after, {
              districtId,
              tradeId,
              ...(log.trade?.tradeNumber !== undefined && { tradeNumber: log.trade.tradeNumber }),
              version: log.version + 1,
              at: cause.at,
              ...(heard.by.entityId !== undefined && { by: heard.by.entityId }),
            });
      const messages = told.map((detail) => announce(GoodsReceived, detail));
      return logWrites(log, added, { ...cause, action: 'SCAN', messages });
    }),
  };
}

const isOfTrade = (one: Routed): one is Extract<Routed, { tradeId: string }> => 'tradeId' in one;
const isOfMark = (one: Routed): one is Extract<Routed, { mark: string }> => 'mark' in one;

const isOfClaims = ({ kind }: Fact): boolean => kind === 'CLAIM' || kind === 'VOID';

/** What a trade's record has of a mark. */
const ofMark = (batches: readonly Batch[], mark: string): Batch[] =>
  batches.flatMap((batch) => {
    const facts = batch.facts.filter(({ lineNo, subject }) => lineNo === undefined && markKey(subject) === mark);
    return facts.length === 0 ? [] : [{ ...batch, facts }];
  });

function takenOf(
  fact: KeptFact,
  tradeId: string | undefined,
  known: ReadonlySet<string>,
  judged: Tally | Parked | undefined,
): Taken {
  const identity = identityOf(fact);
  const timed = judged?.facts.find((one) => one.identity === identity);
  const tally = judged && 'lineOf' in judged ? judged : undefined;
  const lineNo = tally?.lineOf.get(identity);
  const lot = tally?.lots.find((one) => one.lineNo === lineNo);
  const counts = lineNo !== undefined || fact.kind === 'VOID' || (fact.kind === 'CLAIM' && fact.claims);
  const own = judged?.troubles.get(identity) ?? [];
  // What stands against the whole lot is told with each of its facts, so that whoever holds the phone sees it.
  const ofLot = (lot?.troubles ?? []).filter((one) => isTold(one, fact) && !own.some(({ code }) => code === one.code));
  return {
    taken: known.has(identity) ? 'REPEATED' : counts ? 'NEW' : 'PARKED',
    occurredAt: timed?.occurredAt ?? fact.at,
    ...(tradeId !== undefined && lineNo !== undefined && { tradeId, lineNo }),
    troubles: [...own, ...ofLot],
  };
}

/** That a delivery is not complete yet, or that another carton is in two containers, is no news of this fact. */
const isTold = (trouble: Trouble, { kind }: Fact): boolean =>
  trouble.code === 'LOADED_UNRECEIVED' ? kind === 'LOAD' : isBlocking(trouble) && trouble.code !== 'TWO_BOXES';
