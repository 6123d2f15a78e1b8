import { createHash } from 'node:crypto';
import { type Caller, isParty } from '../../../shared/auth/caller.ts';
import { Problem } from '../../../shared/http/problem.ts';
import { says } from '../../../shared/kernel/finding.ts';
import type { Write } from '../../../shared/table/write.ts';
import type { MessageType } from '../../domain/gzsw/message-type.ts';
import type { Receipt } from '../../domain/gzsw/receipt.ts';
import { buyer } from './buyer.ts';
import { clientage } from './clientage.ts';
import { comb } from './comb.ts';
import { comp } from './comp.ts';
import { cont } from './cont.ts';
import { type Exchange, exchangeOf } from './exchange.ts';
import { goods } from './goods.ts';
import { maf } from './maf.ts';
import { type Message, readMessage } from './message.ts';
import { entitiesUnder, isFiled, ownerOfSender, type Reader } from './ownership.ts';
import { pack } from './pack.ts';
import { goodsInfo, manufacturerInfo, purchaserInfo } from './query.ts';
import { trad } from './trad.ts';

type Answer = (exchange: Exchange) => Promise<Receipt>;

const ANSWERS: Readonly<Record<MessageType, Answer>> = {
  COMP: comp,
  BUYER: buyer,
  MAF: maf,
  GOODS: goods,
  CLIENTAGE: clientage,
  TRAD: trad,
  CONT: cont,
  COMB: comb,
  PACK: pack,
  GOODSINFO: goodsInfo,
  PURCHASER: purchaserInfo,
  MANUFACTUR: manufacturerInfo,
};

/** Queries are answered as things stand, each time anew. */
const QUERIES: ReadonlySet<MessageType> = new Set(['GOODSINFO', 'PURCHASER', 'MANUFACTUR']);

/**
 * Answers one message.
 *
 * 1. What cannot be read is refused (`readMessage`) and leaves no trace.
 * 2. A message that was taken before is answered by the same receipt; its identifier with another content is refused.
 * 3. Its type's mapping turns it into requests to the other capabilities, in the caller's name.
 * 4. A receipt with result 1 is fixed for the message. One with result 0 is not: the client may send the message again, and
 *    its last refusal is kept for whoever looks why.
 *
 * Nobody waits: what a message names and is not there yet makes a receipt that says so (`transient`).
 *
 * @throws ConcurrencyConflict where another message took a number or changed a document meanwhile: it is answered anew, and
 *   what it has done is not done twice
 * @throws Problem MALFORMED_FILE, TOO_LARGE, BUSY, DUPLICATE, FORBIDDEN, UNAVAILABLE
 */
export async function answerMessage(
  bytes: Buffer,
  caller: Caller,
  at: string,
  ports: Pick<Exchange, 'apis' | 'known' | 'store' | 'lists'>,
): Promise<Answered> {
  const message = await readMessage(bytes);
  const reader = { caller, districtId: caller.districtId, ...ports };
  await requireOwn(reader, message);
  const own = isParty(caller) && caller.entityId !== undefined ? [caller.entityId] : [];
  const senderIds = [...new Set([...own, ...(await entitiesUnder(reader, message.sender))])];
  const exchange = exchangeOf(message, caller, at, { ...ports, senderIds });
  return answerUnlessAnswered(exchange, createHash('sha256').update(bytes).digest('hex'));
}

interface Answered {
  readonly body: Receipt;
  readonly writes?: readonly Write[];
}

async function answerUnlessAnswered(exchange: Exchange, digest: string): Promise<Answered> {
  const { store, districtId, message, caller, at } = exchange;
  const before = await store.answered(districtId, message.id);
  if (before && before.digest !== digest) {
    throw new Problem('DUPLICATE', says(`报文编号 ${message.id} 已用于另一份内容`, '新的内容请用新的 MessageId'));
  }
  if (before) return { body: before.receipt };
  const receipt = await ANSWERS[message.type](exchange);
  if (QUERIES.has(message.type)) return { body: receipt };
  const answered = { messageId: message.id, type: message.type, sender: message.sender, caller, at, receipt };
  return {
    body: receipt,
    writes: [receipt.result === 1 ? store.answer(answered, digest) : store.refuse(answered)],
  };
}

/**
 * A merchant or agent speaks for itself only. Under a code that nothing is filed under it may file itself, unless it is
 * filed already and so has a code of its own.
 */
async function requireOwn(reader: Reader, { sender, type }: Message): Promise<void> {
  const owner = await ownerOfSender(reader, sender);
  if (owner === 'CALLER') return;
  if (owner === 'FREE' && type === 'COMP' && !(await isFiled(reader))) return;
  throw new Problem('FORBIDDEN', `只能以本单位名义报送；Sender ${sender} 不是您已备案或正在备案的统一社会信用代码`);
}
