import { isTaken } from '../../shared/ledger/ledger.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Write } from '../../shared/table/write.ts';
import { cargoOf } from '../domain/draft.ts';
import { admitMeasured } from '../domain/rules/index.ts';
import { isMeasured } from '../domain/trade.ts';
import type { consolidationStore } from '../store/index.ts';
import { startOf, WORKFLOW } from './planning.ts';

/** Sentences of a failure; more help nobody. */
const MAX_SENTENCES = 5;

/**
 * Starts the planning of the consolidation that has waited for a trade's measures, where it was the last; one whose cargo
 * cannot be planned ends, and frees its trades. What has been started or released meanwhile is left alone.
 */
export async function startMeasured(
  store: ReturnType<typeof consolidationStore>,
  tradeId: string,
  at: string,
  lists: Lists,
): Promise<Write[]> {
  const [ledger] = await store.ledgers([tradeId]);
  const before = isTaken(ledger) ? await store.load(ledger.consolidationId) : undefined;
  if (before?.data.status !== 'AWAITING_MEASURES') return [];
  const { tradeIds, containerTypes } = before.data;
  const [ledgers, snapshots] = await Promise.all([store.ledgers(tradeIds), store.trades(tradeIds)]);
  const trades = snapshots.filter((trade) => trade !== undefined).filter(isMeasured);
  // The ledger decides; what consolidation has heard of a trade may be behind it.
  if (trades.length < tradeIds.length || ledgers.some((one) => one?.state !== 'RESERVED')) return [];
  const named = trades.map((snapshot) => ({
    tradeId: snapshot.tradeId,
    pointer: `/tradeIds/${tradeIds.indexOf(snapshot.tradeId)}`,
    snapshot,
    open: false,
    unmeasured: false,
    consent: before.data.held?.find(({ tradeId: held }) => held === snapshot.tradeId),
  }));
  const findings = admitMeasured({ request: { containerTypes }, trades: named, lists });
  const measured = { ...before.data, cargo: cargoOf(trades) };
  if (findings.length > 0) {
    const message = `${findings
      .slice(0, MAX_SENTENCES)
      .map((finding) => finding.message)
      .join('；')}；交易已释放`;
    return store.giveBack({ ...measured, status: 'FAILED', failure: { code: 'NOT_LOADABLE', message } }, before, {
      actor: WORKFLOW,
      at,
      action: 'FAIL',
      reasons: findings.map(({ code }) => code).slice(0, MAX_SENTENCES),
    });
  }
  const planning = { ...measured, status: 'PLANNING' } as const;
  return store.start(planning, before, { actor: WORKFLOW, at, action: 'START' }, startOf(planning));
}
