import { CreditFactFound } from '../../events/credit.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { CreditEventRequest } from '../domain/event.ts';
import { recordFound } from '../services/facts-found.ts';

/**
 * `CreditFactFound`: records a fact that another capability found, e.g. a declaration returned by the broker's own fault, a
 * tax filing that came late, a container that weighs otherwise. Its detail is the body of `POST /v1/credit-events`.
 */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditFactFound',
    reads(CreditFactFound, CreditEventRequest, async (fact) => recordFound(runtime, [fact], 'OnCreditFactFound')),
  );

export const handler = build(awsRuntime());
