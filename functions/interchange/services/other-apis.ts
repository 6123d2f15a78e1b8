import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { sha256 } from '../../shared/digest.ts';
import { Problem } from '../../shared/http/problem.ts';
import { type ApiCall, type ApiReply, ApiUnreachable, type CallApi } from '../../shared/invoke/invoke.ts';
import { says } from '../../shared/kernel/finding.ts';
import { type Refusal, RefusalBody } from '../domain/refusal.ts';

/**
 * The APIs of the other capabilities as this one uses them: called in the caller's name. They judge every request; here
 * is only what they answered. Nobody waits here: what is refused as transient is told so to whoever asked.
 */
export interface OtherApis {
  /**
   * Sends a request and reads its success by a schema.
   *
   * @throws Problem UNAVAILABLE where the other capability could not decide; the same request may be sent again
   */
  send<S extends z.ZodType>(
    functionName: ApiFunction,
    call: Omit<ApiCall, 'caller'>,
    success: S,
  ): Promise<Outcome<z.output<S>>>;
}

export type ApiFunction = 'FilingApi' | 'TradeApi' | 'ConsolidationApi';

export type Outcome<T> =
  | { readonly done: T; readonly headers: ApiReply['headers']; readonly refused?: never }
  | { readonly refused: Refusal; readonly done?: never };

export const otherApis = (callApi: CallApi, caller: Caller): OtherApis => ({
  send: async (functionName, call, success) => {
    const reply = await callApi(functionName, { ...call, caller }).catch((error: unknown) => {
      throw error instanceof ApiUnreachable ? unavailable(error) : error;
    });
    if (reply.status < 300) return { done: success.parse(reply.body), headers: reply.headers };
    const refused = RefusalBody.parse(reply.body);
    if (refused.status >= 500 || refused.code === 'CONFLICT') throw unavailable();
    return { refused };
  },
});

const unavailable = (cause?: Error): Problem =>
  new Problem('UNAVAILABLE', says('系统繁忙，本次未办结', '请稍后原样重发，不会重复办理'), [], { cause });

/**
 * The Idempotency-Key of what a message asks of another capability. It rests on the client's own record and its content,
 * and on the record it replaces, not on the message alone: a client that lost the answer may send the same record in a new
 * message, and nothing is done twice.
 */
export const idempotencyKey = (...parts: readonly unknown[]): { readonly 'Idempotency-Key': string } => ({
  'Idempotency-Key': `gzsw-${sha256(parts)}`,
});
