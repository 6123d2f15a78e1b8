import { z } from 'zod';
import { ConsolidationStatus } from '../../../events/consolidation.ts';
import { TRADE_STATUS_NAMES } from '../../../events/names.ts';
import { TradeStatus } from '../../../events/trade.ts';
import { type Said, says } from '../../../shared/kernel/finding.ts';
import { isPortStated } from '../../../shared/kernel/port.ts';
import { about, type NotTaken, notTaken, refusedBy } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf } from '../../store/gzsw-documents.ts';
import { idempotencyKey } from '../other-apis.ts';
import type { Exchange } from './exchange.ts';

/** What a packing list adds to a 组货单. */
export interface Packed {
  /** The trade operator that declares (customCorp). */
  readonly tradeOperatorId: string;
}

/** `undefined` while no trade operator is known. */
type Result = { readonly consolidationId: string | undefined } | NotTaken;

const Trade = z.object({
  id: z.string(),
  status: TradeStatus,
  tradeOperatorId: z.string().optional(),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
});

const Consolidation = z.object({ id: z.string(), status: z.string() });

/**
 * Makes a consolidation of a 组货单, which is planned as soon as its trades are measured: messages carry no measures.
 * `replaced` is the one that a new content replaces.
 */
export async function consolidate(
  exchange: Exchange,
  document: DocumentOf<'COMB'>,
  replaced: string | undefined,
  packed?: Packed,
): Promise<Result> {
  const trades: z.infer<typeof Trade>[] = [];
  for (const tradingNo of document.tradingNos) {
    const trade = await tradeOf(exchange, tradingNo);
    if ('refused' in trade) return trade;
    trades.push(trade);
  }
  const isStated = (one: string): boolean => isPortStated(one, exchange.lists);
  const ports = trades.map((trade) => trade.portOfDischarge);
  /** The one that a trade states; where none does, what stands in its place. */
  const port = ports.find(isStated) ?? ports[0];
  const tradeOperatorId =
    trades.map((trade) => trade.tradeOperatorId).find((id) => id !== undefined) ?? packed?.tradeOperatorId;
  if (tradeOperatorId === undefined) {
    // Nothing is consolidated before the packing list; what cannot be is said now.
    const problems = trades.flatMap((trade, index) =>
      tradeProblems(trade, document, index, isStated(trade.portOfDischarge) ? port : trade.portOfDischarge),
    );
    return problems.length === 0 ? { consolidationId: undefined } : notTaken(...problems);
  }

  const body = {
    consolidatorId: document.consolidatorId,
    tradeOperatorId,
    destinationCountry: document.destinationCountry,
    portOfDischarge: port,
    cutoffAt: cutoff(exchange),
    tradeIds: trades.map(({ id }) => id),
    awaitMeasures: true,
  };
  const outcome = await exchange.apis.send(
    'ConsolidationApi',
    {
      method: 'POST',
      path: '/v1/consolidations',
      headers: idempotencyKey('COMB', document.digest, body, replaced),
      body,
      messageId: exchange.message.id,
    },
    Consolidation,
  );
  return outcome.refused ? refusedBy(outcome.refused) : { consolidationId: outcome.done.id };
}

/** What keeps a trade out of a 组货单, as far as the trade itself says. */
function tradeProblems(
  { status, destinationCountry, portOfDischarge }: z.infer<typeof Trade>,
  document: DocumentOf<'COMB'>,
  index: number,
  port: string | undefined,
): (string | Said)[] {
  const where = `交易单 ${document.tradingNos[index] ?? ''}`;
  return [
    ...(status === 'REGISTERED'
      ? []
      : [`${where} 的状态为“${TRADE_STATUS_NAMES[status]}”，只有“${TRADE_STATUS_NAMES.REGISTERED}”的交易可以组货`]),
    ...(destinationCountry === document.destinationCountry
      ? []
      : [
          says(
            `${where} 运抵 ${destinationCountry}，与组货单的运抵国 ${document.destinationCountry} 不同`,
            '请另行组货',
          ),
        ]),
    ...(portOfDischarge === port
      ? []
      : [says(`${where} 的指运港为 ${portOfDischarge}，与同单其他交易不同`, '请另行组货')]),
  ];
}

