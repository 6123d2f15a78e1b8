import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { shipmentApi } from './contract/index.ts';
import { labelOperations } from './operations/labels.ts';
import { lotOperations } from './operations/lots.ts';
import { scanOperations } from './operations/scans.ts';

export const build = (runtime: Runtime) =>
  restApi(shipmentApi, (on) => ({ ...scanOperations(on), ...lotOperations(on), ...labelOperations(on) }), runtime);

export const handler = build(awsRuntime());
