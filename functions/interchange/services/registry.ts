import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { type ApiCall, type ApiReply, ApiUnreachable, type CallApi } from '../../shared/invoke/invoke.ts';
import { type Refusal, RefusalBody } from '../domain/refusal.ts';

/**
 * The other capabilities as this one sees them: functions that answer an HTTP contract, called in the caller's name.
 * They judge every request; here is only what they answered.
 */
export interface Registry {
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
  /** The same, again for some seconds while it is refused only for what events have not brought there yet. */
  sendPatiently<S extends z.ZodType>(
    functionName: ApiFunction,
    call: Omit<ApiCall, 'caller'>,
    success: S,
  ): Promise<Outcome<z.output<S>>>;
  /**
   * Waits for what a workflow or an event is about to bring.
   *
   * @returns false, at once, where the request has waited as long as it may
   */
  readonly pause: (milliseconds: number) => Promise<boolean>;
}

export type ApiFunction = 'FilingApi' | 'TradeApi' | 'ConsolidationApi';

export type Outcome<T> =
  | { readonly done: T; readonly headers: ApiReply['headers']; readonly refused?: never }
  | { readonly refused: Refusal; readonly done?: never };

/** What is refused because an event has not arrived yet, a matter of seconds; only asked for what is known to exist. */
const NOT_YET = new Set([
  'PARTY_NOT_FILED',
  'GOODS_NOT_FILED',
  'AGREEMENT_NOT_IN_FORCE',
  'TRADE_NOT_FOUND',
  'MEASURES_NOT_ARRIVED',
  // Its ledger is free by then: it was released a moment ago.
  'TRADE_NOT_REGISTERED',
  'R24_PARTY_NOT_FILED',
]);

/** Milliseconds between attempts, seven seconds in all. */
const PAUSES = [200, 400, 800, 1600, 2000, 2000];

/** Milliseconds that one request may wait in all: a gateway gives up after 29 seconds. */
const PATIENCE = 18_000;

export type Pause = (milliseconds: number) => Promise<unknown>;

export const registryOf = (callApi: CallApi, caller: Caller, pause: Pause): Registry => {
  const send: Registry['send'] = async (functionName, call, success) => {
    const reply = await callApi(functionName, { ...call, caller }).catch((error: unknown) => {
      throw error instanceof ApiUnreachable ? unavailable(error) : error;
    });
    if (reply.status < 300) return { done: success.parse(reply.body), headers: reply.headers };
    const refused = RefusalBody.parse(reply.body);
    if (refused.status >= 500 || refused.status === 429 || refused.code === 'CONFLICT') {
      throw unavailable();
    }
    return { refused };
  };
  let left = PATIENCE;
  const wait: Registry['pause'] = async (milliseconds) => {
    if (milliseconds > left) return false;
    left -= milliseconds;
    await pause(milliseconds);
    return true;
  };
  return {
    send,
    pause: wait,
    sendPatiently: async (functionName, call, success) => {
      let outcome = await send(functionName, call, success);
      for (const milliseconds of PAUSES) {
        if (!outcome.refused || !isNotYet(outcome.refused) || !(await wait(milliseconds))) return outcome;
        outcome = await send(functionName, call, success);
      }
      return outcome;
    },
  };
};

const unavailable = (cause?: Error): Problem =>
  new Problem('UNAVAILABLE', '系统繁忙，本次未办结；请稍后原样重发，不会重复办理', [], { cause });

const isNotYet = ({ errors }: Refusal): boolean => errors.length > 0 && errors.every(({ code }) => NOT_YET.has(code));