/** Messages name no cut-off: the end of a day some days ahead (designed for this project). */
const cutoff = ({ today, lists }: Pick<Exchange, 'today' | 'lists'>): string =>
  new Date(Date.parse(`${today}T15:59:59Z`) + lists.gzswAssumptions.cutoffHours * 3600 * 1000).toISOString();

async function tradeOf(
  { store, districtId, apis }: Exchange,
  tradingNo: string,
): Promise<z.infer<typeof Trade> | NotTaken> {
  const id = (await store.find(districtId, 'TRAD', tradingNo))?.document.tradeId ?? '';
  const call = { method: 'GET', path: '/v1/trades/{id}', params: { id } } as const;
  const outcome = await apis.send('TradeApi', call, Trade);
  return outcome.refused ? about(`交易单 ${tradingNo}`, refusedBy(outcome.refused)) : outcome.done;
}

/** A consolidation as it stands. */
const Planned = z.object({
  id: z.string(),
  tradeOperatorId: z.string(),
  status: ConsolidationStatus,
  failure: z.object({ message: z.string() }).optional(),
});

export type Planned = z.infer<typeof Planned>;

/** A consolidation as it is now. */
export async function planned({ apis }: Pick<Exchange, 'apis'>, id: string): Promise<Planned | undefined> {
  const call = { method: 'GET', path: '/v1/consolidations/{id}', params: { id } } as const;
  return (await apis.send('ConsolidationApi', call, Planned)).done;
}

/** Whether a consolidation still holds its trades. */
export const holdsItsTrades = ({ status }: Pick<Planned, 'status'>): boolean =>
  status !== 'CANCELLED' && status !== 'FAILED';

/** Frees the trades of a consolidation that another content replaces. */
export async function release(
  { apis }: Pick<Exchange, 'apis'>,
  id: string,
  reason: string,
): Promise<NotTaken | undefined> {
  const current = await planned({ apis }, id);
  if (current && !holdsItsTrades(current)) return undefined;
  const call = { method: 'POST', path: '/v1/consolidations/{id}/release', params: { id }, body: { reason } } as const;
  const outcome = await apis.send('ConsolidationApi', call, Consolidation);
  return outcome.refused && refusedBy(outcome.refused);
}

/** A container of a packing list. */
export interface LoadedContainer {
  readonly containerNumber: string;
  readonly type: string;
  /** Goods of other 组货单 lie in it too. */
  readonly shared?: true;
}

/** What a packing list says beside its containers. */
export interface PackedWhere {
  /** Day in China. */
  readonly packedOn?: string | undefined;
  readonly packingDistrict?: string | undefined;
}

/**
 * Records what was loaded, whatever was planned. Messages carry neither cartons nor masses nor seals: those stay out, and are
 * not judged. What was recorded by the same list before is left as it is.
 */
export async function confirmLoaded(
  { apis }: Pick<Exchange, 'apis'>,
  id: string,
  containers: readonly LoadedContainer[],
  where: PackedWhere,
): Promise<NotTaken | undefined> {
  const read = { method: 'GET', path: '/v1/consolidations/{id}', params: { id } } as const;
  const body = { containers, ...where };
  for (let attempt = 1; ; attempt += 1) {
    const found = await apis.send('ConsolidationApi', read, Consolidation);
    if (found.refused) return refusedBy(found.refused);
    const version = found.headers['ETag'] ?? '';
    const headers = { ...idempotencyKey('PACK', id, version, body), 'If-Match': version };
    const call = { method: 'POST', path: '/v1/consolidations/{id}/packing', params: { id }, headers, body } as const;
    const { refused } = await apis.send('ConsolidationApi', call, Consolidation);
    // It was measured or planned between the two: what was loaded stands all the same.
    if (refused?.code === 'PRECONDITION_FAILED' && attempt < ATTEMPTS) continue;
    return refused && refusedBy(refused);
  }
}

const ATTEMPTS = 3;
