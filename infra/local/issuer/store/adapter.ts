import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';
import { PARTITION_KEY, SORT_KEY } from '../../../manifest/tables.ts';
import type { Machine, Machines } from './machines.ts';
import { personKey } from './people.ts';
import { expiryAt, keyOf, SIGN_IN_TABLE, type SignInTable } from './table.ts';

/** Of what items of the provider are found beside their identifiers. */
type Pointer = 'GRANT' | 'ACCOUNT';

const modelKey = (model: string, id: string) => keyOf(`OIDC-${model}`, id, 'OIDC');

/**
 * What the OIDC provider remembers (sessions, interactions, grants, codes, refresh tokens), an item each, with pointers
 * from the grant and the account that it is of. A token is used up by one write under a condition, so that of two requests
 * with the same one only one succeeds; and nothing is remembered of an account that is disabled, whatever was under way.
 */
export function adapters(table: SignInTable, machines: Machines): AdapterFactory {
  return (model) => (model === 'Client' ? machineAdapter(machines) : modelAdapter(table, model));
}

function modelAdapter(table: SignInTable, model: string): Adapter {
  const { client, now } = table;
  const TableName = SIGN_IN_TABLE;
  const find = async (id: string): Promise<AdapterPayload | undefined> =>
    (await table.get(modelKey(model, id)))?.['payload'] as AdapterPayload | undefined;
  return {
    find,
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? undefined : expiryAt(now(), expiresIn);
      const items = [{ ...modelKey(model, id), payload }, ...pointers(id, payload)];
      const { accountId } = payload;
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              ...items.map((item) => ({ Put: { TableName, Item: { ...item, expiresAt } } })),
              ...(isOfAccount(model) && accountId !== undefined ? [enabled(accountId)] : []),
            ],
          }),
        );
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        throw new errors.AccessDenied('the account is disabled');
      }
    },
    async findByUid(uid) {
      const pointer = await table.get(keyOf('OIDC-UID', uid));
      return pointer === undefined ? undefined : find(String(pointer['id']));
    },
    async consume(id) {
      const update = new UpdateCommand({
        TableName,
        Key: modelKey(model, id),
        UpdateExpression: 'SET #payload.#consumed = :at',
        ConditionExpression: 'attribute_exists(#payload) AND attribute_not_exists(#payload.#consumed)',
        ExpressionAttributeNames: { '#payload': 'payload', '#consumed': 'consumed' },
        ExpressionAttributeValues: { ':at': expiryAt(now(), 0) },
      });
      await client.send(update).catch((error: unknown) => {
        if (error instanceof ConditionalCheckFailedException) throw new errors.InvalidGrant('it was used already');
        throw error;
      });
    },
    destroy: (id) => table.delete(modelKey(model, id)),
    revokeByGrantId: (grantId) => deleteAll(table, 'GRANT', grantId, model),
    // Codes for devices without a browser are not offered.
    findByUserCode: async () => undefined,
  };

  function pointers(id: string, { uid, grantId, accountId }: AdapterPayload) {
    const to = (pointer: Pointer, of: string) => ({ ...keyOf(`OIDC-${pointer}`, of, `${model}#${id}`), model, id });
    return [
      ...(model === 'Session' && uid !== undefined ? [{ ...keyOf('OIDC-UID', uid), id }] : []),
      ...(grantId === undefined ? [] : [to('GRANT', grantId)]),
      ...(isOfAccount(model) && accountId !== undefined ? [to('ACCOUNT', accountId)] : []),
    ];
  }
}

/** An interaction knows who was signed in when it began, and lets nobody in by itself. */
const isOfAccount = (model: string): boolean => model !== 'Interaction';

const enabled = (sub: string) => ({
  ConditionCheck: {
    TableName: SIGN_IN_TABLE,
    Key: personKey(sub),
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(disabledAt)',
  },
});

/** Ends whatever an account has open: sessions, grants, codes, refresh tokens. */
export const endAll = (table: SignInTable, sub: string): Promise<void> => deleteAll(table, 'ACCOUNT', sub);

/** @param of the model whose items are deleted; absent, all */
async function deleteAll(table: SignInTable, pointer: Pointer, id: string, of?: string): Promise<void> {
  const found = paginateQuery(
    { client: table.client },
    {
      TableName: SIGN_IN_TABLE,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': PARTITION_KEY },
      ExpressionAttributeValues: { ':pk': `OIDC-${pointer}#${id}` },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of found) {
    for (const item of Items.filter(({ model }) => of === undefined || model === of)) {
      await table.delete(modelKey(String(item['model']), String(item['id'])));
      await table.delete({ [PARTITION_KEY]: String(item[PARTITION_KEY]), [SORT_KEY]: String(item[SORT_KEY]) });
    }
  }
}

/** Programs are added by the administration, and only looked up by the provider. */
function machineAdapter(machines: Machines): Adapter {
  const refused = async (): Promise<void> => {
    throw new errors.InvalidRequest('programs are added by the administration');
  };
  return {
    async find(id) {
      const machine = await machines.find(id);
      return machine && machine.disabledAt === undefined ? metadataOf(machine) : undefined;
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    upsert: refused,
    consume: refused,
    destroy: refused,
    revokeByGrantId: refused,
  };
}

const metadataOf = ({ clientId, name, secret }: Machine): AdapterPayload => ({
  client_id: clientId,
  client_name: name,
  client_secret: secret,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_basic',
});
