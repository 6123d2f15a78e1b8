import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { ApiUnreachable, type CallApi } from '../../shared/invoke/invoke.ts';
import { textableNumber } from '../../shared/kernel/phone.ts';

/** A buyer's phone stands in its form, an organisation's with its contact. */
const Filed = z.object({
  entity: z.looseObject({ phone: z.string().optional(), contact: z.looseObject({ phone: z.string() }).optional() }),
});

/**
 * The number to which a party's text messages go: the phone that it has filed, as filing says it now. It is kept nowhere
 * here.
 *
 * @param caller in whose name filing is asked
 * @returns undefined where the phone is none for text messages, or the party is not there
 * @throws ApiUnreachable
 */
export async function filedNumber(callApi: CallApi, caller: Caller, entityId: string): Promise<string | undefined> {
  const call = { method: 'GET', path: '/v1/entities/{id}', params: { id: entityId }, caller } as const;
  const { status, body } = await callApi('FilingApi', call);
  if (status === 404) return undefined;
  if (status !== 200) throw new ApiUnreachable(`filing answered ${status}`);
  const { phone, contact } = Filed.parse(body).entity;
  return textableNumber(phone ?? contact?.phone ?? '');
}
