import { accountsApi } from '../../../functions/accounts/contract/index.ts';
import { accountOperations } from '../../../functions/accounts/operations/accounts.ts';
import { assignmentOperations } from '../../../functions/accounts/operations/assignments.ts';
import { meOperations } from '../../../functions/accounts/operations/me.ts';
import { suspensionOperations } from '../../../functions/accounts/operations/suspensions.ts';
import type { Credentials } from '../../../functions/accounts/services/credentials.ts';
import { build as onEntityChanged } from '../../../functions/accounts/subscribers/accounts-on-entity-changed.ts';
import { restApi } from '../../../functions/shared/http/api.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { type CallOptions, call, DAZU } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { type Detail, sample } from '../events/samples.ts';

/** Calls an operation of accounts, with an issuer's administration or without. */
export const asking =
  (runtime: () => Runtime, credentials: () => Credentials | undefined = () => undefined) =>
  (operation: keyof typeof accountsApi, options: CallOptions = {}) =>
    call(
      restApi(
        accountsApi,
        (on) => ({
          ...meOperations(on),
          ...accountOperations(on, credentials),
          ...assignmentOperations(on),
          ...suspensionOperations(on),
        }),
        runtime(),
      ),
      accountsApi,
      operation,
      options,
    );

/** Has filing tell of a party, and answers its identifier. */
export async function file(
  runtime: Runtime,
  changes: Partial<Detail<'EntityChanged'>>,
  districtId = DAZU,
): Promise<string> {
  const entityId = changes.entityId ?? identifier('entity', districtId, runtime.newUlid());
  await deliver(
    onEntityChanged(runtime),
    'EntityChanged',
    sample('EntityChanged', { ...changes, entityId, districtId }),
  );
  return entityId;
}
