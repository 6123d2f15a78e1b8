import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { webhooksApi } from './contract/index.ts';
import { deliveryOperations } from './operations/deliveries.ts';
import { webhookOperations } from './operations/webhooks.ts';

export const build = (runtime: Runtime) =>
  restApi(webhooksApi, (on) => ({ ...webhookOperations(on), ...deliveryOperations(on) }), runtime);

export const handler = build(awsRuntime());
