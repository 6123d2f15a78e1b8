import { z } from 'zod';
import type { KnownParty } from '../../domain/known.ts';
import { sentences } from '../../domain/refusal.ts';
import { type Exchange, onceKey } from './exchange.ts';

/** Messages do not say how long an entrustment holds: to the end of the year it was made in (designed for this project). */
const lastDayOf = (day: string): string => `${day.slice(0, 4)}-12-31`;

const Registered = z.object({ id: z.string() });

/**
 * Sees to it that a 委托代理出口协议 between the two is in force.
 *
 * @returns the sentences of a refusal; undefined where there is one now
 */
export async function agree(
  { known, registry, districtId, today }: Exchange,
  merchant: KnownParty,
  operator: KnownParty,
): Promise<readonly string[] | undefined> {
  const [merchantId, tradeOperatorId] = [merchant.entityId, operator.entityId];
  if (await known.isAgreed(districtId, merchantId, tradeOperatorId, today)) return undefined;
  const outcome = await registry.send(
    'FilingApi',
    {
      method: 'POST',
      path: '/v1/agency-agreements',
      headers: onceKey('AGREEMENT', merchantId, tradeOperatorId, lastDayOf(today)),
      body: { merchantId, tradeOperatorId, signedOn: today, validFrom: today, validUntil: lastDayOf(today) },
    },
    Registered,
  );
  return outcome.refused && sentences(outcome.refused);
}
