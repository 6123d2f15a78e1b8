import { z } from 'zod';
import { sha256 } from '../../../shared/digest.ts';
import { MoneyJson } from '../../../shared/http/schemas.ts';
import { acceptance } from '../../../shared/kernel/finding.ts';
import { type Outcome, type PreparedTrade, SHOWN } from '../../domain/import.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Fault } from '../../domain/sheet/row.ts';
import { faultOf, sheetPointer } from '../../domain/sheet/trades.ts';
import type { Import } from '../../store/import-records.ts';
import type { SliceResult } from '../../store/imports.ts';
import type { OtherApis } from '../other-apis.ts';

/** A trade of the sheet, and what the registry said to it. */
export interface Registered {
  readonly trade: PreparedTrade;
  readonly id: string;
  readonly tradeNumber: string | undefined;
  readonly totalUsd: string;
}

export interface Refused {
  readonly trade: PreparedTrade;
  readonly refusal: Refusal;
}

const Trade = z.object({ id: z.string(), tradeNumber: z.string().optional(), totalUsd: MoneyJson });

/** Trades registered at a time: many enough to be quick, few enough not to crowd the others out. */
const AT_ONCE = 4;

/** Names the attempt to commit a sheet; what is registered in it is not registered again. */
export const attemptOf = ({ id, attempt }: Pick<Import, 'id' | 'attempt'>): string => `${id}#${attempt}`;

/**
 * Whether it is worth waiting for what the refused trades name and has not arrived yet: of all or nothing, only where
 * nothing else stands against any of them.
 */
export const isAwaited = (mode: Outcome['mode'], refused: readonly Refused[]): boolean =>
  refused.some(({ refusal }) => refusal.transient) &&
  (mode === 'GOOD_ROWS' || refused.every(({ refusal }) => refusal.transient));

/** Registers the trades of a sheet. Each has a key of its own in the attempt, so a commit that was cut off goes on. */
export async function registerAll(
  apis: OtherApis,
  trades: readonly PreparedTrade[],
  commit: {
    readonly attempt: string;
    readonly acceptedWarnings: Iterable<string>;
    /** Whether the sheet makes but one trade: it may then be accepted by that trade's own warning ids too. */
    readonly isOnly: boolean;
  },
): Promise<{ registered: Registered[]; refused: Refused[] }> {
  const registered = new Map<number, Registered>();
  const refused = new Map<number, Refused>();
  const named = [...commit.acceptedWarnings];
  const isAccepted = acceptance(named);
  await eachAtOnce(trades, async (trade, index) => {
    const key = `import-${sha256([commit.attempt, trade.rows, trade.body])}`;
    const accepted = new Set(commit.isOnly ? named : []);
    let outcome = await register(apis, trade, key, accepted);
    // A trade names its warnings by its own lines, the sheet by its rows: what the trade says is looked up among the
    // sheet's.
    for (let more = acceptable(outcome, trade, isAccepted, accepted); more.length > 0; ) {
      for (const id of more) accepted.add(id);
      outcome = await register(apis, trade, key, accepted);
      more = acceptable(outcome, trade, isAccepted, accepted);
    }
    if (outcome.refused) refused.set(index, { trade, refusal: outcome.refused });
    else {
      const { id, tradeNumber, totalUsd } = outcome.done;
      registered.set(index, { trade, id, tradeNumber, totalUsd: totalUsd.amount });
    }
  });
  return { registered: inOrder(registered), refused: inOrder(refused) };
}

/** In the order of the sheet, whichever was done first. */
const inOrder = <T>(byIndex: ReadonlyMap<number, T>): T[] =>
  [...byIndex].toSorted(([a], [b]) => a - b).map(([, one]) => one);

const register = (apis: OtherApis, trade: PreparedTrade, key: string, accepted: ReadonlySet<string>) =>
  apis.send(
    'TradeApi',
    {
      method: 'POST',
      path: '/v1/trades',
      headers: {
        'Idempotency-Key': key,
        ...(accepted.size === 0 ? {} : { 'Accept-Warnings': [...accepted].join(',') }),
      },
      body: JSON.parse(trade.body),
    },
    Trade,
  );

/** The warnings of a refused trade that are accepted by their place in the sheet, and were not sent as accepted yet. */
const acceptable = (
  { refused }: Awaited<ReturnType<typeof register>>,
  trade: PreparedTrade,
  isAccepted: ReturnType<typeof acceptance>,
  sent: ReadonlySet<string>,
): string[] =>
  (refused?.errors ?? []).flatMap(({ severity, code, pointer, warningId = '' }) =>
    severity === 'WARNING' && !sent.has(warningId) && isAccepted({ code, pointer: sheetPointer(trade, pointer) })
      ? [warningId]
      : [],
  );

/**
 * Takes back what was registered of a sheet of which all or nothing was wanted.
 *
 * @returns the trades that could not be taken back, because somebody has gone on with them already
 */
export async function withdrawAll(apis: OtherApis, ids: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  await eachAtOnce(ids, async (id) => {
    const call = { path: '/v1/trades/{id}', params: { id } } as const;
    const withdrawal = { ...call, method: 'POST', path: `${call.path}/withdrawal` } as const;
    if (!(await apis.send('TradeApi', withdrawal, State)).refused) return;
    const now = await apis.send('TradeApi', { ...call, method: 'GET' }, State);
    if (now.done?.status !== 'WITHDRAWN') kept.push(id);
  });
  return kept;
}

const State = z.object({ status: z.string() });

async function eachAtOnce<T>(members: readonly T[], act: (member: T, index: number) => Promise<void>): Promise<void> {
  const waiting = [...members.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await act(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

export const faultsOf = (refused: readonly Refused[]): Fault[] =>
  refused.flatMap(({ trade, refusal }) =>
    refusal.errors.length === 0
      ? [faultOf(trade, { pointer: '', code: refusal.code, message: refusal.detail, severity: 'DANGER' })]
      : refusal.errors.map((error) => faultOf(trade, error)),
  );

/** What became of trades, as it is kept. */
export const resultOf = (registered: readonly Registered[], refused: readonly Refused[]): SliceResult => ({
  registered: registered.map(({ id, tradeNumber, trade: { rows, merchantId }, totalUsd }) => ({
    id,
    tradeNumber,
    merchantId,
    lineCount: rows.length,
    totalUsd,
  })),
  refused: faultsOf(refused),
});

/** What became of a sheet. */
export function outcomeOf(mode: Outcome['mode'], results: readonly SliceResult[]): Outcome {
  const trades = results.flatMap(({ registered }) => registered);
  return {
    mode,
    registeredRowCount: trades.reduce((sum, { lineCount }) => sum + lineCount, 0),
    tradeCount: trades.length,
    trades: trades.slice(0, SHOWN),
    refused: results.flatMap(({ refused }) => refused).slice(0, SHOWN),
  };
}
