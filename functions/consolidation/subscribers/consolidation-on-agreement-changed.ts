import { AgreementChanged } from '../../events/agreement.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { consents, KeptAgreement } from '../store/consents.ts';

/** Keeps which operator acts for which merchant, and until when. */
export const build = (runtime: Runtime) =>
  subscriber(
    'ConsolidationOnAgreementChanged',
    reads(AgreementChanged, KeptAgreement, (agreement) => consents(runtime.table).keepAgreement(agreement)),
  );

export const handler = build(awsRuntime());
