import { AdmissionChanged, partyIn } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { isPartyKind, Party } from '../domain/party.ts';
import { consolidationStore } from '../store/index.ts';

/**
 * Keeps the last known state of the consolidators, trade operators and buyers of each district, and of those it admitted.
 */
export const build = (runtime: Runtime) => {
  const keep = async (party: Party): Promise<void> => {
    if (isPartyKind(party.kind)) await consolidationStore(runtime.table).keepParty(party);
  };
  return subscriber(
    'OnConsolidationPartyChanged',
    reads(EntityChanged, Party, keep),
    reads(AdmissionChanged, AdmissionChanged.detail, (detail) => keep(Party.parse(partyIn(detail)))),
  );
};

export const handler = build(awsRuntime());
