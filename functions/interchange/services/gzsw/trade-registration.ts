import { z } from 'zod';
import { cut } from '../../../shared/kernel/text.ts';
import { sentences } from '../../domain/refusal.ts';
import type { DocumentOf, Kept } from '../../store/gzsw-documents.ts';
import { type Exchange, onceKey } from './exchange.ts';

/** The trade that the registry has, and what a content that it does not have waits for. */
export type Registration = Pick<DocumentOf<'TRAD'>, 'tradeId' | 'registeredAt' | 'warnings'>;

type Kind = Pick<Exchange, 'registry'>;

const Trade = z.object({ id: z.string(), status: z.string() });

/** `explanation` of a trade takes this many characters. */
const EXPLANATION = 500;

/**
 * Registers a trade, or leaves it waiting for an explanation. Only what the client has been told of before is accepted by
 * its remark: a remark that stood there from the first explains nothing. A trade that it replaces is withdrawn after it.
 */
export async function registerTrade(
  { registry, at }: Exchange,
  trade: {
    readonly once: readonly unknown[];
    readonly body: Readonly<Record<string, unknown>>;
    readonly before: Kept<'TRAD'> | undefined;
    readonly remark: string | undefined;
  },
): Promise<Registration | { readonly refused: readonly string[] }> {
  const { tradeId: replaced, registeredAt, warnings = [] } = trade.before?.document ?? {};
  if (replaced !== undefined) {
    const held = await heldIn({ registry }, replaced);
    if (held) return { refused: held };
  }
  const explanation = warnings.length === 0 ? undefined : trade.remark && cut(trade.remark, EXPLANATION);
  const outcome = await registry.sendPatiently(
    'TradeApi',
    {
      method: 'POST',
      path: '/v1/trades',
      headers: {
        ...onceKey(...trade.once, replaced, explanation),
        ...(explanation === undefined ? {} : { 'Accept-Warnings': warnings.map(({ id }) => id).join(',') }),
      },
      body: { ...trade.body, explanation },
    },
    Trade,
  );
  if (outcome.refused) {
    const { errors } = outcome.refused;
    const isDoubt = errors.length > 0 && errors.every(({ severity }) => severity === 'WARNING');
    if (!isDoubt) return { refused: sentences(outcome.refused) };
    const doubts = errors.map(({ warningId = '', message }) => ({ id: warningId, message: withoutRemedy(message) }));
    return { tradeId: replaced, registeredAt, warnings: doubts };
  }
  const { id } = outcome.done;
  if (replaced !== undefined) {
    const refused = await withdraw({ registry }, replaced);
    if (refused) {
      await withdraw({ registry }, id);
      return { refused };
    }
  }
  return { tradeId: id, registeredAt: at, warnings: [] };
}

/** The registry's own way to accept a warning is not this dialect's. */
const withoutRemedy = (message: string): string => {
  const last = message.lastIndexOf('；');
  return message.includes('Accept-Warnings', Math.max(last, 0)) && last >= 0 ? message.slice(0, last) : message;
};

/** Whether a document's content is registered, and has not been withdrawn since by another way. */
export async function stands({ registry }: Kind, { document }: Kept<'TRAD'>): Promise<boolean> {
  if (document.tradeId === undefined || document.warnings.length > 0) return false;
  return (await read({ registry }, document.tradeId)).done?.status !== 'WITHDRAWN';
}

const read = ({ registry }: Kind, id: string) =>
  registry.send('TradeApi', { method: 'GET', path: '/v1/trades/{id}', params: { id } }, Trade);

/** Why a trade cannot be replaced any more. */
async function heldIn(kind: Kind, id: string): Promise<readonly string[] | undefined> {
  const trade = await read(kind, id);
  if (trade.refused) return sentences(trade.refused);
  const { status } = trade.done;
  return status === 'REGISTERED' || status === 'WITHDRAWN'
    ? undefined
    : [`该交易单已组货（${status}），不能更改；请先由组货人解除组货`];
}

/** Withdraws a trade that another replaces; one that is withdrawn already stays so. */
async function withdraw(kind: Kind, id: string): Promise<readonly string[] | undefined> {
  if ((await read(kind, id)).done?.status === 'WITHDRAWN') return undefined;
  const call = { method: 'POST', path: '/v1/trades/{id}/withdrawal', params: { id } } as const;
  const outcome = await kind.registry.send('TradeApi', call, Trade);
  return outcome.refused && sentences(outcome.refused);
}
