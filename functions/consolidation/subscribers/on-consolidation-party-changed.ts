import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { isPartyKind, Party } from '../domain/party.ts';
import { consolidationStore } from '../store/index.ts';

/** Keeps the last known state of the consolidators, trade operators and buyers. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnConsolidationPartyChanged',
    reads(EntityChanged, Party, async (party) => {
      if (isPartyKind(party.kind)) await consolidationStore(runtime.table).keepParty(party);
    }),
  );

export const handler = build(awsRuntime());
