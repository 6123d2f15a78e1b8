import { AdmissionChanged, partyIn } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { FiledParty } from '../domain/filed.ts';
import { tradeStore } from '../store/index.ts';

/** Keeps what trade's rules need of the parties of each district, those that it admitted among them. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnPartyChanged',
    reads(EntityChanged, FiledParty, async (detail) => tradeStore(runtime.table).keepParty(detail)),
    reads(AdmissionChanged, AdmissionChanged.detail, async (detail) =>
      tradeStore(runtime.table).keepParty(FiledParty.parse(partyIn(detail))),
    ),
  );

export const handler = build(awsRuntime());
