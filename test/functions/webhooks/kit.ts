import { restApi } from '../../../functions/shared/http/api.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { webhooksApi } from '../../../functions/webhooks/contract/index.ts';
import { deliveryOperations } from '../../../functions/webhooks/operations/deliveries.ts';
import { webhookOperations } from '../../../functions/webhooks/operations/webhooks.ts';
import { type CallOptions, call } from '../../kit/call.ts';

/** The key of which secrets are made. */
export const KEY = 'k'.repeat(64);

export const readSecret = async () => KEY;

/** An operation of webhooks, among hosts that the operator allows. */
export const ask = (
  runtime: Runtime,
  operation: keyof typeof webhooksApi,
  options: CallOptions,
  hosts = 'hooks.example.cn',
) => {
  const own = (on: Runtime) => webhookOperations(on, readSecret, { OUTBOUND_HOSTS: hosts });
  return call(
    restApi(webhooksApi, (on) => ({ ...own(on), ...deliveryOperations(on) }), runtime),
    webhooksApi,
    operation,
    options,
  );
};
