import { outcomeOf } from '../kernel/delivery.ts';
import type { Answered } from './deliver.ts';
import type { Outbound } from './outbound.ts';
import { SECRET_PREFIX, signedHeaders } from './signature.ts';

/** One text message to one number. */
export interface TextMessage {
  /** `webhook-id`: a gateway that has seen it has sent it. */
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

/** The port by which text messages leave. */
export type SendText = (message: TextMessage, at: string) => Promise<Answered>;

/**
 * Posts text messages to the operator's gateway, signed by Standard Webhooks. The number is in the body and nowhere else.
 *
 * @param key the secret that the gateway holds too; its bytes sign
 */
export const texter =
  (gateway: string, send: Outbound, key: () => Promise<string>): SendText =>
  async ({ id, to, text }, at) => {
    const body = JSON.stringify({ type: 'TextMessage', timestamp: at, data: { to, text } });
    const secret = SECRET_PREFIX + Buffer.from(await key()).toString('base64');
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      ...signedHeaders(id, Math.floor(Date.parse(at) / 1000), body, [secret]),
    };
    const { status } = await send({ url: gateway, headers, body });
    return { status, outcome: outcomeOf(status) };
  };
