import { randomBytes } from 'node:crypto';
import type { Alarms } from './alarms.ts';
import { StateError } from './asl/error.ts';
import type { Json } from './asl/json.ts';
import { ServiceError } from './errors.ts';
import type { Store, TokenRow } from './store.ts';

type Answer = { readonly output: Json } | { readonly error: string | null; readonly cause: string | null };

const TOKEN = /^[\w-]{64}$/;

/** Task tokens: issued with a Task, answered once, valid over restarts. */
export class Tokens {
  readonly #store: Store;
  readonly #alarms: Alarms;
  readonly #now: () => Date;
  readonly #waiting = new Map<string, () => void>();

  constructor(store: Store, alarms: Alarms, now: () => Date) {
    this.#store = store;
    this.#alarms = alarms;
    this.#now = now;
  }

  create = (): string => randomBytes(48).toString('base64url');

  succeed(token: string, output: Json): void {
    this.#answer(token, { output });
  }

  fail(token: string, error: string | null, cause: string | null): void {
    this.#answer(token, { error, cause });
  }

  heartbeat(token: string): void {
    this.#open(token);
    this.#store.beatToken(token, this.#now().getTime());
  }

  /**
   * Waits for the answer of an issued token.
   *
   * @param heartbeatSeconds the longest time between two heartbeats
   * @throws StateError the failure that was sent, or States.Timeout
   */
  async answered(token: string, heartbeatSeconds: number | undefined, signal: AbortSignal): Promise<Json> {
    for (;;) {
      const row = this.#store.token(token);
      if (row?.answer) return result(JSON.parse(row.answer) as Answer);
      const silentAt = (row?.heartbeatAt ?? 0) + (heartbeatSeconds ?? Number.POSITIVE_INFINITY) * 1000;
      if (silentAt <= this.#now().getTime()) {
        throw new StateError('States.Timeout', '', { isHeartbeat: true });
      }
      await Promise.race([
        this.#told(token, signal),
        ...(heartbeatSeconds === undefined ? [] : [this.#alarms.at(silentAt, signal)]),
      ]);
    }
  }

  #told(token: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(token, resolve);
      signal.addEventListener('abort', () => this.#waiting.delete(token), { once: true });
    });
  }

  #answer(token: string, answer: Answer): void {
    this.#open(token);
    this.#store.answerToken(token, JSON.stringify(answer));
    this.#waiting.get(token)?.();
  }

  #open(token: string): TokenRow {
    if (!TOKEN.test(token)) throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
    const row = this.#store.token(token);
    if (!row) throw new ServiceError('TaskDoesNotExist', 'Task does not exist');
    if (row.status === 'waiting') return row;
    throw new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  }
}

function result(answer: Answer): Json {
  if ('output' in answer) return answer.output;
  throw new StateError(answer.error, answer.cause);
}
