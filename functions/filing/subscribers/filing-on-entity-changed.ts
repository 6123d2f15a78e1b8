import { HomeParty } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { isAdmissible } from '../domain/admission.ts';
import { admissions, admissionWrites } from '../store/admissions.ts';

const ACTOR = systemActor('subscriber', 'FilingOnEntityChanged');

/**
 * Brings the admissions of a party up to what its own district says of it; an older event after a newer one changes nothing.
 * Who was refused, or is no longer admitted, is looked at anew when it is admitted again.
 */
export const build = (runtime: Runtime) =>
  subscriber(
    'FilingOnEntityChanged',
    reads(EntityChanged, HomeParty, async (party) => {
      if (!isAdmissible(party.kind)) return;
      for (const stored of await admissions(runtime.table).admissionsOf(party.entityId)) {
        const { data } = stored;
        if (data.status !== 'ADMITTED' || data.party.version >= party.version) continue;
        const at = runtime.now().toISOString();
        await runtime.table.commit(admissionWrites(stored, { ...data, party }, { actor: ACTOR, at, action: 'FOLLOW' }));
      }
    }),
  );

export const handler = build(awsRuntime());
