import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { failStep } from '../../shared/step/fail-step.ts';
import { ended } from '../domain/delivery.ts';
import { executionNameOf } from '../store/deliveries.ts';
import { webhookStore } from '../store/index.ts';

/** 推送中断: says of a delivery that its execution broke off, so that it can be redriven. */
export const build = (runtime: Runtime) => {
  const store = webhookStore(runtime.table);
  return failStep('FailWebhookDelivery', runtime, {
    id: 'deliveryId',
    load: store.delivery,
    execution: ({ data }) => (data.status === 'PENDING' ? executionNameOf(data) : undefined),
    fail: (stored, error, at) => {
      const data = ended(stored.data, 'DEAD');
      return store.deliveryWrites(stored, { ...data, last: { at, fault: error.slice(0, 100), milliseconds: 0 } }, at);
    },
  });
};

export const handler = build(awsRuntime());
