import { failDeliveryStep } from '../../shared/outbound/deliver.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { executionNameOf } from '../store/deliveries.ts';
import { webhookStore } from '../store/index.ts';

/** 推送中断: says of a delivery that its execution broke off, so that it can be redriven. */
export const build = (runtime: Runtime) =>
  failDeliveryStep('FailWebhookDelivery', runtime, webhookStore(runtime.table), executionNameOf);

export const handler = build(awsRuntime());
