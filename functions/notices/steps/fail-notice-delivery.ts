import { failDeliveryStep } from '../../shared/outbound/deliver.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { executionNameOf } from '../store/deliveries.ts';
import { noticeStore } from '../store/index.ts';

/** 送达中断: says of a delivery that its execution broke off, so that it can be redriven. */
export const build = (runtime: Runtime) =>
  failDeliveryStep('FailNoticeDelivery', runtime, noticeStore(runtime.table), executionNameOf);

export const handler = build(awsRuntime());
