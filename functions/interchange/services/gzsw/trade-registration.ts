import { z } from 'zod';
import { TRADE_STATUS_NAMES } from '../../../events/names.ts';
import { TradeStatus } from '../../../events/trade.ts';
import { factOf, isTransient, says } from '../../../shared/kernel/finding.ts';
import { cut } from '../../../shared/kernel/text.ts';
import { ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { type NotTaken, notTaken, refusedBy } from '../../domain/gzsw/receipt.ts';
import type { Registration, TradeDocument } from '../../domain/gzsw/trade-document.ts';
import { tradeDocument } from '../../domain/gzsw/trade-record.ts';
import type { Line } from '../../domain/gzsw/trade-request.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Kept } from '../../store/gzsw-documents.ts';
import { idempotencyKey } from '../other-apis.ts';
import { entrust } from './entrustment.ts';
import type { Exchange } from './exchange.ts';
import type { TradeContent } from './trade-content.ts';
import type { Place, RecordKind } from './upsert-record.ts';

type Ports = Pick<Exchange, 'apis'>;

const Trade = z.object({ id: z.string(), status: TradeStatus });

/** `explanation` of a trade takes this many characters. */
const EXPLANATION = 500;

/** 交易单 as records of the dialect: the registry's trade stands behind each. */
export const TRADE: RecordKind<'TRAD', TradeContent> = {
  type: 'TRAD',
  series: 'JY',
  unknown: (number) => says(`交易单号“${number}”不存在`, '首次报送请留空'),
  isInForce: isRegistered,
  carryOut: async (exchange, content, record) => {
    const refused = await entrust(exchange, content.parties);
    if (refused) return refused;
    const registration = await register(exchange, content, record);
    if ('refused' in registration) return registration;
    const { message, senderIds } = exchange;
    const returnIds = await lineNumbers(exchange, record, content.lines);
    return tradeDocument(content, { code: message.sender, entityIds: senderIds }, registration, returnIds);
  },
};

/**
 * Registers a trade, or leaves it waiting for an explanation. Only what the client has been told of before is accepted by
 * its remark: a remark that stood there from the first explains nothing. A trade that it replaces is withdrawn after it.
 */
async function register(
  { apis, at, message }: Exchange,
  { digest, request, said }: TradeContent,
  { before, clientId }: Place<'TRAD'>,
): Promise<Registration | NotTaken> {
  const { tradeId: replaced, registeredAt, warnings = [] } = before?.document ?? {};
  if (replaced !== undefined) {
    const held = await heldIn({ apis }, replaced);
    if (held) return held;
  }
  const explanation = warnings.length === 0 ? undefined : said.remark && cut(said.remark, EXPLANATION);
  const outcome = await apis.send(
    'TradeApi',
    {
      method: 'POST',
      path: '/v1/trades',
      headers: {
        ...idempotencyKey('TRAD', message.sender, clientId, digest, replaced, explanation),
        ...(explanation === undefined ? {} : { 'Accept-Warnings': warnings.map(({ id }) => id).join(',') }),
      },
      body: { ...request, explanation },
    },
    Trade,
  );
  if (outcome.refused) {
    const doubts = doubtsIn(outcome.refused);
    return doubts ? { tradeId: replaced, registeredAt, warnings: doubts } : whyRefused(outcome.refused);
  }
  const { id } = outcome.done;
  if (replaced !== undefined) {
    const refused = await withdraw({ apis }, replaced);
    if (refused) {
      await withdraw({ apis }, id);
      return refused;
    }
  }
  return { tradeId: id, registeredAt: at, warnings: [] };
}

/** What an explanation would do for; undefined where it would not. The registry's way to explain is not this dialect's. */
function doubtsIn({ errors }: Refusal): Registration['warnings'] | undefined {
  if (errors.length === 0 || errors.some(({ severity }) => severity !== 'WARNING')) return undefined;
  return errors.map((error) => ({ id: error.warningId ?? '', message: factOf(error) }));
}

/** A trade that only lacks what is about to arrive is told of no doubts yet: sent again, it is answered with them. */
function whyRefused(refusal: Refusal): NotTaken {
  const errors = refusal.errors.filter(({ severity }) => severity !== 'WARNING');
  return refusedBy(isTransient(errors) ? { ...refusal, errors, transient: true } : refusal);
}

/** Whether a document's content is registered, and has not been withdrawn since by another way. */
async function isRegistered({ apis }: Ports, { document }: Kept<'TRAD'>): Promise<boolean> {
  if (document.tradeId === undefined || document.warnings.length > 0) return false;
  return (await read({ apis }, document.tradeId)).done?.status !== 'WITHDRAWN';
}

const read = ({ apis }: Ports, id: string) =>
  apis.send('TradeApi', { method: 'GET', path: '/v1/trades/{id}', params: { id } }, Trade);

/** Why a trade cannot be replaced any more. */
async function heldIn(ports: Ports, id: string): Promise<NotTaken | undefined> {
  const trade = await read(ports, id);
  if (trade.refused) return refusedBy(trade.refused);
  const { status } = trade.done;
  return status === 'REGISTERED' || status === 'WITHDRAWN'
    ? undefined
    : notTaken(says(`该交易单为“${TRADE_STATUS_NAMES[status]}”状态，不能更改`, '请先由组货人解除组货'));
}

/** Withdraws a trade that another replaces; one that is withdrawn already stays so. */
async function withdraw(ports: Ports, id: string): Promise<NotTaken | undefined> {
  if ((await read(ports, id)).done?.status === 'WITHDRAWN') return undefined;
  const call = { method: 'POST', path: '/v1/trades/{id}/withdrawal', params: { id } } as const;
  const outcome = await ports.apis.send('TradeApi', call, Trade);
  return outcome.refused && refusedBy(outcome.refused);
}

/** The return numbers of a trade's lines: those it had, where its lines are the same. */
async function lineNumbers(
  { store, districtId, madeOn }: Exchange,
  { number, before }: Place<'TRAD'>,
  lines: readonly Line[],
): Promise<readonly string[]> {
  const earlier: TradeDocument['lines'] = before?.document.lines ?? [];
  const isSame =
    earlier.length === lines.length && earlier.every(({ clientId }, index) => clientId === lines[index]?.clientId);
  if (isSame) return earlier.map(({ returnId }) => returnId);
  const series = seriesOf('R', districtId, madeOn);
  const own = lines.map(({ clientId }) => ownNumber(series, clientId));
  return store.lineNumbers(districtId, series, own, number);
}
