import { CreditChanged } from '../../events/credit.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Standing } from '../domain/standing.ts';
import { consolidationStore } from '../store/index.ts';

/** Keeps how each party is handled by its grade, for suggestions. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnConsolidationCreditChanged',
    reads(CreditChanged, Standing, (standing) => consolidationStore(runtime.table).keepStanding(standing)),
  );

export const handler = build(awsRuntime());
