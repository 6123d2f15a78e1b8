import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { textDigest } from '../../../../functions/shared/digest.ts';
import { pauseSeconds, REMEMBERED_SECONDS } from '../domain/pause.ts';
import { expiryAt, keyOf, SIGN_IN_TABLE, type SignInTable } from './table.ts';

/** [designed] So many failures of one address within a quarter of an hour: more than a counter's people mistype. */
const ADDRESS_FAILURES = 60;
const ADDRESS_SECONDS = 15 * 60;

/** An attempt to sign in that may be made; it counts as failed until it is told otherwise. */
export interface Attempt {
  /** How long nobody may try again if this one fails. */
  readonly pauseSeconds: number;
  /** What was told is right, and more is asked: this attempt counts for nothing. */
  passed(): Promise<void>;
}

/** No attempt is made before then. */
export interface Paused {
  readonly pausedSeconds: number;
}

/** What keeps guessing slow: failures in a row by login name, and all failures by address. */
export interface Attempts {
  /**
   * Begins an attempt. The failure is written before the secret is looked at, so that of guesses at the same time no more
   * are made than of guesses one after the other. Whether there is anybody of the name makes no difference.
   *
   * @param loginName in its normal form
   */
  begin(loginName: string): Promise<Attempt | Paused>;
  /** Somebody has signed in by the name, or a counter vouches for them: failures are forgotten. */
  forget(loginName: string): Promise<void>;
  /** How long an address must wait; 0 where it need not. */
  addressPausedSeconds(address: string | undefined): Promise<number>;
  /** @param address absent where nobody knows it, as behind a proxy that does not say */
  failedFrom(address: string | undefined): Promise<void>;
}

export function attempts(table: SignInTable): Attempts {
  const { client, now } = table;
  const TableName = SIGN_IN_TABLE;
  // What people type where a name belongs may be a pass phrase.
  const nameKey = (loginName: string) => keyOf('PAUSE', textDigest(loginName));
  const addressKey = (address: string) =>
    keyOf('ADDRESS', textDigest(`${address} ${Math.floor(now().getTime() / 1000 / ADDRESS_SECONDS)}`));

  return {
    async begin(loginName) {
      for (;;) {
        const item = await table.get(nameKey(loginName));
        const failures = Number(item?.['failures'] ?? 0);
        const pausedUntil = Number(item?.['pausedUntil'] ?? 0);
        const left = (pausedUntil - now().getTime()) / 1000;
        if (left > 0) return { pausedSeconds: Math.ceil(left) };
        const next = failures + 1;
        const pause = pauseSeconds(next);
        const until = now().getTime() + pause * 1000;
        if (!(await isSet(loginName, item === undefined ? undefined : failures, next, until))) continue;
        return {
          pauseSeconds: pause,
          async passed() {
            await isSet(loginName, next, failures, pausedUntil);
          },
        };
      }
    },
    forget: (loginName) => table.delete(nameKey(loginName)),
    async addressPausedSeconds(address) {
      if (address === undefined) return 0;
      const failures = Number((await table.get(addressKey(address)))?.['failures'] ?? 0);
      if (failures < ADDRESS_FAILURES) return 0;
      return ADDRESS_SECONDS - (Math.floor(now().getTime() / 1000) % ADDRESS_SECONDS);
    },
    async failedFrom(address) {
      if (address === undefined) return;
      await client.send(
        new UpdateCommand({
          TableName,
          Key: addressKey(address),
          UpdateExpression: 'SET expiresAt = :expiry ADD failures :one',
          ExpressionAttributeValues: { ':one': 1, ':expiry': expiryAt(now(), ADDRESS_SECONDS) },
        }),
      );
    },
  };

  /** @param seen failures as they were read; absent where there were none, or none that have not expired */
  async function isSet(loginName: string, seen: number | undefined, failures: number, pausedUntil: number) {
    const update = new UpdateCommand({
      TableName,
      Key: nameKey(loginName),
      UpdateExpression: 'SET failures = :failures, pausedUntil = :until, expiresAt = :expiry',
      ConditionExpression:
        seen === undefined ? 'attribute_not_exists(failures) OR expiresAt <= :now' : 'failures = :seen',
      ExpressionAttributeValues: {
        ':failures': failures,
        ':until': pausedUntil,
        ':expiry': expiryAt(now(), REMEMBERED_SECONDS),
        ...(seen === undefined ? { ':now': expiryAt(now(), 0) } : { ':seen': seen }),
      },
    });
    return client.send(update).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      },
    );
  }
}
