import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { loginNameOf } from '../domain/login-name.ts';
import { keyOf, SIGN_IN_TABLE, type SignInTable } from './table.ts';

/** Who signs in, and with what. Of what a person knows there are hashes only. */
export const Person = z.object({
  /** The account, as the registry knows it. */
  sub: z.string(),
  name: z.string(),
  loginName: z.string(),
  passPhrase: z.string().optional(),
  /** Whether nobody signs in as this person with a pass phrase alone. */
  isSecondFactorRequired: z.boolean(),
  secondFactor: z
    .object({
      /** In base 32. */
      secret: z.string(),
      /** The step of time of the code that was taken last. */
      lastStep: z.int(),
      /** Hashes that share a salt, of those that are left. */
      recoveryCodes: z.array(z.string()),
    })
    .optional(),
  oneTimeCode: z.object({ hash: z.string(), expiresAt: z.iso.datetime(), renewsSecondFactor: z.boolean() }).optional(),
  disabledAt: z.iso.datetime().optional(),
  version: z.int(),
});

export type Person = z.infer<typeof Person>;

/** A login name is another person's already. */
export class LoginNameTaken extends Error {
  override readonly name = 'LoginNameTaken';
}

export const personKey = (sub: string): Record<string, string> => keyOf('PERSON', sub);
const nameKey = (loginName: string): Record<string, string> => keyOf('LOGIN', loginName);

export interface People {
  find(sub: string): Promise<Person | undefined>;
  /** @param loginName in its normal form */
  named(loginName: string): Promise<Person | undefined>;
  /**
   * Changes a person as they are when it is written; whoever was faster is read again.
   *
   * @param change the person as they shall be; undefined leaves them
   * @returns the person as they are now; undefined where there is none, or they were left
   */
  change(sub: string, change: (person: Person) => Person | undefined): Promise<Person | undefined>;
  /** @throws LoginNameTaken */
  add(person: Omit<Person, 'version'>): Promise<Person>;
  /** A login name of a prefix that nobody has had. */
  nextLoginName(prefix: string): Promise<string>;
}

export function people(table: SignInTable): People {
  const find = async (sub: string): Promise<Person | undefined> => {
    const item = await table.get(personKey(sub));
    return item === undefined ? undefined : Person.parse(item);
  };
  const named = async (loginName: string): Promise<Person | undefined> => {
    const item = await table.get(nameKey(loginName));
    // Read in any case: whether there is anybody of the name must not show in how long it takes.
    const person = await find(item === undefined ? loginName : String(item['sub']));
    return item === undefined ? undefined : person;
  };
  return {
    find,
    named,
    async change(sub, change) {
      for (;;) {
        const person = await find(sub);
        const changed = person && change(person);
        if (changed === undefined) return undefined;
        const next = { ...changed, version: changed.version + 1 };
        if (await isWritten(next, changed.version)) return next;
      }
    },
    async add(added) {
      const person = { ...added, version: 1 };
      const isNew = { TableName: SIGN_IN_TABLE, ConditionExpression: 'attribute_not_exists(pk)' };
      const items = [
        { ...nameKey(person.loginName), sub: person.sub },
        { ...person, ...personKey(person.sub) },
      ];
      try {
        await table.client.send(
          new TransactWriteCommand({ TransactItems: items.map((Item) => ({ Put: { ...isNew, Item } })) }),
        );
        return person;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        throw new LoginNameTaken(`${person.loginName} is taken`, { cause: error });
      }
    },
    async nextLoginName(prefix) {
      for (;;) {
        const { Attributes } = await table.client.send(
          new UpdateCommand({
            TableName: SIGN_IN_TABLE,
            Key: keyOf('SERIAL', prefix),
            UpdateExpression: 'ADD #serial :one',
            ExpressionAttributeNames: { '#serial': 'serial' },
            ExpressionAttributeValues: { ':one': 1 },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        const loginName = loginNameOf(prefix, Number(Attributes?.['serial']));
        // One may have been given by hand.
        if ((await table.get(nameKey(loginName))) === undefined) return loginName;
      }
    },
  };

  async function isWritten(person: Person, seen: number): Promise<boolean> {
    const put = new PutCommand({
      TableName: SIGN_IN_TABLE,
      Item: { ...person, ...personKey(person.sub) },
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': seen },
    });
    return table.client.send(put).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      },
    );
  }
}
