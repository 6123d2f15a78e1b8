import { AdmissionChanged, partyIn } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { KnownParty } from '../domain/known.ts';
import { knownStore } from '../store/known.ts';

/** Keeps filed parties under the codes and words by which messages and sheets name them. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnFiledPartyChanged',
    reads(EntityChanged, KnownParty, async (party) => knownStore(runtime.table).keepParty(party)),
    reads(AdmissionChanged, AdmissionChanged.detail, async (detail) =>
      knownStore(runtime.table).keepParty(KnownParty.parse(partyIn(detail))),
    ),
  );

export const handler = build(awsRuntime());
