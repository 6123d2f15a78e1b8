import { z } from 'zod';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { type NotTaken, notTaken, refusedBy } from '../../domain/gzsw/receipt.ts';
import type { Parties } from '../../domain/gzsw/trade-request.ts';
import { codeOf, type KnownParty } from '../../domain/known.ts';
import { idempotencyKey } from '../other-apis.ts';
import type { Exchange } from './exchange.ts';

/** Messages do not say how long an entrustment holds: to the end of the year it was made in (designed for this project). */
const lastDayOf = (day: string): string => `${day.slice(0, 4)}-12-31`;

const Registered = z.object({ id: z.string() });

/**
 * Sees to it that a 委托代理出口协议 between the two is in force.
 *
 * @returns why there is none; undefined where there is one now
 */
export async function agree(
  { known, apis, districtId, today }: Exchange,
  merchant: KnownParty,
  operator: KnownParty,
): Promise<NotTaken | undefined> {
  const [merchantId, tradeOperatorId] = [merchant.entityId, operator.entityId];
  if (await known.isAgreed(districtId, merchantId, tradeOperatorId, today)) return undefined;
  const outcome = await apis.send(
    'FilingApi',
    {
      method: 'POST',
      path: '/v1/agency-agreements',
      headers: idempotencyKey('AGREEMENT', merchantId, tradeOperatorId, lastDayOf(today)),
      body: { merchantId, tradeOperatorId, signedOn: today, validFrom: today, validUntil: lastDayOf(today) },
    },
    Registered,
  );
  return outcome.refused && refusedBy(outcome.refused);
}

/**
 * A message that names an agent rests on an agreement. Where none is registered, the merchant's COMP must have named the
 * agent as its own (关联外贸公司), which the centre has approved; that relation is then registered as the agreement.
 */
export async function entrust(exchange: Exchange, { seller, operator }: Parties): Promise<NotTaken | undefined> {
  if (!operator) return undefined;
  const entrusted = await entrustment(exchange, seller, operator);
  if (entrusted === 'AGREED') return undefined;
  return entrusted === 'RELATED' ? agree(exchange, seller, operator) : notEntrusted(seller, operator);
}

/** Why an agent may not send a merchant's trade. */
export async function unentrustedTo(exchange: Exchange, { seller, operator }: Parties): Promise<NotTaken | undefined> {
  if (exchange.caller.role !== 'agent' || !operator) return undefined;
  return (await entrustment(exchange, seller, operator)) === 'NONE' ? notEntrusted(seller, operator) : undefined;
}

async function entrustment(
  { known, store, districtId, today }: Exchange,
  seller: KnownParty,
  operator: KnownParty,
): Promise<'AGREED' | 'RELATED' | 'NONE'> {
  if (await known.isAgreed(districtId, seller.entityId, operator.entityId, today)) return 'AGREED';
  const filed = await store.organisation(districtId, 'COMP', codeOf(seller));
  const related = filed?.document.relatedOperator;
  return related !== undefined && comparableNumber(related) === codeOf(operator) ? 'RELATED' : 'NONE';
}

const notEntrusted = (seller: KnownParty, operator: KnownParty): NotTaken =>
  notTaken(
    says(
      `“${codeOf(seller)}”与“${operator.name}”没有有效的委托代理出口协议`,
      '请先报送委托关系（CLIENTAGE）或到服务中心登记协议',
    ),
  );
