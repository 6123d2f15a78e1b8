import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { EntityChanged } from './entity.ts';
import { event, told } from './event.ts';
import { ADMISSION_ACTION_NAMES, ADMISSION_STATUS_NAMES } from './names.ts';

export const AdmissionStatus = named(ADMISSION_STATUS_NAMES);

concepts({ AdmissionStatus });

/** A party as its own district tells of it; its phone is found there alone. */
export const HomeParty = EntityChanged.detail.omit({ phoneTailDigest: true });

export type HomeParty = z.infer<typeof HomeParty>;

export const AdmissionChanged = event(
  'AdmissionChanged',
  'A party of another district was admitted, refused or is no longer admitted, or what its own district says of it changed.',
  z.object({
    ...told,
    admissionId: z.string(),
    status: AdmissionStatus,
    action: named(ADMISSION_ACTION_NAMES),
    reason: z.string().optional(),
    party: HomeParty,
  }),
);

/** What a copy of a party says beside `EntityChanged`, where it is of another district: how it stands with this one. */
export const Admitted = z.object({ admission: AdmissionStatus.optional() });

/**
 * A party as the district that judged of it keeps it: its own copy, by the versions of the admission. Whoever is not
 * admitted is not in force there.
 */
export const partyIn = ({
  districtId,
  version,
  at,
  status,
  party,
}: z.infer<typeof AdmissionChanged.detail>): HomeParty & z.infer<typeof Admitted> => ({
  ...party,
  ...(status !== 'ADMITTED' && { status: 'CANCELLED' }),
  districtId,
  version,
  at,
  admission: status,
});
