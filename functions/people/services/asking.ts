import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { type ApiCall, ApiUnreachable, type CallApi } from '../../shared/invoke/invoke.ts';
import { says } from '../../shared/kernel/finding.ts';

/** What another capability answers; undefined where it has none for the caller. */
export type Ask = (functionName: string, path: ApiCall['path'], options?: Asked) => Promise<Answered | undefined>;

type Asked = Pick<ApiCall, 'params' | 'query'>;

type Answered = Readonly<Record<string, unknown>>;

const Answered = z.record(z.string(), z.unknown());

const BUSY = says('系统繁忙，未能取齐各部分的信息', '请稍后再试');

/**
 * Reads other capabilities by their own routes, in a caller's name.
 *
 * @throws Problem BAD_PARAMETER for a cursor that is none of theirs, UNAVAILABLE where one of them does not answer
 */
export const asking =
  (callApi: CallApi, caller: Caller): Ask =>
  async (functionName, path, options = {}) => {
    const reply = await callApi(functionName, { method: 'GET', path, ...options, caller }).catch((error: unknown) => {
      throw error instanceof ApiUnreachable ? new Problem('UNAVAILABLE', BUSY, [], { cause: error }) : error;
    });
    if (reply.status < 300) return Answered.parse(reply.body);
    if (reply.status === 403 || reply.status === 404) return undefined;
    if (reply.status === 400 && options.query?.['cursor'] !== undefined) {
      throw new Problem('BAD_PARAMETER', says('游标不是本副本的', '请从第一份重新读取'));
    }
    throw new Problem('UNAVAILABLE', BUSY);
  };

/** [designed] Requests of others that are under way at once. */
const AT_ONCE = 8;

/** Asks for many, a few at a time, in their order. */
export async function each<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(ask))));
  }
  return answers;
}
