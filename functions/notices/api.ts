import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { noticesApi } from './contract/index.ts';
import { noticeDeliveryOperations } from './operations/deliveries.ts';
import { noticeOperations } from './operations/notices.ts';
import { noticeSettingsOperations } from './operations/settings.ts';

export const build = (runtime: Runtime) =>
  restApi(
    noticesApi,
    (on) => ({ ...noticeOperations(on), ...noticeSettingsOperations(on), ...noticeDeliveryOperations(on) }),
    runtime,
  );

export const handler = build(awsRuntime());
