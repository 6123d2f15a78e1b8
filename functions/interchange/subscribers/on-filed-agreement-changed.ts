import { AgreementChanged } from '../../events/agreement.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { KnownAgreement } from '../domain/known.ts';
import { knownStore } from '../store/known.ts';

/** Keeps which merchants have entrusted which trade operators. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnFiledAgreementChanged',
    reads(AgreementChanged, KnownAgreement, async (agreement) => knownStore(runtime.table).keepAgreement(agreement)),
  );

export const handler = build(awsRuntime());
