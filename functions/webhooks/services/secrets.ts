import { type ReadSecret, WEBHOOK_KEY_VARIABLE } from '../../shared/outbound/secret.ts';
import { derivedSecret } from '../../shared/outbound/signature.ts';
import { generationsAt, type Webhook } from '../domain/webhook.ts';

/**
 * The secrets that sign what a webhook is sent at an instant (ISO 8601), the present one first.
 *
 * @throws SecretUnavailable
 */
export async function secretsAt(webhook: Webhook, at: string, read: ReadSecret): Promise<string[]> {
  const key = Buffer.from(await read(WEBHOOK_KEY_VARIABLE));
  return generationsAt(webhook, at).map((generation) => derivedSecret(key, webhook.id, generation));
}
