import { linksOf } from '../identity.ts';
import { unknownParty } from './active-party.ts';
import type { IntakeRule } from './rule.ts';

/** Every entity a form names is registered in this district, as the kind it is named for. */
export const namedParties: IntakeRule = (submission, { parties }) =>
  linksOf(submission).flatMap((link) => unknownParty(link, parties.get(link.entityId)));
