import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { creditApi } from './contract/index.ts';
import { appealOperations } from './operations/appeals.ts';
import { creditOperations } from './operations/credit.ts';
import { eventOperations } from './operations/events.ts';
import { runOperations } from './operations/runs.ts';
import { scorecardOperations } from './operations/scorecards.ts';
import { statisticsOperations } from './operations/statistics.ts';

export const build = (runtime: Runtime) =>
  restApi(
    creditApi,
    (on) => ({
      ...eventOperations(on),
      ...appealOperations(on),
      ...creditOperations(on),
      ...scorecardOperations(on),
      ...runOperations(on),
      ...statisticsOperations(on),
    }),
    runtime,
  );

export const handler = build(awsRuntime());
