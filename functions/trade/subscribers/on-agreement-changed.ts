import { AgreementChanged } from '../../events/agreement.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { FiledAgreement } from '../domain/filed.ts';
import { tradeStore } from '../store/index.ts';

/** `AgreementChanged`: keeps what trade's rules need of it. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnAgreementChanged',
    reads(AgreementChanged, FiledAgreement, async (detail) => tradeStore(runtime.table).keepAgreement(detail)),
  );

export const handler = build(awsRuntime());
